import NetworkTypes
import TrafficSimulation

/// Datagrams from distinct spoofed addresses inside 45.0.0.0/8 to distinct hosts: every packet is a flow of its own.
enum FloodCapture {
    static let list = "45.0.0.0/8\n"

    /// - Parameter numbers: of the packets; one number is one origin and one host.
    static func bytes(_ numbers: Range<UInt32>) -> [UInt8] {
        let frame = FrameBuilder.ethernet(
            ip: FrameBuilder.ip(
                from: .v4(IPv4Address(rawValue: 0x2D00_0000)), to: .v4(IPv4Address(rawValue: 0x0A00_0000)), .udp,
                FrameBuilder.udp(from: 4_000, to: 53, [])))
        var timeline = Timeline()
        timeline.add(frame, at: Timestamp(nanoseconds: 1_370_041_200 * Timestamp.nanosecondsPerSecond))
        let capture = timeline.capture(linkType: .ethernet)
        let (header, record) = (capture.prefix(24), Array(capture.dropFirst(24)))
        // Within the record: its header of 16 bytes, Ethernet's of 14, and 12 of IPv4 before the addresses.
        let (source, destination) = (16 + 14 + 12, 16 + 14 + 16)
        var bytes = Array(header)
        bytes.reserveCapacity(header.count + record.count * numbers.count)
        for number in numbers {
            let start = bytes.count
            bytes += record
            // An odd factor modulo 2^24 takes every number to another one, far from its neighbours'.
            let place = number &* 0x9E_3779 & 0xFF_FFFF
            for byte in 1..<4 {
                bytes[start + source + byte] = UInt8(truncatingIfNeeded: place >> UInt32(8 * (3 - byte)))
                bytes[start + destination + byte] = UInt8(truncatingIfNeeded: number >> UInt32(8 * (3 - byte)))
            }
        }
        return bytes
    }
}
