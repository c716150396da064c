package import NetworkTypes

/// Puts flows together to rows: every grouping from the host sets themselves, exactly.
///
/// Takes flows ordered by hour; a group that ends with its hour is closed when the next hour comes, so that memory
/// holds the host sets of one hour, or of the whole time for groupings without it.
package struct CensusRollup {
    private struct Key: Hashable {
        let period: Hour?
        let origin: IPAddress?
        let country: String?
        let threatClass: ThreatClass
    }

    private struct Group {
        var hosts = HostSet()
        var labels: Set<String> = []
        var traffic = TrafficTotals()

        mutating func add(_ flow: FlowRecord, keepsLabels: Bool) {
            hosts.insert(flow.key.host, flow.grade)
            if keepsLabels { labels.formUnion(flow.labels) }
            traffic.add(flow)
        }
    }

    private let grouping: Grouping
    private let minimumGrade: Grade
    private let coverage: PeriodCoverage
    private let country: (IPAddress) -> String?
    private var hour: Hour?
    private var groups: [Key: Group] = [:]
    private var rows: [HourlyCount] = []

    /// - Parameters:
    ///   - minimumGrade: from which grade on a host counts as affected.
    ///   - coverage: of the hours asked for, those without a match included.
    ///   - country: the country of an origin, where it is known.
    package init(
        by grouping: Grouping, minimumGrade: Grade, coverage: [Hour: Coverage],
        country: @escaping (IPAddress) -> String?
    ) {
        self.grouping = grouping
        self.minimumGrade = minimumGrade
        self.coverage = PeriodCoverage(coverage, by: grouping.period)
        self.country = country
    }

    package mutating func add(_ flow: FlowRecord) {
        if grouping.period == .hour, let hour, hour != flow.key.hour { closeGroups() }
        hour = flow.key.hour
        groups[key(of: flow), default: Group()].add(flow, keepsLabels: grouping.keepsOrigin)
    }

    /// The rows, sorted by time, origin (IPv4 before IPv6, numerically), country and class.
    package consuming func finish() -> [HourlyCount] {
        closeGroups()
        return rows.sorted(by: HourlyCount.isBefore)
    }

    private func key(of flow: FlowRecord) -> Key {
        let flowKey = flow.key
        return Key(
            period: grouping.period?.start(of: flowKey.hour),
            origin: grouping.keepsOrigin ? flowKey.origin : nil,
            country: grouping.keepsOrigin || grouping.keepsCountry ? country(flowKey.origin) : nil,
            threatClass: flowKey.threatClass)
    }

    private mutating func closeGroups() {
        for (key, group) in groups {
            rows.append(
                HourlyCount(
                    period: key.period, origin: key.origin, country: key.country, threatClass: key.threatClass,
                    labels: group.labels.sorted(),
                    hosts: GradeCounts(group.hosts, minimumGrade: minimumGrade),
                    traffic: group.traffic, coverage: coverage.share(of: key.period)))
        }
        groups.removeAll(keepingCapacity: true)
    }
}

extension HourlyCount {
    static func isBefore(_ left: HourlyCount, _ right: HourlyCount) -> Bool {
        if let (left, right) = unequal(left.period, right.period) { return left < right }
        if let (left, right) = unequal(left.origin, right.origin) { return left < right }
        if left.country != right.country { return (left.country ?? "") < (right.country ?? "") }
        return left.threatClass < right.threatClass
    }

    private static func unequal<Value: Comparable>(_ left: Value?, _ right: Value?) -> (Value, Value)? {
        guard let left, let right, left != right else { return nil }
        return (left, right)
    }
}
