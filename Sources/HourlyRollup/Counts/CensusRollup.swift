package import CensusModel
package import NetworkTypes

/// Puts flows together to rows: every grouping from the host sets themselves, exactly.
///
/// Takes flows ordered by hour and origin, those of one 5-tuple one after another. A group that can get no more flows is
/// closed at once, so that memory holds the host sets of one origin or one hour, and of the whole time only for groupings
/// without hours.
package struct CensusRollup {
    private struct Group {
        let key: RowKey
        var hosts: HostSet
        var labels = LabelUnion()
        var matchesPort = false
        var traffic = TrafficTotals()

        @inline(__always)
        mutating func add(_ flow: JudgedFlow, isFurther: Bool) {
            hosts.insert(flow.record.key.host, flow.grade)
            if key.origin != nil { labels.insert(flow.record.labels) }
            matchesPort = matchesPort || flow.record.matchesPort
            traffic.add(flow.record.fromHost, flow.record.fromOrigin, isFurther: isFurther)
        }

        mutating func merge(_ other: Group) {
            hosts.merge(other.hosts)
            labels.insert(other.labels.labels)
            matchesPort = matchesPort || other.matchesPort
            traffic.merge(other.traffic)
        }
    }

    private let grouping: Grouping
    /// Whether rows tell nothing apart but classes.
    private let tellsClassesAlone: Bool
    package let minimumGrade: Grade
    private let coverage: PeriodCoverage
    private let facts: AddressFacts
    private let sensor: String?
    /// A flow that was counted of the groups of the last one; the last one itself where a 5-tuple may come again.
    private var last: FlowKey?
    /// The last flow's, where rows tell labels apart.
    private var lastLabels: [String] = []
    private var groups: [Group] = []
    /// Where in `groups` the last flow's are: several only where it has several labels that rows tell apart.
    private var current: [Int] = []
    /// Where in `groups` each is, once they are many.
    private var places: [RowKey: Int] = [:]
    /// Emptied sets, whose memory the next groups use.
    private var spareSets: [HostSet] = []
    private var rows: [HourlyCount] = []
    /// The coverage of the last row, whose time is most often the next one's too.
    private var share: (period: Hour?, value: Double?)?

    /// - Parameters:
    ///   - minimumGrade: from which grade on a host counts as affected.
    ///   - coverage: of the requested hours, those without a match included.
    ///   - facts: what is known of origins and hosts.
    ///   - sensor: whose flows they are, where rows tell sensors apart.
    package init(
        by grouping: Grouping, minimumGrade: Grade, coverage: [Hour: Coverage], facts: AddressFacts = AddressFacts(),
        sensor: String? = nil
    ) {
        self.init(grouping, minimumGrade, PeriodCoverage(coverage, by: grouping.period), facts, sensor)
    }

    private init(
        _ grouping: Grouping, _ minimumGrade: Grade, _ coverage: PeriodCoverage, _ facts: AddressFacts,
        _ sensor: String?
    ) {
        (self.grouping, self.minimumGrade, self.coverage) = (grouping, minimumGrade, coverage)
        (self.facts, self.sensor) = (facts, sensor)
        tellsClassesAlone = grouping == .threatClass || grouping == .sensor
    }

    package mutating func add(_ flow: JudgedFlow) {
        guard grouping.includes(flow.key.threatClass) else { return }
        // The next flow most often belongs to the same groups.
        let isOfOthers = groups.isEmpty || !isOfLastGroups(flow)
        if isOfOthers {
            if let last, endsGroups(last, flow.key) { closeGroups() }
            find(flow)
        }
        // Rows that tell classes apart never see a 5-tuple again.
        let isFurther = !grouping.keepsClass && last?.isSameTuple(as: flow.key) ?? false
        if isOfOthers || !grouping.keepsClass { last = flow.key }
        if grouping == .label { lastLabels = flow.labels }
        for place in current { groups[place].add(flow, isFurther: isFurther) }
    }

    /// Whether a flow certainly belongs to the groups of the last one.
    @inline(__always)
    private func isOfLastGroups(_ flow: JudgedFlow) -> Bool {
        guard let last, last.threatClass == flow.record.key.threatClass else { return false }
        if tellsClassesAlone { return true }
        guard last.hour == flow.record.key.hour, last.origin == flow.record.key.origin else { return false }
        switch grouping {
        case .label: return lastLabels == flow.labels
        case .sector: return last.host == flow.key.host
        default: return true
        }
    }

    /// Whether no group so far can get a flow from `next` on.
    private func endsGroups(_ last: FlowKey, _ next: FlowKey) -> Bool {
        guard grouping.period == .hour else { return false }
        return last.hour != next.hour || grouping.keepsOrigin && last.origin != next.origin
    }

    /// Finds the groups of a flow.
    private mutating func find(_ flow: JudgedFlow) {
        current.removeAll(keepingCapacity: true)
        var key = key(of: flow)
        guard grouping == .label else { return current.append(place(of: key)) }
        for label in flow.labels.isEmpty ? [""] : flow.labels {
            key.label = label
            current.append(place(of: key))
        }
    }

    /// Up to this many groups are searched one by one.
    private static let fewGroups = 8

    /// Where in `groups` a key's is, which is added where it is new.
    private mutating func place(of key: RowKey) -> Int {
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

    /// The key of a flow's row, but for its label.
    private func key(of flow: JudgedFlow) -> RowKey {
        var key = RowKey(threatClass: grouping.keepsClass ? flow.key.threatClass : nil)
        key.period = grouping.period?.start(of: flow.key.hour)
        if grouping.keepsOrigin { key.origin = flow.key.origin }
        if grouping.keepsOrigin || grouping.keepsCountry { key.country = facts.country(flow.key.origin) }
        if grouping == .autonomousSystem { key.system = facts.system(flow.key.origin) }
        if grouping == .sector, let owner = facts.owner(flow.key.host), !owner.sector.isEmpty {
            key.sector = owner.sector
        }
        return key
    }

    /// Adds what another one has counted of the hours behind, or of the origins behind in the same hour.
    package mutating func append(_ other: consuming CensusRollup) {
        if grouping.period == .hour {
            let goesOn =
                !grouping.keepsOrigin && other.rows.isEmpty
                && groups.first?.key.period == other.groups.first?.key.period
            if !goesOn { closeGroups() }
            rows += other.rows
        }
        for group in other.groups {
            let place = place(of: group.key)
            groups[place].merge(group)
        }
    }

    /// How many rows can get no more flows, and were not taken yet.
    package var closedRows: Int { rows.count }

    /// Takes the rows that can get no more flows, in their order: all rows of a period can be more than fit into memory.
    package mutating func takeClosedRows() -> [HourlyCount] {
        defer { rows.removeAll(keepingCapacity: true) }
        return rows
    }

    /// Takes the rows that can get no more flows as a part of its own, to be appended elsewhere before what comes behind them; `nil`
    /// while there are fewer than so many.
    package mutating func takeClosedPart(of most: Int) -> CensusRollup? {
        guard rows.count >= most else { return nil }
        var part = CensusRollup(grouping, minimumGrade, coverage, facts, sensor)
        swap(&part.rows, &rows)
        return part
    }

    /// The rows that were not taken, in their order.
    ///
    /// The total of hours that were observed is a row even where nothing matched; of hours that nobody observed there is none.
    package consuming func finish() -> [HourlyCount] {
        if grouping == .total, groups.isEmpty, coverage.isKnown { _ = place(of: RowKey()) }
        closeGroups()
        return rows
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
        let key = group.key
        if share.map({ $0.period != key.period }) ?? true { share = (key.period, coverage.share(of: key.period)) }
        return HourlyCount(
            period: key.period, origin: key.origin, country: key.country, system: key.system, sector: key.sector,
            sensor: sensor,
            threatClass: key.threatClass, labels: key.label.map { $0.isEmpty ? [] : [$0] } ?? group.labels.labels,
            matchesPort: group.matchesPort, hosts: GradeCounts(group.hosts, minimumGrade: minimumGrade),
            traffic: group.traffic, coverage: share?.value)
    }
}
