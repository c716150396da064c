import Logging
import PacketCapture

/// The statistics as a log line: words, and the same numbers by name.
struct StatisticsLine: CustomStringConvertible {
    private let reading: LiveStatus.Reading

    init(_ reading: LiveStatus.Reading) {
        self.reading = reading
    }

    var description: String {
        let affected = reading.affectedHosts.map { ", \($0) hosts affected this hour" } ?? ""
        return "\(reading.total.packets) packets, \(Int(reading.packetsPerSecond)) packets/s, "
            + "\(Int(reading.bitsPerSecond)) bit/s, \(reading.total.matched) matched\(affected), "
            + "\(reading.total.losses.kernel) dropped by the kernel, "
            + "\(reading.total.losses.interface) by the interface, list loaded \(Int(reading.listAge)) s ago"
    }

    var metadata: Logger.Metadata {
        let total = reading.total
        var fields: Logger.Metadata = [
            "packets": .stringConvertible(total.packets),
            "packets_per_second": .stringConvertible(Int(reading.packetsPerSecond)),
            "bits_per_second": .stringConvertible(Int(reading.bitsPerSecond)),
            "matched": .stringConvertible(total.matched), "dropped_kernel": .stringConvertible(total.losses.kernel),
            "dropped_interface": .stringConvertible(total.losses.interface),
            "list_age": .stringConvertible(Int(reading.listAge)),
        ]
        if let affected = reading.affectedHosts { fields["affected_hosts"] = .stringConvertible(affected) }
        return fields
    }
}
