package import NetworkTypes

/// The flows and the coverage of some observations, in memory, on their way into a census.
package protocol FlowTally: Sendable {
    var coverage: [Hour: Coverage] { get }
    /// Bytes of memory.
    var size: Int { get }

    /// Calls `body` with every flow in the order of flow keys. One flow may come in several records that differ in labels
    /// or exporter, to be merged.
    func forEachRecordInOrder(_ body: (FlowRecord) throws -> Void) rethrows
}
