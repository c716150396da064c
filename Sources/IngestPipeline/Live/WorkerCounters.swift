package import PacketCapture
import Synchronization

/// What a worker has seen so far: it adds, the session and the display read, without locks.
final class WorkerCounters: Sendable {
    private let packets = Atomic<UInt64>(0)
    private let wireBytes = Atomic<UInt64>(0)
    private let matched = Atomic<UInt64>(0)
    private let kernelLoss = Atomic<UInt64>(0)
    private let interfaceLoss = Atomic<UInt64>(0)

    func add(packets newPackets: Int, wireBytes newBytes: UInt64, matched newMatched: UInt64) {
        packets.add(UInt64(newPackets), ordering: .relaxed)
        wireBytes.add(newBytes, ordering: .relaxed)
        matched.add(newMatched, ordering: .relaxed)
    }

    func add(_ losses: PacketLoss) {
        kernelLoss.add(losses.kernel, ordering: .relaxed)
        interfaceLoss.add(losses.interface, ordering: .relaxed)
    }

    var reading: TrafficReading {
        TrafficReading(
            packets: packets.load(ordering: .relaxed), wireBytes: wireBytes.load(ordering: .relaxed),
            matched: matched.load(ordering: .relaxed),
            losses: PacketLoss(
                kernel: kernelLoss.load(ordering: .relaxed), interface: interfaceLoss.load(ordering: .relaxed)))
    }
}

/// One reading of the counters of one worker, or of several.
package struct TrafficReading: Equatable, Sendable {
    package var packets: UInt64 = 0
    /// Bytes that the packets had on the wire.
    package var wireBytes: UInt64 = 0
    package var matched: UInt64 = 0
    package var losses = PacketLoss()

    static func += (left: inout Self, right: Self) {
        left.packets += right.packets
        left.wireBytes += right.wireBytes
        left.matched += right.matched
        left.losses += right.losses
    }
}
