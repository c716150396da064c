import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("An IPv4 header") struct IPv4HeaderTests {
    @Test("gives addresses, protocol and total length")
    func fields() throws {
        let packet = try decode(Specimen.ipv4, .ipv4)
        #expect(packet.source == .v4(Specimen.host))
        #expect(packet.destination == .v4(Specimen.origin))
        #expect(packet.transport == .tcp)
        #expect(packet.length == 45)
        #expect(packet.payloadLength == 5)
        #expect(packet.remarks.isEmpty)
    }

    @Test("with options leads past them", arguments: 1...10)
    func options(_ words: Int) throws {
        let frame = FrameBuilder.ipv4(
            from: Specimen.host, to: Specimen.origin, .tcp, Specimen.segment,
            options: [UInt8](repeating: 1, count: words * 4))
        let packet = try decode(frame, .raw)
        #expect(packet.length == UInt32(45 + words * 4))
        #expect(packet.sourcePort == 49_152)
        #expect(packet.payloadLength == 5)
    }

    @Test("rejects an IHL below five", arguments: 0..<5 as Range<UInt8>)
    func headerLength(_ words: UInt8) {
        let error = failure(FrameBuilder.ethernet(ip: Specimen.ipv4.setting(0, to: 0x40 | words)))
        #expect(error == DecodingError(.ipv4, at: 14, .malformed(field: .headerLength)))
        #expect(error?.reason.name == "ipv4_header_length")
    }

    @Test("rejects another version", arguments: [0, 5, 6, 15] as [UInt8])
    func version(_ version: UInt8) {
        #expect(reason(Specimen.ipv4.setting(0, to: version << 4 | 5), .ipv4) == "ipv4_version")
    }

    @Test("rejects a total length below its own", arguments: [1, 19] as [UInt16])
    func totalLength(_ length: UInt16) {
        let error = failure(Specimen.ipv4.setting16(2, to: length), .ipv4)
        #expect(error == DecodingError(.ipv4, at: 0, .malformed(field: .totalLength)))
        #expect(error?.reason.name == "ipv4_total_length")
    }

    @Test("rejects an IHL above the total length")
    func headerLengthAboveTotalLength() {
        #expect(reason(Specimen.ipv4.setting(0, to: 0x4C), .ipv4) == "ipv4_total_length")
    }

    @Test("without total length is as long as its frame, and remarked")
    func totalLengthZero() throws {
        let long = Specimen.ipv4(.tcp, Specimen.segment + [UInt8](repeating: 7, count: 1_000))
        let packet = try decode(long.setting16(2, to: 0), .ipv4)
        #expect(packet.length == 0)
        #expect(packet.payloadLength == 1_005)
        #expect(packet.remarks == .lengthNotStated)
    }

    @Test("without total length has no payload in a frame so short that it may be padding")
    func totalLengthZeroPadded() throws {
        let padded =
            Specimen.ipv4(.tcp, FrameBuilder.tcp(from: 1, to: 2, [.rst])).setting16(2, to: 0) + [9, 9, 9, 9, 9, 9]
        let packet = try decode(FrameBuilder.ethernet(ip: padded))
        #expect(packet.payloadLength == 0 && packet.roles == .refusal)
    }

    @Test("without total length rejects an IHL above the frame")
    func headerLengthAboveTheFrame() {
        let frame = Specimen.ipv4.setting16(2, to: 0).setting(0, to: 0x4F)
        #expect(reason(frame, .ipv4) == "ipv4_header_length")
    }

    @Test("counts as stated when it claims more than the frame had, and is remarked")
    func totalLengthAboveTheFrame() throws {
        let packet = try decode(FrameBuilder.ethernet(ip: Specimen.ipv4.setting16(2, to: 1_500)))
        #expect(packet.length == 1_500)
        #expect(packet.payloadLength == 1_460)
        #expect(packet.remarks == .lengthMismatch)
    }

    @Test("counts as stated when the snapshot length cut the frame, which is not a mismatch")
    func cutFrame() throws {
        let whole = Specimen.ipv4(.tcp, Specimen.segment + [UInt8](repeating: 0, count: 1_000))
        let packet = try decode(Array(whole[..<64]), .ipv4, originalLength: whole.count)
        #expect(try packet == decode(whole, .ipv4))
        #expect(packet.payloadLength == 1_005)
    }

    @Test("does not count what pads the frame")
    func padding() throws {
        let packet = Specimen.ipv4(.tcp, FrameBuilder.tcp(from: 1, to: 2, .ack))
        #expect(try decode(FrameBuilder.ethernet(ip: packet) + [0, 0, 0, 0, 0, 0]).payloadLength == 0)
    }

    @Test("is cut below 20 bytes", arguments: 0..<20)
    func cut(_ length: Int) {
        let error = failure(Array(Specimen.ipv4[..<length]), .ipv4)
        #expect(error == DecodingError(.ipv4, at: 0, .cut(needed: 20, present: length)))
        #expect(error?.reason.name == "ipv4_cut")
    }
}

