import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A GTP-U header") struct GTPUHeaderTests {
    private static let (v4, v6) = (Specimen.ipv4, Specimen.ipv6)
    /// A PDU session container (TS 38.415): one word.
    private static func container(_ next: UInt8) -> [UInt8] { [1, 0x10, 0x01, next] }

    private static func packet(_ content: [UInt8]) throws -> DecodedPacket {
        try decode(Gateway.udp(to: 2_152, content), .raw)
    }

    @Test("leads to either version of IP, to its port")
    func leadsToIP() throws {
        for packet in [Self.v4, Self.v6] {
            let content = FrameBuilder.gtpu(packet)
            #expect(try Self.packet(content) == decode(packet, .raw))
            #expect(try decode(Gateway.udp(from: 2_152, to: 9, content), .raw).source == .v4(Gateway.near))
        }
    }

    @Test("has its optional fields when any of three flags is set", arguments: 1...7 as ClosedRange<UInt8>)
    func optionalFields(_ flags: UInt8) throws {
        let content = FrameBuilder.gtpu(flags: 0x30 | flags, optional: [0, 1, 0, 0], Self.v4)
        #expect(try Self.packet(content) == decode(Self.v4, .raw))
    }

    @Test("leads past its extension headers", arguments: 1...16)
    func extensions(_ count: Int) throws {
        let extensions = (1...count).flatMap { Self.container($0 == count ? 0 : 0x85) }
        let content = FrameBuilder.gtpu(flags: 0x34, optional: [0, 0, 0, 0x85] + extensions, Self.v4)
        #expect(try Self.packet(content) == decode(Self.v4, .raw))
    }

    @Test("leads past an extension header of several words")
    func longExtension() throws {
        let long: [UInt8] = [3] + [UInt8](repeating: 0x85, count: 10) + [0]
        let content = FrameBuilder.gtpu(flags: 0x34, optional: [0, 0, 0, 0xC0] + long, Self.v4)
        #expect(try Self.packet(content) == decode(Self.v4, .raw))
    }

    @Test("ignores the next extension's type where the flag for it is clear")
    func extensionFlagClear() throws {
        let content = FrameBuilder.gtpu(flags: 0x32, optional: [0, 1, 0, 0x85], Self.v4)
        #expect(try Self.packet(content) == decode(Self.v4, .raw))
    }

    @Test("with an empty extension header, or with too many, is remarked")
    func badExtensions() throws {
        let tooMany = (1...17).flatMap { Self.container($0 == 17 ? 0 : 0x85) }
        for extensions in [[0, 0, 0, 0], tooMany] {
            let content = FrameBuilder.gtpu(flags: 0x34, optional: [0, 0, 0, 0x85] + extensions, Self.v4)
            #expect(try Self.packet(content).source == .v4(Gateway.near))
            #expect(try Self.packet(content).remarks == .innerUndecoded)
        }
    }

    @Test("of a message other than a user's packet leaves the packet around it", arguments: [1, 2, 26, 254] as [UInt8])
    func messages(_ type: UInt8) throws {
        let packet = try Self.packet(FrameBuilder.gtpu(message: type, Self.v4))
        #expect(packet.source == .v4(Gateway.near))
        #expect(packet.remarks.isEmpty)
    }

    @Test("of another version is remarked", arguments: [0x00, 0x10, 0x20, 0x50, 0xF0] as [UInt8])
    func version(_ flags: UInt8) throws {
        #expect(try Self.packet(FrameBuilder.gtpu(flags: flags, Self.v4)).remarks == .innerUndecoded)
    }

    @Test("ends the packet where its length says")
    func length() throws {
        let content = FrameBuilder.gtpu(length: 19, Self.v4)
        #expect(try Self.packet(content).source == .v4(Gateway.near))
        #expect(try Self.packet(content).remarks == .innerUndecoded)
        #expect(try Self.packet(FrameBuilder.gtpu(length: 20, Self.v4)).source == .v4(Specimen.host))
    }

    @Test("that is cut leaves the packet around it, and is remarked", arguments: 0..<16)
    func cut(_ length: Int) throws {
        let content = FrameBuilder.gtpu(flags: 0x34, optional: [0, 0, 0, 0x85] + Self.container(0), [])
        let packet = try Self.packet(Array(content[..<length]))
        #expect(packet.source == .v4(Gateway.near))
        #expect(packet.remarks == .innerUndecoded)
    }
}
