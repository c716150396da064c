/// What a store was counted from, over all hours.
package struct InputTotals: Equatable, Sendable {
    package var captures: UInt64 = 0
    package var sessions: UInt64 = 0
    package var packets: UInt64 = 0

    package init() {}
}
