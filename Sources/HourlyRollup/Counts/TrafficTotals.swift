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

    /// Sums that were made before.
    package init(flows: UInt64, packets: UInt64, bytes: UInt64, firstSeen: Timestamp?, lastSeen: Timestamp?) {
        (self.flows, self.packets, self.bytes) = (flows, packets, bytes)
        (self.firstSeen, self.lastSeen) = (firstSeen, lastSeen)
    }

    /// - Parameter isFurther: whether it is the same flow as the one before, in another class, which counts once.
    package mutating func add(_ flow: FlowRecord, isFurther: Bool = false) {
        add(flow.fromHost, flow.fromOrigin, isFurther: isFurther)
    }

    /// Adds what both ends of a flow sent; by its parts, so that no flow is copied for it.
    @inline(__always)
    mutating func add(_ host: DirectionCounters, _ origin: DirectionCounters, isFurther: Bool) {
        flows += isFurther ? 0 : 1
        packets = packets.addingClamped(host.packets.addingClamped(origin.packets))
        bytes = bytes.addingClamped(host.bytes.addingClamped(origin.bytes))
        let first = min(host.firstNanoseconds, origin.firstNanoseconds)
        if first != .max { firstSeen = earlier(firstSeen, Timestamp(nanoseconds: first)) }
        let last = max(host.lastNanoseconds, origin.lastNanoseconds)
        if last != .min { lastSeen = later(lastSeen, Timestamp(nanoseconds: last)) }
    }

    package mutating func merge(_ other: TrafficTotals) {
        flows += other.flows
        packets = packets.addingClamped(other.packets)
        bytes = bytes.addingClamped(other.bytes)
        firstSeen = earlier(firstSeen, other.firstSeen)
        lastSeen = later(lastSeen, other.lastSeen)
    }
}
