import ByteInput
import NetworkTypes
import PacketCapture
import PacketDecoding
import TrafficSimulation

/// Frames of the kinds that are measured, each in the least length that it has on the wire.
enum SampleFrames {
    private static let host = IPAddress.v4(IPv4Address(rawValue: 0x0A00_0001))
    private static let host6 = IPAddress.v6(IPv6Address(rawValue: 0xFD00 << 112 | 1))

    static func tcp(with outside: IPv4Address) -> [UInt8] {
        FrameBuilder.ethernet(ip: ip(host, .v4(outside), .tcp, FrameBuilder.tcp(from: 50_000, to: 443, .ack, padding)))
    }

    static func udp6(with outside: IPv6Address) -> [UInt8] {
        FrameBuilder.ethernet(ip: ip(host6, .v6(outside), .udp, FrameBuilder.udp(from: 50_000, to: 443, [])))
    }

    static func taggedTCP(with outside: IPv4Address) -> [UInt8] {
        let packet = ip(host, .v4(outside), .tcp, FrameBuilder.tcp(from: 50_000, to: 443, .ack))
        return FrameBuilder.ethernet(type: 0x8100, FrameBuilder.vlan(7, type: 0x0800, packet))
    }

    /// Ethernet in VXLAN in UDP, with TCP inside: what takes the full decoder.
    static func vxlan(with outside: IPv4Address) -> [UInt8] {
        let datagram = FrameBuilder.udp(from: 50_000, to: 4_789, [8, 0, 0, 0, 0, 0, 1, 0] + tcp(with: outside))
        return FrameBuilder.ethernet(ip: ip(host, host, .udp, datagram))
    }

    /// A packet in GRE.
    static func gre(with outside: IPv4Address) -> [UInt8] {
        let inner = ip(host, .v4(outside), .tcp, FrameBuilder.tcp(from: 50_000, to: 443, .ack))
        return FrameBuilder.ethernet(ip: ip(host, host, TransportProtocol(rawValue: 47), FrameBuilder.gre(inner)))
    }

    private static let padding: [UInt8] = Array(repeating: 0, count: 6)

    private static func ip(
        _ source: IPAddress, _ destination: IPAddress, _ transport: TransportProtocol, _ segment: [UInt8]
    ) -> [UInt8] {
        FrameBuilder.ip(from: source, to: destination, transport, segment)
    }

    /// Frames as a reader hands them out: whole batches.
    static func batches(_ count: Int, _ frame: (Int) -> [UInt8]) throws -> [FrameBatch] {
        var writer = PcapWriter(linkType: .ethernet)
        for number in 0..<count * FrameList.capacity {
            writer.add(frame(number), at: Timestamp(nanoseconds: 1_370_041_000_000_000_000 + Int64(number) * 1_000))
        }
        let input = OpenedInput(name: "sample", bytes: writer.bytes)
        var reader = try CaptureFileReader(input, isKnown: LinkHeader.isKnown)
        var batches: [FrameBatch] = []
        while try reader.nextBatch() { batches.append(reader.batch) }
        return batches
    }
}
