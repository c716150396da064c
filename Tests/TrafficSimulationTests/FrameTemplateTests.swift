import NetworkTypes
import Testing

@testable import TrafficSimulation

@Suite("A frame from a template")
struct FrameTemplateTests {
    private static let filled = PacketKind.allCases.filter { $0 != .unreachable && $0 != .arp }

    private func ends(overIPv6: Bool) -> (Endpoint, Endpoint) {
        let addresses: (IPAddress, IPAddress) =
            overIPv6
            ? (.v6(IPv6Address(rawValue: 0xFD00 << 112 | 7)), .v6(IPv6Address(rawValue: 0x2A00_0001 << 96 | 0xFFFF)))
            : (.v4(IPv4Address(rawValue: 0x0A01_02FF)), .v4(IPv4Address(rawValue: 0xC633_6417)))
        return (Endpoint(address: addresses.0, port: 50_123), Endpoint(address: addresses.1, port: 443))
    }

    private func frame(_ kind: PacketKind, overIPv6: Bool) -> [UInt8] {
        let template = FrameTemplate(kind, overIPv6: overIPv6)
        let (source, destination) = ends(overIPv6: overIPv6)
        var bytes: [UInt8] = []
        template.append(from: source, to: destination, captured: template.length, to: &bytes)
        return bytes
    }

    /// The words of some bytes added up as RFC 1071 has it: all ones where a right checksum is among them.
    private func sum(_ bytes: ArraySlice<UInt8>) -> UInt16 { ~WireBytes.checksum(Array(bytes)) }

    @Test("is what the builder makes of the same ends, but for checksums", arguments: filled, [false, true])
    func sameAsBuilder(kind: PacketKind, overIPv6: Bool) {
        guard !(overIPv6 && kind.transport == .icmp) else { return }
        let (source, destination) = ends(overIPv6: overIPv6)
        let payload = [UInt8](repeating: 0x2E, count: kind.payloadLength)
        let segment: [UInt8] =
            switch kind {
            case .ping: FrameBuilder.icmp(type: 8, [UInt8](repeating: 0x61, count: 32))
            case .pong: FrameBuilder.icmp(type: 0, [UInt8](repeating: 0x61, count: 32))
            case .datagram, .reply: FrameBuilder.udp(from: source.port, to: destination.port, payload)
            default: FrameBuilder.tcp(from: source.port, to: destination.port, kind.flags, payload)
            }
        let expected = FrameBuilder.ethernet(
            ip: FrameBuilder.ip(from: source.address, to: destination.address, kind.transport, segment))
        var made = WireBytes(frame(kind, overIPv6: overIPv6))
        let transport = overIPv6 ? 54 : 34
        if kind.transport == .tcp { made.set16(0, at: transport + 16) }
        if kind.transport == .udp { made.set16(0, at: transport + 6) }
        #expect(made.bytes == expected)
        #expect(made.bytes.count - 14 == kind.length(overIPv6: overIPv6))
    }

    @Test("has right checksums", arguments: filled, [false, true])
    func checksums(kind: PacketKind, overIPv6: Bool) {
        guard !(overIPv6 && kind.transport == .icmp) else { return }
        let bytes = frame(kind, overIPv6: overIPv6)
        if !overIPv6 { #expect(sum(bytes[14..<34]) == 0xFFFF) }
        let segment = bytes[(overIPv6 ? 54 : 34)...]
        switch kind.transport {
        case .icmp: #expect(sum(segment) == 0xFFFF)
        case .udp where !overIPv6: #expect(segment[40...41] == [0, 0])
        default:
            let addresses = overIPv6 ? bytes[22..<54] : bytes[26..<34]
            let pseudoHeader =
                addresses + [0, kind.transport.rawValue, UInt8(segment.count >> 8), UInt8(segment.count & 255)]
            #expect(sum(pseudoHeader + segment) == 0xFFFF)
        }
    }

    @Test("is cut to what is captured")
    func cut() {
        let template = FrameTemplate(.response, overIPv6: false)
        let (source, destination) = ends(overIPv6: false)
        var bytes: [UInt8] = [1, 2, 3]
        template.append(from: source, to: destination, captured: 96, to: &bytes)
        #expect(bytes.count == 99)
        #expect(bytes.suffix(96) == frame(.response, overIPv6: false).prefix(96))
    }
}
