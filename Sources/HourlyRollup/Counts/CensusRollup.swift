package import CensusModel
package import NetworkTypes

/// Puts flows together to rows: every grouping from the host sets themselves, exactly.
///
/// Takes flows ordered by hour and origin. A group that can get no more flows is closed at once, so that memory holds
/// the host sets of one origin or one hour, and of the whole time only for groupings without hours.
package struct CensusRollup {
    private struct Key: Hashable {
        let period: Hour?
        let origin: IPAddress?
        let country: CountryCode?
        let threatClass: ThreatClass

        /// Sorts by time, origin, country and class.
        func isBefore(_ other: Key) -> Bool {
            if let (mine, others) = Self.unequal(period, other.period) { return mine < others }
            if let (mine, others) = Self.unequal(origin, other.origin) { return mine < others }
            if country != other.country { return Self.isBefore(country, other.country) }
            return threatClass < other.threatClass
        }

        /// An unknown country comes before all others.
        private static func isBefore(_ country: CountryCode?, _ other: CountryCode?) -> Bool {
            guard let country, let other else { return country == nil && other != nil }
            return country < other
        }

        private static func unequal<Value: Comparable>(_ left: Value?, _ right: Value?) -> (Value, Value)? {
            guard let left, let right, left != right else { return nil }
            return (left, right)
        }
    }

    private struct Group {
        let key: Key
        var hosts: HostSet
        var labels: [String] = []
        var matchesPort = false
        var traffic = TrafficTotals()

        mutating func add(_ flow: JudgedFlow, keepsLabels: Bool) {
            hosts.insert(flow.key.host, flow.grade)
            if keepsLabels, labels != flow.labels { labels = distinctLabels(labels + flow.labels) }
            matchesPort = matchesPort || flow.matchesPort
            traffic.add(flow.record)
        }
    }

    private let grouping: Grouping
    private let minimumGrade: Grade
    private let coverage: PeriodCoverage
    private let country: (IPAddress) -> CountryCode?
    private var last: FlowKey?
    private var groups: [Group] = []
    /// Where in `groups` the last flow's is.
    private var place = 0
    /// Where in `groups` each is, once they are many.
    private var places: [Key: Int] = [:]
    /// Emptied sets, whose memory the next groups use.
    private var spareSets: [HostSet] = []
    private var rows: [HourlyCount] = []
    /// The coverage of the last row, whose time is most often the next one's too.
    private var share: (period: Hour?, value: Double?)?

    /// - Parameters:
    ///   - minimumGrade: from which grade on a host counts as affected.
    ///   - coverage: of the hours asked for, those without a match included.
    ///   - country: the country of an origin, where it is known.
    package init(
        by grouping: Grouping, minimumGrade: Grade, coverage: [Hour: Coverage],
        country: @escaping (IPAddress) -> CountryCode?
    ) {
        self.grouping = grouping
        self.minimumGrade = minimumGrade
        self.coverage = PeriodCoverage(coverage, by: grouping.period)
        self.country = country
    }

    package mutating func add(_ flow: JudgedFlow) {
        if let last, endsGroups(last, flow.key) { closeGroups() }
        // The next flow most often belongs to the same group.
        if groups.isEmpty || last.map({ !$0.isOfOneGroup(with: flow.key) }) ?? true { place = place(of: key(of: flow)) }
        last = flow.key
        groups[place].add(flow, keepsLabels: grouping.keepsOrigin)
    }

    /// Whether no group so far can get a flow from `next` on.
    private func endsGroups(_ last: FlowKey, _ next: FlowKey) -> Bool {
        guard grouping.period == .hour else { return false }
        return last.hour != next.hour || grouping.keepsOrigin && last.origin != next.origin
    }

    /// Up to this many groups are searched one by one.
    private static let fewGroups = 8

    /// Where in `groups` a key's is, which is added where it is new.
    private mutating func place(of key: Key) -> Int {
        if groups.count <= Self.fewGroups {
            if let place = groups.firstIndex(where: { $0.key == key }) { return place }
        } else if let place = places[key] {
            return place
        }
        groups.append(Group(key: key, hosts: spareSets.popLast() ?? HostSet()))
        if groups.count == Self.fewGroups + 1 {
            for (place, group) in groups.enumerated() { places[group.key] = place }
        } else if groups.count > Self.fewGroups {
            places[key] = groups.count - 1
        }
        return groups.count - 1
    }

    /// The rows, sorted by time, origin (IPv4 before IPv6, numerically), country and class.
    package consuming func finish() -> [HourlyCount] {
        closeGroups()
        return rows
    }

    private func key(of flow: JudgedFlow) -> Key {
        let flowKey = flow.key
        return Key(
            period: grouping.period?.start(of: flowKey.hour),
            origin: grouping.keepsOrigin ? flowKey.origin : nil,
            country: grouping.keepsOrigin || grouping.keepsCountry ? country(flowKey.origin) : nil,
            threatClass: flowKey.threatClass)
    }

    /// Turns the groups into rows, in their order; groups that are closed before come before.
    private mutating func closeGroups() {
        if groups.count > 1 { groups.sort { $0.key.isBefore($1.key) } }
        for place in groups.indices {
            rows.append(row(of: groups[place]))
            groups[place].hosts.removeAll()
            spareSets.append(groups[place].hosts)
        }
        groups.removeAll(keepingCapacity: true)
        if !places.isEmpty { places.removeAll(keepingCapacity: true) }
    }

    private mutating func row(of group: Group) -> HourlyCount {
        let period = group.key.period
        if share.map({ $0.period != period }) ?? true { share = (period, coverage.share(of: period)) }
        return HourlyCount(
            period: group.key.period, origin: group.key.origin, country: group.key.country,
            threatClass: group.key.threatClass, labels: group.labels, matchesPort: group.matchesPort,
            hosts: GradeCounts(group.hosts, minimumGrade: minimumGrade), traffic: group.traffic,
            coverage: share?.value)
    }
}

extension FlowKey {
    /// Whether every grouping puts both flows together.
    fileprivate func isOfOneGroup(with other: FlowKey) -> Bool {
        hour == other.hour && threatClass == other.threatClass && origin == other.origin
    }
}
