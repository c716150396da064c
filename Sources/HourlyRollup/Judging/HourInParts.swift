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
    private var share: Int { max(rules.memory / 4, HourTrace.leastSize) }

    consuming func read(_ body: (JudgedFlow) throws -> Void) throws {
        repeat {
            start = try readPart(body)
        } while start != nil
    }

    /// Judges the part that begins at `start`.
    /// - Returns: where the next one begins; `nil` when there is nothing left.
    private mutating func readPart(_ body: (JudgedFlow) throws -> Void) throws -> FlowTuple? {
        var before: [HourTrace] = []
        var end: FlowTuple?
        for back in stride(from: EvidenceWindow.hoursBefore, to: 0, by: -1) {
            let earlier = hour.advanced(by: -back)
            guard earlier < hour else { continue }
            let (trace, stop) = try self.trace(of: earlier, upTo: end)
            before.append(trace)
            end = stop ?? end
        }
        var rules = rules
        rules.memory = before.reduce(share) { $0 + $1.size }
        var walk = FlowWalk(rules, hours: HourRange(only: hour), upTo: end, before: before, holding: fragments)
        var isWhole = true
        do {
            try source.forEachFlow(filter.part(of: hour, from: start)) { try walk.add($0, body) }
            try walk.handOut(body)
        } catch let stop as FlowWalk.Stop {
            (end, isWhole) = (stop.tuple, false)
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

    /// What an hour shows from `start` on, until its share of memory is full.
    /// - Returns: also the first 5-tuple that it has no room for; `nil` when it has all up to `end`.
    private func trace(of hour: Hour, upTo end: FlowTuple?) throws -> (HourTrace, FlowTuple?) {
        var trace = HourTrace(of: hour)
        var gathering = TupleGathering()
        func take(_ flows: TupleFlows) throws {
            let tuple = flows.first.key.tuple
            let evidence = flows.evidence
            let key = TraceKey(tuple)
            let growth = trace.growth(for: key, evidence)
            let isFull = growth > 0 && trace.size + growth > share
            if isFull || end.map({ $0 <= tuple }) ?? false { throw FlowWalk.Stop(hour: hour, tuple: tuple) }
            trace.append(key, evidence)
        }
        do {
            try source.forEachFlow(filter.part(of: hour, from: start)) { flow in
                if let flows = gathering.add(flow) { try take(flows) }
            }
            if let flows = gathering.takeLast() { try take(flows) }
        } catch let stop as FlowWalk.Stop {
            return (trace, end.map { min($0, stop.tuple) } ?? stop.tuple)
        }
        return (trace, nil)
    }
}
