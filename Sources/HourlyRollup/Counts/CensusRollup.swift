package import NetworkTypes

/// Puts flows together to rows: every grouping from the host sets themselves, exactly.
///
/// Takes flows ordered by hour and origin. A group that can get no more flows is closed at once, so that memory holds
/// the host sets of one origin or one hour, and of the whole time only for groupings without hours.
package struct CensusRollup {
    private struct Key: Hashable {
        let period: Hour?
        let origin: IPAddress?
        let country: String?
        let threatClass: ThreatClass
    }

    private struct Group {
        var hosts = HostSet()
        var labels: [String] = []
        var traffic = TrafficTotals()

        mutating func add(_ flow: FlowRecord, keepsLabels: Bool) {
            hosts.insert(flow.key.host, flow.grade)
            if keepsLabels, labels != flow.labels { labels = distinctLabels(labels + flow.labels) }
            traffic.add(flow)
        }
    }

    private let grouping: Grouping
    private let minimumGrade: Grade
    private let coverage: PeriodCoverage
    private let country: (IPAddress) -> String?
    private var last: FlowKey?
    private var groups: [Key: Group] = [:]
    /// The group of the last flow, kept out of the table: the next flow most often belongs to it too.
    private var open: (key: Key, group: Group)?
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
        if let last, endsGroups(last, flow.key) { closeGroups() }
        last = flow.key
        let key = key(of: flow)
        if open?.key != key {
            setAside()
            open = (key, groups.removeValue(forKey: key) ?? Group())
        }
        open?.group.add(flow, keepsLabels: grouping.keepsOrigin)
    }

    /// Whether no group so far can get a flow from `next` on.
    private func endsGroups(_ last: FlowKey, _ next: FlowKey) -> Bool {
        guard grouping.period == .hour else { return false }
        return last.hour != next.hour || grouping.keepsOrigin && last.origin != next.origin
    }

    private mutating func setAside() {
        if let open { groups[open.key] = open.group }
        open = nil
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
        setAside()
        for (key, group) in groups {
            rows.append(
                HourlyCount(
                    period: key.period, origin: key.origin, country: key.country, threatClass: key.threatClass,
                    labels: group.labels,
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