@Suite("A fragment of an IPv4 packet") struct IPv4FragmentTests {
    private static func fragment(_ field: UInt16, _ payload: [UInt8]) -> [UInt8] {
        FrameBuilder.ipv4(from: Specimen.host, to: Specimen.origin, .udp, payload, fragment: field)
    }

    @Test("that is the first has ports, and its own part of the payload")
    func first() throws {
        let datagram = FrameBuilder.udp(from: 5_000, to: 53, [UInt8](repeating: 1, count: 3_000))
        let packet = try decode(Self.fragment(0x2000, Array(datagram[..<1_480])), .raw)
        #expect(packet.sourcePort == 5_000)
        #expect(packet.destinationPort == 53)
        #expect(packet.payloadLength == 1_472)
        #expect(packet.remarks.isEmpty)
    }

    @Test(
        "that is a later one has neither ports nor payload", arguments: [0x2001, 0x00B9, 0x1FFF] as [UInt16])
    func later(_ field: UInt16) throws {
        let packet = try decode(Self.fragment(field, [UInt8](repeating: 0x35, count: 24)), .raw)
        #expect(packet.transport == .udp)
        #expect(packet.sourcePort == 0)
        #expect(packet.destinationPort == 0)
        #expect(packet.payloadLength == 0)
        #expect(packet.remarks == .laterFragment)
    }

    @Test("of ICMP that is a later one carries no payload, as the first does not")
    func laterICMP() throws {
        let frame = FrameBuilder.ipv4(
            from: Specimen.host, to: Specimen.origin, .icmp, [UInt8](repeating: 3, count: 24), fragment: 185)
        let packet = try decode(frame, .raw)
        #expect(packet.payloadLength == 0)
        #expect(packet.roles.isEmpty)
        #expect(packet.remarks == .laterFragment)
    }

    @Test("is none where only the flag against fragmenting is set")
    func doNotFragment() throws {
        let packet = try decode(Self.fragment(0x4000, FrameBuilder.udp(from: 1, to: 2, [7])), .raw)
        #expect(packet.destinationPort == 2)
        #expect(packet.remarks.isEmpty)
    }
}

@Suite("An Authentication Header in IPv4") struct IPv4AuthenticationTests {
    private static let authentication = TransportProtocol(rawValue: 51)

    @Test("leads to the transport behind it")
    func leadsToTransport() throws {
        let header = ExtensionHeader.authentication.bytes(next: 6)
        let packet = try decode(Specimen.ipv4(Self.authentication, header + Specimen.segment), .raw)
        #expect(packet.transport == .tcp)
        #expect(packet.destinationPort == 443)
        #expect(packet.payloadLength == 5)
    }

    @Test("that leads beyond its packet leaves the addresses, and is remarked")
    func tooLong() throws {
        let header = ExtensionHeader.authentication.bytes(next: 6).setting(1, to: 200)
        let packet = try decode(Specimen.ipv4(Self.authentication, header), .raw)
        #expect(packet.source == .v4(Specimen.host))
        #expect(packet.transport == Self.authentication)
        #expect(packet.remarks == .transportIncomplete)
    }

    @Test("in a later fragment is not looked for")
    func laterFragment() throws {
        let header = ExtensionHeader.authentication.bytes(next: 6)
        let frame = FrameBuilder.ipv4(
            from: Specimen.host, to: Specimen.origin, Self.authentication, header, fragment: 8)
        let packet = try decode(frame, .raw)
        #expect(packet.transport == Self.authentication)
        #expect(packet.remarks == .laterFragment)
    }
}
