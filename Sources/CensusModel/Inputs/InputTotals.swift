/// What a store was counted from, over all hours.
package struct InputTotals: Equatable, Sendable {
    package var captures: UInt64 = 0
    package var sessions: UInt64 = 0
    /// Files that hold flow logs.
    package var logs: UInt64 = 0
    /// Runs that took what exporters send.
    package var collections: UInt64 = 0
    package var packets: UInt64 = 0
    /// Records of flow logs.
    package var records: UInt64 = 0

    package init() {}
}
