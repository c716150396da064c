package import CensusModel

/// A source that tells flows apart that are by themselves, which most are, and hands these on without making each of them.
package protocol LoneFlowSource: FlowSource {
    /// Hands on every flow that a filter admits, as `forEachFlow` does, to one of two closures.
    ///
    /// - Parameters:
    ///   - alone: takes a flow that is the only one of its 5-tuple and hour, and that packets or one exporter tells of. Its grade and
    ///     who began it mean nothing yet. The value is used again for the next flow.
    ///   - body: takes any other flow.
    func forEachFlow(
        _ filter: FlowFilter, alone: (inout JudgedFlow) throws -> Void, _ body: (FlowRecord) throws -> Void
    ) throws
}
