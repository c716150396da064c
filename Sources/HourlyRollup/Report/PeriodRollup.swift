package import CensusModel
package import NetworkTypes

/// Counts what a report says of a period, from its flows in their order.
///
/// Every count is of distinct hosts. While flows come, memory takes each pair of host and source once, 12 bytes, and the host
/// sets of one hour, one day and one month; only at the end everything that is known of a host is looked at together, host by
/// host, on all cores, and counted in each group that it belongs to.
package struct PeriodRollup: Sendable {
    private let minimumGrade: Grade
    private var coverage: [Hour: Coverage]
    private let asset: @Sendable (IPAddress) -> AssetKind?
    private var sources: SourceTable
    private var encounters = ShardedEncounters()
    private var curves: CurveRollup
    private var traffic = TrafficTotals()
    private var last: FlowKey?
    private var lastThreat: FlowKey?
    private var lastHour: Hour?
    /// The first and the last hour with a flow; `nil` before one came.
    package private(set) var flowHours: ClosedRange<Hour>?

    /// - Parameters:
    ///   - minimumGrade: from which grade on a host counts as affected.
    ///   - home: origins in this country are domestic.
    ///   - coverage: of the hours of the period.
    ///   - country: the country of an origin, where it is known; asked once for each origin, class and set of labels.
    ///   - asset: the sector and kind of a host, where the inventory has it; asked once for each host.
    package init(
        minimumGrade: Grade, home: CountryCode?, coverage: [Hour: Coverage],
        country: @escaping @Sendable (IPAddress) -> CountryCode?,
        asset: @escaping @Sendable (IPAddress) -> AssetKind?
    ) {
        self.minimumGrade = minimumGrade
        self.coverage = coverage
        self.asset = asset
        sources = SourceTable(home: home, country: country)
        curves = CurveRollup(minimumGrade: minimumGrade)
    }

    /// One that counts some hours, and is appended to what was counted of those before.
    package var part: PeriodRollup {
        var part = self
        part.coverage = [:]
        part.curves = CurveRollup(minimumGrade: minimumGrade, keepsDays: true)
        return part
    }

    /// Does what of putting a part to others can be done beforehand.
    package mutating func seal() {
        curves.seal()
    }

    /// Takes what a part has counted of the hours behind.
    package mutating func append(_ part: consuming PeriodRollup) {
        let (sources, origins) = self.sources.merge(part.sources)
        encounters.append(part.encounters, sources: sources.map { UInt32(truncatingIfNeeded: $0) })
        curves.append(part.curves, threats: origins)
        traffic.merge(part.traffic)
        (last, lastThreat) = (part.last ?? last, part.lastThreat ?? lastThreat)
        guard let hours = part.flowHours else { return }
        flowHours = flowHours.map { $0.lowerBound...hours.upperBound } ?? hours
    }

    package mutating func add(_ flow: JudgedFlow) {
        let (hour, host, grade) = (flow.key.hour, flow.key.host, flow.grade)
        let number = sources.number(of: flow.record)
        let affects = grade >= minimumGrade
        // The rows of origins are over all classes that are threats.
        let isThreat = flow.record.key.threatClass.isThreat
        let isFurtherThreat = isThreat && lastThreat?.isSameTuple(as: flow.key) ?? false
        if isThreat { lastThreat = flow.key }
        sources.note(flow, of: number, affects: affects, isFurther: isFurtherThreat)
        traffic.add(flow.record, isFurther: last?.isSameTuple(as: flow.key) ?? false)
        last = flow.key
        if lastHour != hour {
            flowHours = flowHours.map { min($0.lowerBound, hour)...max($0.upperBound, hour) } ?? hour...hour
            lastHour = hour
        }
        encounters.insert(host, source: UInt32(truncatingIfNeeded: number), HostEvidence(grade))
        if isThreat, !sources.sources[number].isDomestic {
            curves.add(host, grade, in: hour, threat: affects ? sources.sources[number].origin : nil)
        }
    }

    /// - Parameter leadingOrigins: how many origins are named.
    package consuming func finish(leadingOrigins: Int) -> PeriodCounts {
        finish(leadingOrigins: leadingOrigins, naming: ReportNaming()).counts
    }

    /// - Parameters:
    ///   - leadingOrigins: how many origins are named.
    ///   - naming: which hosts and threats are named beside the counts.
    package consuming func finish(
        leadingOrigins: Int, naming: ReportNaming
    ) -> (counts: PeriodCounts, named: NamedInPeriod) {
        let tally = encounters.count(in: GroupTally(sources, minimumGrade: minimumGrade, naming), asset)
        let named = tally.named
        var counts = tally.finish(leadingOrigins: leadingOrigins)
        counts.curves = curves.finish(coverage)
        counts.visibility = Visibility(coverage)
        counts.traffic = traffic
        return (counts, named)
    }
}
