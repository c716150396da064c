import CensusModel
import NetworkTypes

/// The sources of threat that were met, with the groups in which each counts.
struct SourceTable: Sendable {
    private struct Key {
        let origin: IPAddress
        let threatClass: ThreatClass
        let labels: [String]
    }

    private(set) var sources: [ThreatSource] = []
    /// The origins, by their numbers.
    private(set) var origins: [IPAddress] = []
    /// The groups, by their numbers.
    private(set) var groups: [CountedGroup] = []
    private var originNumbers: [IPAddress: Int] = [:]
    /// The last source of each origin, and of each source the one of the same origin before it: most origins have one.
    private var lastSources: [Int] = []
    private var sourcesBefore: [Int?] = []
    private var groupNumbers: [CountedGroup: Int] = [:]
    /// The number of the last flow's source.
    private var last: Int?
    private var lastOrigin: IPAddress?
    private let home: CountryCode?
    private let country: @Sendable (IPAddress) -> CountryCode?

    init(home: CountryCode?, country: @escaping @Sendable (IPAddress) -> CountryCode?) {
        self.home = home
        self.country = country
    }

    /// The number of a flow's source, which is added where it is new.
    mutating func number(of flow: FlowRecord) -> Int {
        // The next flow most often has the same source.
        if let last, lastOrigin == flow.key.origin, sources[last].threatClass == flow.key.threatClass,
            sources[last].labels == flow.labels
        {
            return last
        }
        let key = Key(origin: flow.key.origin, threatClass: flow.key.threatClass, labels: flow.labels)
        let number = number(of: key)
        (last, lastOrigin) = (number, key.origin)
        return number
    }

    private mutating func number(of key: Key) -> Int {
        guard let origin = originNumbers[key.origin] else { return add(key, before: nil) }
        var next: Int? = lastSources[origin]
        while let number = next {
            if sources[number].threatClass == key.threatClass, sources[number].labels == key.labels { return number }
            next = sourcesBefore[number]
        }
        return add(key, before: lastSources[origin])
    }

    /// Notes a flow of a source.
    /// - Parameter isFurther: whether it is the same flow as the one before, under another class that is a threat.
    mutating func note(_ flow: JudgedFlow, of source: Int, affects: Bool, isFurther: Bool) {
        sources[source].traffic.add(flow.record.fromHost, flow.record.fromOrigin, isFurther: isFurther)
        guard affects else { return }
        sources[source].affects = true
        if flow.initiator == .fromHost, !isFurther {
            sources[source].ports.add(flow.record.key.transport, flow.record.key.originPort)
        }
    }

    /// Takes the sources of another table, which counted other flows.
    /// - Returns: the numbers that its sources and its origins have here.
    mutating func merge(_ other: SourceTable) -> (sources: [Int], origins: [Int]) {
        let places = other.sources.map { source in
            let key = Key(
                origin: other.origins[source.origin], threatClass: source.threatClass, labels: source.labels)
            let number = number(of: key)
            sources[number].traffic.merge(source.traffic)
            sources[number].ports.merge(source.ports)
            if source.affects { sources[number].affects = true }
            return number
        }
        return (places, other.origins.map { originNumbers[$0] ?? 0 })
    }

    /// - Parameter other: the last source of the same origin; `nil` for a new origin.
    private mutating func add(_ key: Key, before other: Int?) -> Int {
        let origin = other.map { sources[$0].origin } ?? origins.count
        if other == nil {
            originNumbers[key.origin] = origin
            origins.append(key.origin)
            lastSources.append(sources.count)
        }
        lastSources[origin] = sources.count
        sourcesBefore.append(other)
        let country = country(key.origin)
        let isDomestic = home != nil && country == home
        let groups = groups(of: key, country, isDomestic: isDomestic).map { number(of: $0) }
        sources.append(
            ThreatSource(
                origin: origin, country: country, isDomestic: isDomestic, threatClass: key.threatClass,
                labels: key.labels, groups: groups))
        return sources.count - 1
    }

    private func groups(of key: Key, _ country: CountryCode?, isDomestic: Bool) -> [CountedGroup] {
        var groups: [CountedGroup] = [.threatClass(key.threatClass, isDomestic: isDomestic)]
        if key.threatClass.isThreat { groups.append(.place(isDomestic: isDomestic)) }
        guard !isDomestic else { return groups }
        groups += key.labels.isEmpty ? [.label(key.threatClass, nil)] : key.labels.map { .label(key.threatClass, $0) }
        if key.threatClass.isThreat { groups += [.country(country), .origin(key.origin)] }
        return groups
    }

    private mutating func number(of group: CountedGroup) -> Int {
        if let number = groupNumbers[group] { return number }
        groups.append(group)
        groupNumbers[group] = groups.count - 1
        return groups.count - 1
    }
}
