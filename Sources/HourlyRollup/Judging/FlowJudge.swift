package import CensusModel
import NetworkTypes

/// Judges the flows of a source: who began each is decided over its hour and the three before it, whatever part of the source
/// is asked for.
///
/// Flows are read once, and those of the three hours before the first one, too: what they showed is kept for three hours.
/// An hour for which that takes too much memory is read in parts, beside the same parts of the three hours before it.
package struct FlowJudge {
    private let source: any FlowSource
    private let rules: JudgingRules

    package init(_ source: any FlowSource, _ rules: JudgingRules = JudgingRules()) {
        (self.source, self.rules) = (source, rules)
    }

    /// Hands every flow that a filter admits to `body`, once, in the order of flow keys; but flows of non-first fragments
    /// come behind the flows with ports of their protocol between the same ends, which tell who began them.
    package func forEachFlow(_ filter: FlowFilter, _ body: (JudgedFlow) throws -> Void) throws {
        if let links = (source as? any LinkedFlowSource)?.links { return try readOn(filter, links, body) }
        var rest = filter
        while let stop = try readOn(rest, body) {
            try HourInParts(stop, source, rest, rules).read(body)
            let next = stop.hour.advanced(by: 1)
            guard filter.hours.to.map({ next < $0 }) ?? true, next > stop.hour else { return }
            rest.hours = HourRange(from: next, before: filter.hours.to)
        }
    }

    /// Where reading stops for want of memory.
    struct Stop {
        let hour: Hour
        /// The first 5-tuple of the hour that was not judged; `nil` for the whole hour.
        var tuple: FlowTuple?
        var fragments: HeldFragments?
    }

    /// Judges flows as they come, until memory is full.
    /// - Returns: what is left; `nil` for nothing.
    private func readOn(_ filter: FlowFilter, _ body: (JudgedFlow) throws -> Void) throws -> Stop? {
        var walk = FlowWalk(rules, hours: filter.hours)
        do {
            try read(filter, into: &walk, body)
            return nil
        } catch let stop as FlowWalk.Stop {
            if let from = filter.hours.from, stop.hour < from { return Stop(hour: from) }
            walk.lookAtFragments(upTo: stop.tuple)
            return Stop(hour: stop.hour, tuple: stop.tuple, fragments: walk.fragments)
        }
    }

    /// Judges flows with what another judge kept of the hours before; that the source bounds.
    private func readOn(
        _ filter: FlowFilter, _ links: (from: TraceLink?, to: TraceLink), _ body: (JudgedFlow) throws -> Void
    ) throws {
        var traces: HourTraces?
        defer { links.to.hand(traces) }
        var rules = rules
        rules.memory = .max
        var walk = FlowWalk(rules, hours: filter.hours, after: try links.from?.take() ?? HourTraces())
        try read(filter, into: &walk, body)
        traces = walk.traces
    }

    private func read(_ filter: FlowFilter, into walk: inout FlowWalk, _ body: (JudgedFlow) throws -> Void) throws {
        if let source = source as? any LoneFlowSource {
            try source.forEachFlow(
                filter.lookingBack, alone: { try walk.add(alone: &$0, body) }, { try walk.add($0, body) })
        } else {
            try source.forEachFlow(filter.lookingBack) { try walk.add($0, body) }
        }
        try walk.handOut(body)
        try walk.handOutFragments(body)
    }
}

extension FlowFilter {
    /// The same with the hours that decide who began, and with what was pruned of them.
    var lookingBack: FlowFilter {
        var filter = self
        let from = hours.from?.advanced(by: -EvidenceWindow.hoursBefore)
        filter.hours = HourRange(from: from, before: hours.to)
        (filter.includesPruned, filter.evidenceBefore) = (true, hours.from)
        return filter
    }

    /// The same of one hour, from a 5-tuple on.
    func part(of hour: Hour, from tuple: FlowTuple?) -> FlowFilter {
        var filter = self
        (filter.hours, filter.start, filter.includesPruned) = (HourRange(only: hour), tuple, true)
        return filter
    }
}
