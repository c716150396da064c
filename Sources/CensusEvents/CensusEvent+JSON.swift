import CensusModel
package import CensusNotice
import HourlyRollup
import NetworkTypes
package import TextFormats

extension CensusEvent {
    /// The event as it is told in our own format: names of members are stable, members without a value are left out.
    package func json(_ hosts: HostDisclosure = .show) -> JSONValue {
        var members = members(host: host.map { hosts.text(of: $0) }, name: hosts.isOpen ? hostName : nil)
        members.append((name: "message", value: .text(sentence(hosts))))
        return JSONValue.object(members).withoutNulls
    }

    private func members(host: String?, name: String?) -> [(name: String, value: JSONValue)] {
        let text = { (text: String?) in JSONValue.optional(text, JSONValue.text) }
        let number = { (number: UInt64?) in JSONValue.optional(number, JSONValue.number) }
        let share = { (share: Double?) in JSONValue.optional(share) { .number($0.description) } }
        return [
            ("id", .text(identifier)), ("event", .text(kind.rawValue)), ("severity", .text(severity.rawValue)),
            ("time", .text(time.description)), ("noted", .text(noted.description)), ("hour", text(hour?.description)),
            ("origin", text(origin?.description)), ("origin_port", number(originPort.map(UInt64.init))),
            ("country", text(country?.description)), ("host", text(host)),
            ("host_port", number(hostPort.map(UInt64.init))), ("host_name", text(name)), ("sector", text(sector)),
            ("transport", text(transport?.description)), ("class", text(threatClass?.name)),
            ("labels", .texts(labels)), ("grade", text(grade?.name)), (kind.subjectName ?? "subject", text(subject)),
            ("count", number(count)), ("limit", number(limit)), ("coverage", share(coverage)),
            ("minimum_coverage", share(minimumCoverage)), ("reason", text(reason)),
        ].map { (name: $0.0, value: $0.1) }
    }

    /// An event as `json` wrote it with its host shown; `nil` for anything else.
    package init?(_ json: JSONValue) {
        guard let identifier = json["id"]?.text, let kind = json["event"]?.text.flatMap(EventKind.init(rawValue:)),
            let time = json["time"]?.text.flatMap({ Timestamp(parsing: $0) }),
            let noted = json["noted"]?.text.flatMap({ Timestamp(parsing: $0) })
        else { return nil }
        self.init(identifier: identifier, kind: kind, time: time, noted: noted)
        let address = { (name: String) in json[name]?.text.flatMap { IPAddress(parsing: $0.utf8) } }
        hour = json["hour"]?.text.flatMap { Timestamp(parsing: $0) }.map(Hour.init(containing:))
        (origin, host) = (address("origin"), address("host"))
        originPort = json["origin_port"]?.text.flatMap { UInt16($0) }
        hostPort = json["host_port"]?.text.flatMap { UInt16($0) }
        country = json["country"]?.text.flatMap { CountryCode($0) }
        (hostName, sector) = (json["host_name"]?.text, json["sector"]?.text)
        transport = json["transport"]?.text.flatMap { TransportProtocol(parsing: $0) }
        threatClass = json["class"]?.text.flatMap { ThreatClass(name: $0) }
        labels = json["labels"]?.elements.compactMap(\.text) ?? []
        grade = json["grade"]?.text.flatMap(Grade.init(name:))
        subject = kind.subjectName.flatMap { json[$0]?.text }
        (count, limit) = (json["count"]?.text.flatMap { UInt64($0) }, json["limit"]?.text.flatMap { UInt64($0) })
        coverage = json["coverage"]?.text.flatMap { Double($0) }
        minimumCoverage = json["minimum_coverage"]?.text.flatMap { Double($0) }
        reason = json["reason"]?.text
    }
}
