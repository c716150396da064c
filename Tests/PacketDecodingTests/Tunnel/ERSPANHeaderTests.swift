import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A mirrored frame") struct ERSPANHeaderTests {
    private static let frame = FrameBuilder.ethernet(ip: Specimen.ipv4)

    private static func packet(_ content: [UInt8]) throws -> DecodedPacket {
        try decode(Gateway.ipv4(.gre, content), .raw)
    }

    @Test("of ERSPAN type I, II and III leads to the packet in it")
    func types() throws {
        for content in [
            FrameBuilder.erspanOne(Self.frame), FrameBuilder.erspanTwo(Self.frame),
            FrameBuilder.erspanThree(Self.frame), FrameBuilder.erspanThree(hasSubheader: true, Self.frame),
        ] {
            #expect(try Self.packet(content) == decode(Specimen.ipv4, .raw))
        }
    }

    @Test("of another version leaves the packet around it, and is remarked")
    func version() throws {
        for content in [
            FrameBuilder.erspanTwo(version: 2, Self.frame), FrameBuilder.erspanTwo(version: 0, Self.frame),
            FrameBuilder.erspanThree(version: 1, Self.frame),
        ] {
            let packet = try Self.packet(content)
            #expect(packet.source == .v4(Gateway.near))
            #expect(packet.remarks == .innerUndecoded)
        }
    }

    @Test("of type III that is an IP packet, as its frame type says, is not read as Ethernet")
    func mirroredPacket() throws {
        // Bytes 12 and 13 of an IPv4 packet from 8.0.0.0/16 look like its EtherType.
        let inner = FrameBuilder.ipv4(
            from: IPv4Address(rawValue: 0x0800_0001), to: Specimen.origin, .tcp, Specimen.segment)
        for hasSubheader in [false, true] {
            let content = FrameBuilder.erspanThree(frameType: 2, hasSubheader: hasSubheader, inner)
            #expect(try Self.packet(content) == decode(inner, .raw))
        }
    }

    @Test(
        "of type III of another frame type leaves the packet around it, which is not a defect",
        arguments: [1, 3, 31] as [UInt8])
    func otherFrameType(_ type: UInt8) throws {
        let packet = try Self.packet(FrameBuilder.erspanThree(frameType: type, Self.frame))
        #expect(packet.source == .v4(Gateway.near))
        #expect(packet.remarks.isEmpty)
    }

    @Test("whose header is cut leaves the packet around it, and is remarked")
    func cut() throws {
        for (content, length) in [(FrameBuilder.erspanTwo([]), 8), (FrameBuilder.erspanThree([]), 12)] {
            for present in 0..<length {
                let packet = try Self.packet(Array(content[..<(8 + present)]))
                #expect(packet.source == .v4(Gateway.near))
                #expect(packet.remarks == .innerUndecoded)
            }
        }
    }
}
