import CensusModel
import NetworkTypes

/// Judges one hour in parts: of each as many 5-tuples as memory holds of the three hours before it and of the hour itself.
struct HourInParts {
    private let source: any FlowSource
    private let filter: FlowFilter
    private let rules: JudgingRules
    private let hour: Hour
    /// Where the next part begins; `nil` for the beginning of the hour.
    private var start: FlowTuple?
    private var fragments: HeldFragments?

    init(_ stop: FlowJudge.Stop, _ source: any FlowSource, _ filter: FlowFilter, _ rules: JudgingRules) {
        (hour, start, fragments) = (stop.hour, stop.tuple, stop.fragments)
        (self.source, self.filter) = (source, filter)
        self.rules = rules
    }

    /// Bytes for each of the four hours.
    private var share: Int { max(rules.memory / ShownHours.count, HourTraces.leastSize) }

    consuming func read(_ body: (JudgedFlow) throws -> Void) throws {
        repeat {
            start = try readPart(body)
        } while start != nil
    }

    /// Judges the part that begins at `start`.
    /// - Returns: where the next one begins; `nil` when there is nothing left.
    private mutating func readPart(_ body: (JudgedFlow) throws -> Void) throws -> FlowTuple? {
        var walk = FlowWalk(rules, hours: HourRange(only: hour), holding: fragments)
        // The least of where the hours end, so that none has more 5-tuples than those behind it were asked for.
        var (end, isWhole) = (FlowTuple?.none, true)
        for back in stride(from: EvidenceWindow.hoursBefore, through: 0, by: -1) {
            let next = hour.advanced(by: -back)
            guard next < hour || back == 0 else { continue }
            walk.limit(to: end, memory: share * (ShownHours.count - Int(back)))
            do {
                try source.forEachFlow(filter.part(of: next, from: start)) { try walk.add($0, body) }
                try walk.handOut(body)
            } catch let stop as FlowWalk.Stop {
                end = end.map { min($0, stop.tuple) } ?? stop.tuple
                isWhole = back > 0
            }
        }
        // Fragments may belong to flows that only the hours before have.
        if let end, !isWhole || walk.fragments != nil {
            walk.lookAtFragments(upTo: end)
            fragments = walk.fragments
            return end
        }
        try walk.handOutFragments(body)
        return nil
    }
}
