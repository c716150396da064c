import CensusEvents
import CensusModel
import NetworkTypes

extension EventThreshold {
    static let names = ["affected", "class", "country", "sector", "prefix", "label"]

    init(_ name: String, _ values: SettingValues) throws(EventSettings.Problem) {
        guard let limit = try values.number("affected", 1...1_000_000_000) else {
            throw values.problem("affected", "is missing: more affected hosts in an hour than so many are told of")
        }
        self.init(name: name, limit: UInt64(limit))
        threatClass = try values.one("class", "a class such as c2") { ThreatClass(name: $0) }
        country = try values.one("country", "two letters") { CountryCode($0) }
        prefix = try values.one("prefix", "a network such as 10.0.0.0/8") { SettingValues.prefix($0) }
        sector = try values.text("sector")
        label = try values.text("label")?.lowercased()
    }
}

extension EventSuppression {
    static let names = ["events", "hosts", "origins", "classes", "labels", "subjects", "until"]

    init(_ name: String, _ values: SettingValues) throws(EventSettings.Problem) {
        self.init(name: name)
        kinds = try Set(values.kinds("events"))
        (hosts, origins) = (try values.prefixes("hosts"), try values.prefixes("origins"))
        classes = try Set(values.all("classes", "classes such as c2") { ThreatClass(name: $0) })
        (labels, subjects) = (Set(values.texts("labels").map { $0.lowercased() }), Set(values.texts("subjects")))
        until = try values.one("until", "a time such as 2026-12-31") { Timestamp(parsing: $0) }
        guard Self.names.contains(where: { $0 != "until" && values.has($0) }) else {
            throw values.problem("events", "is missing, with every other condition: nothing would be told any more")
        }
    }
}

extension SettingValues {
    func kinds(_ name: String) throws(Problem) -> [EventKind] {
        try all(name, "events such as host_affected") { EventKind(rawValue: $0) }
    }
}
