package import CensusModel
import HourlyRollup
package import NetworkTypes

/// What is new in the last day of some time: who is affected, and by whom, that was not in the days before.
package struct NewsQuery {
    package struct News: Equatable, Sendable {
        /// How many hosts are affected that were not before.
        package let hosts: Int
        /// Foreign threats that affected nobody before, by their addresses.
        package let origins: [IPAddress]
    }

    private let source: any FlowSource
    private let judged: JudgedStretches
    private let question: String
    private let none: AffectedSets

    private static let hoursOfDay: Int32 = 24
    private static let hoursBefore: Int32 = 7 * 24

    /// - Parameter memory: where what came of each day is kept.
    package init(
        _ source: any FlowSource, _ enrichments: Enrichments, seesOneWay: Bool, keeping memory: DayMemory? = nil
    ) {
        self.source = source
        judged = JudgedStretches(enrichments.rules(seesOneWay: seesOneWay), keeping: memory)
        question = "news \(seesOneWay)"
        let home = enrichments.home
        none = AffectedSets(minimumGrade: .attempted) { home != nil && enrichments.country(of: $0) == home }
    }

    /// The hours that are looked at for what is new before `end`.
    package static func hours(before end: Hour) -> HourRange {
        HourRange(from: end.advanced(by: -hoursOfDay - hoursBefore), to: end)
    }

    /// What is new in the day before `end`; `nil` where nothing was observed in the days before that day.
    package func news(before end: Hour) throws -> News? {
        let begin = end.advanced(by: -Self.hoursOfDay)
        let known = HourRange(from: begin.advanced(by: -Self.hoursBefore), to: begin)
        guard try !source.coverage(in: known).isEmpty else { return nil }
        let (before, now) = (try sets(known), try sets(HourRange(from: begin, to: end)))
        return News(
            hosts: Int(clamping: now.affected.count(without: before.affected)),
            origins: now.origins.subtracting(before.origins).sorted())
    }

    private func sets(_ hours: HourRange) throws -> AffectedSets {
        var sets = none
        let isKept = try judged.forEachKeptPart(
            of: source, in: hours, question: question, beginningWith: none, add: { $1.add($0) },
            seal: { $0.seal() }, take: { sets.merge($0) })
        if !isKept {
            try judged.forEachPart(
                of: source, FlowFilter(hours: hours), inOrder: .any, beginningWith: none, add: { $1.add($0) },
                seal: { $0.seal() }, take: { sets.merge($0) }, takeOne: { sets.add($0) })
        }
        return sets
    }
}
