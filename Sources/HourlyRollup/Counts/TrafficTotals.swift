package import CensusModel
package import NetworkTypes

/// The sums and bounds over some flows that a row shows beside its hosts.
package struct TrafficTotals: Equatable, Sendable {
    package private(set) var flows: UInt64 = 0
    package private(set) var packets: UInt64 = 0
    /// IP lengths as stated, in bytes.
    package private(set) var bytes: UInt64 = 0
    package private(set) var firstSeen: Timestamp?
    package private(set) var lastSeen: Timestamp?

    package init() {}

    /// - Parameter isFurther: whether it is the same flow as the one before, in another class, which counts once.
    package mutating func add(_ flow: FlowRecord, isFurther: Bool = false) {
        flows += isFurther ? 0 : 1
        packets = packets.addingClamped(flow.packets)
        bytes = bytes.addingClamped(flow.bytes)
        firstSeen = earlier(firstSeen, flow.firstSeen)
        lastSeen = later(lastSeen, flow.lastSeen)
    }
    package mutating func merge(_ other: TrafficTotals) {
        flows += other.flows
        packets += other.packets
        bytes += other.bytes
        firstSeen = earlier(firstSeen, other.firstSeen)
        lastSeen = later(lastSeen, other.lastSeen)
    }
}
