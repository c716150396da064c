import CensusModel
import HourlyRollup
import NetworkTypes

/// Counts what a report says, from a store.
struct ReportQuery {
    private let source: any FlowSource
    private let judged: JudgedStretches
    private let enrichments: Enrichments
    private let minimumGrade: Grade
    private let question: String
    /// How many origins are named.
    private static let leadingOrigins = 20

    /// - Parameter memory: where what came of each day is kept.
    init(
        _ source: any FlowSource, _ enrichments: Enrichments, minimumGrade: Grade, seesOneWay: Bool,
        keeping memory: DayMemory? = nil
    ) {
        (self.source, self.enrichments, self.minimumGrade) = (source, enrichments, minimumGrade)
        judged = JudgedStretches(enrichments.rules(seesOneWay: seesOneWay), keeping: memory)
        question = "report \(minimumGrade.name) \(seesOneWay)"
    }

    /// The report of some hours. An open end is where the store begins or ends.
    func report(of hours: HourRange, basis: ReportFigures.Basis) throws -> ReportFigures {
        let (counts, extent) = try count(hours)
        let period = Self.period(hours, extent)
        // Before the first hour that a store has lies none to compare with.
        let comparable = hours.from == nil ? nil : period?.previous
        let previous = try comparable.map { period in
            ReportFigures.PreviousPeriod(period: period, counts: try count(period.hours).counts)
        }
        return ReportFigures(period: period, counts: counts, previous: previous, basis: basis)
    }

    /// The counts of some hours, and the hours that anything is known of.
    private func count(_ hours: HourRange) throws -> (counts: PeriodCounts, extent: ClosedRange<Hour>?) {
        let coverage = try source.coverage(in: hours)
        var rollup = PeriodRollup(
            minimumGrade: minimumGrade, home: enrichments.home, coverage: coverage, country: enrichments.country,
            asset: enrichments.asset)
        let isKept = try judged.forEachKeptPart(
            of: source, in: hours, question: question, beginningWith: rollup.part, add: { $1.add($0) },
            seal: { $0.seal() }, take: { rollup.append($0) })
        if !isKept {
            try judged.forEachPart(
                of: source, FlowFilter(hours: hours), beginningWith: rollup.part, add: { $1.add($0) },
                seal: { $0.seal() }, take: { rollup.append($0) }, takeOne: { rollup.add($0) })
        }
        let known = coverage.keys + [rollup.flowHours?.lowerBound, rollup.flowHours?.upperBound].compactMap { $0 }
        let extent = known.min().flatMap { first in known.max().map { first...$0 } }
        return (rollup.finish(leadingOrigins: Self.leadingOrigins), extent)
    }

    /// The period of some hours; `nil` where neither they nor the store say when it begins or ends.
    private static func period(_ hours: HourRange, _ extent: ClosedRange<Hour>?) -> ReportPeriod? {
        let from = hours.from ?? extent?.lowerBound
        let to = hours.to ?? extent.map { Hour(index: $0.upperBound.index + 1) }
        guard let first = from ?? to, let end = to ?? from else { return nil }
        return ReportPeriod(from: first, to: max(first, end))
    }
}
