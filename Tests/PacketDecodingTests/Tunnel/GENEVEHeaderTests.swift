import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A GENEVE header") struct GENEVEHeaderTests {
    private static func packet(_ content: [UInt8]) throws -> DecodedPacket {
        try decode(Gateway.udp(to: 6_081, content), .raw)
    }

    @Test("leads past its options to Ethernet and to IP", arguments: [0, 1, 63] as [UInt8])
    func options(_ words: UInt8) throws {
        for (type, content) in [
            (0x6558, FrameBuilder.ethernet(ip: Specimen.ipv4)), (0x0800, Specimen.ipv4),
        ] as [(UInt16, [UInt8])] {
            let packet = try Self.packet(FrameBuilder.geneve(optionWords: words, type: type, content))
            #expect(try packet == decode(Specimen.ipv4, .raw))
        }
    }

    @Test("of another version leaves the packet around it, and is remarked", arguments: 1...3 as ClosedRange<UInt8>)
    func version(_ version: UInt8) throws {
        let packet = try Self.packet(FrameBuilder.geneve(version: version, type: 0x0800, Specimen.ipv4))
        #expect(packet.source == .v4(Gateway.near))
        #expect(packet.remarks == .innerUndecoded)
    }

    @Test("whose options lead beyond its packet leaves the packet around it, and is remarked")
    func optionsBeyondThePacket() throws {
        let packet = try Self.packet(FrameBuilder.geneve(type: 0x0800, Specimen.ipv4).setting(0, to: 0x3F))
        #expect(packet.source == .v4(Gateway.near))
        #expect(packet.remarks == .innerUndecoded)
    }

    @Test("that carries no IP leaves the packet around it, which is not a defect")
    func unsupported() throws {
        let packet = try Self.packet(FrameBuilder.geneve(type: 0x0806, [UInt8](repeating: 0, count: 28)))
        #expect(packet.source == .v4(Gateway.near))
        #expect(packet.remarks.isEmpty)
    }

    @Test("is cut below 8 bytes", arguments: 0..<8)
    func cut(_ length: Int) throws {
        let packet = try Self.packet(Array(FrameBuilder.geneve(type: 0x0800, [])[..<length]))
        #expect(packet.source == .v4(Gateway.near))
        #expect(packet.remarks == .innerUndecoded)
    }
}
