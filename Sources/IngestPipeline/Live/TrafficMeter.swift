import NetworkTypes
import PacketCapture

/// Turns counters that only grow into rates, and into what is new.
struct TrafficMeter {
    private var last: (reading: TrafficReading, time: Int64)?
    private var losses: [Int: PacketLoss] = [:]

    /// Packets and bits a second since the last call.
    mutating func rates(_ reading: TrafficReading, now: Int64) -> (packets: Double, bits: Double) {
        defer { last = (reading, now) }
        guard let last, now > last.time else { return (0, 0) }
        let seconds = Double(now - last.time) / Double(Timestamp.nanosecondsPerSecond)
        return (
            Double(reading.packets - last.reading.packets) / seconds,
            Double(reading.wireBytes - last.reading.wireBytes) * 8 / seconds
        )
    }

    /// What a worker lost since the last call.
    mutating func newLosses(_ worker: Int, _ sum: PacketLoss) -> PacketLoss {
        let before = losses[worker] ?? PacketLoss()
        losses[worker] = sum
        return PacketLoss(kernel: sum.kernel - before.kernel, interface: sum.interface - before.interface)
    }
}
