import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A GRE header") struct GREHeaderTests {
    private static let (v4, v6) = (Specimen.ipv4, Specimen.ipv6)

    private static func packet(_ content: [UInt8]) throws -> DecodedPacket {
        try decode(Gateway.ipv4(.gre, content), .raw)
    }

    @Test("leads to IP with every set of flags", arguments: 0..<16 as Range<UInt16>)
    func flags(_ set: UInt16) throws {
        let flags = set << 12
        let hasChecksumOrRouting = flags & 0xC000 != 0
        var fields = [UInt8](repeating: 0xEE, count: hasChecksumOrRouting ? 4 : 0)
        if flags & 0x2000 != 0 { fields += [1, 2, 3, 4] }
        if flags & 0x1000 != 0 { fields += [0, 0, 0, 9] }
        // Two source routes of 4 and 8 bytes, and the empty one that ends them.
        if flags & 0x4000 != 0 {
            fields += [8, 0, 0, 4, 1, 2, 3, 4] + [8, 0, 4, 8, 1, 2, 3, 4, 5, 6, 7, 8] + [0, 0, 0, 0]
        }
        #expect(
            try Self.packet(FrameBuilder.gre(flags: flags, type: 0x0800, fields: fields, Self.v4))
                == decode(Self.v4, .raw))
        #expect(
            try Self.packet(FrameBuilder.gre(flags: flags, type: 0x86DD, fields: fields, Self.v6))
                == decode(Self.v6, .raw))
    }

    @Test("leads to an Ethernet frame, to MPLS, and through a tag")
    func otherContent() throws {
        for (type, content) in [
            (0x6558, FrameBuilder.ethernet(ip: Self.v4)), (0x8847, FrameBuilder.mpls(Self.v4)),
            (0x8100, FrameBuilder.vlan(3, type: 0x0800, Self.v4)),
        ] as [(UInt16, [UInt8])] {
            #expect(try Self.packet(FrameBuilder.gre(flags: 0, type: type, content)) == decode(Self.v4, .raw))
        }
    }

    @Test("of PPTP leads to PPP", arguments: [0x2001, 0x3001, 0x2081, 0x3081] as [UInt16])
    func pptp(_ flags: UInt16) throws {
        var fields: [UInt8] = [0, 49, 0, 7]
        if flags & 0x1000 != 0 { fields += [0, 0, 0, 1] }
        if flags & 0x0080 != 0 { fields += [0, 0, 0, 2] }
        for start in [[0xFF, 0x03, 0x00, 0x21], [0x00, 0x21], [0x21]] as [[UInt8]] {
            let content = FrameBuilder.gre(flags: flags, type: 0x880B, fields: fields, start + Self.v4)
            #expect(try Self.packet(content) == decode(Self.v4, .raw))
        }
    }

    @Test("of PPTP that only acknowledges carries no IP, which is not a defect")
    func pptpAcknowledgment() throws {
        let content = FrameBuilder.gre(flags: 0x2081, type: 0x880B, fields: [0, 0, 0, 7, 0, 0, 0, 2], [])
        let packet = try Self.packet(content)
        #expect(packet.transport == .gre)
        #expect(packet.remarks.isEmpty)
    }

    @Test("of an unknown type is named, one that carries no IP is not")
    func names() {
        let name = { (type: UInt16) in
            tunnelNotFollowed(Gateway.ipv4(.gre, FrameBuilder.gre(flags: 0, type: type, Self.v4)), .raw)
        }
        #expect(name(0x8891) == nil && name(0x0806) == nil && name(0) == nil && name(0x2001) == nil)
        #expect(name(0x1234) == "gre_0x1234")
        #expect(name(0xFEAE) == "gre_0xfeae")
    }

    @Test(
        "of WCCP leads to IP with and without its own header",
        arguments: [[], [0x00, 0, 0, 1], [0x40, 9, 1, 2], [0xC0, 1, 2, 3]] as [[UInt8]])
    func wccp(_ header: [UInt8]) throws {
        for packet in [Self.v4, Self.v6] {
            let content = FrameBuilder.gre(flags: 0, type: 0x883E, header + packet)
            #expect(try Self.packet(content) == decode(packet, .raw))
        }
    }

    @Test("of Aruba leads to 802.11, whichever way its control stands", arguments: [0x8200, 0x8310] as [UInt16])
    func aruba(_ type: UInt16) throws {
        let frame = FrameBuilder.ieee80211(FrameBuilder.snap(ip: Self.v4))
        let swapped = [frame[1], frame[0]] + frame[2...]
        for frame in [frame, swapped] {
            #expect(try Self.packet(FrameBuilder.gre(flags: 0, type: type, frame)) == decode(Self.v4, .raw))
        }
        let beacon = FrameBuilder.ieee80211(WirelessOptions(control: 0x80), [UInt8](repeating: 0, count: 20))
        #expect(tunnelNotFollowed(Gateway.ipv4(.gre, FrameBuilder.gre(flags: 0, type: type, beacon)), .raw) == nil)
    }

    @Test("of Cisco's metadata has the type in front")
    func metadata() throws {
        let content = FrameBuilder.gre(flags: 0, type: 0x8909, [0x08, 0x00, 1, 1, 0, 1, 0, 9] + Self.v4)
        #expect(try Self.packet(content) == decode(Self.v4, .raw))
    }

    @Test("that carries no IP leaves the packet around it, which is not a defect")
    func unsupported() throws {
        let packet = try Self.packet(FrameBuilder.gre(flags: 0, type: 0x00FE, [1, 2, 3, 4]))
        #expect(packet.source == .v4(Gateway.near))
        #expect(packet.transport == .gre)
        #expect(packet.payloadLength == 8)
        #expect(packet.remarks.isEmpty)
    }

    @Test("of another version leaves the packet around it, and is remarked", arguments: 2...7 as ClosedRange<UInt16>)
    func version(_ version: UInt16) throws {
        let packet = try Self.packet(FrameBuilder.gre(flags: version, type: 0x0800, Self.v4))
        #expect(packet.source == .v4(Gateway.near))
        #expect(packet.remarks == .innerUndecoded)
    }

    @Test("with endless source routes leaves the packet around it, and is remarked")
    func endlessRoutes() throws {
        let routes =
            [UInt8](repeating: 0, count: 4) + (0..<32).flatMap { _ in [8, 0, 0, 0] as [UInt8] } + [0, 0, 0, 0]
        let packet = try Self.packet(FrameBuilder.gre(flags: 0x4000, type: 0x0800, fields: routes, Self.v4))
        #expect(packet.source == .v4(Gateway.near))
        #expect(packet.remarks == .innerUndecoded)
    }

    @Test("that is cut leaves the packet around it, and is remarked", arguments: 0..<16)
    func cut(_ length: Int) throws {
        let content = FrameBuilder.gre(flags: 0xB000, type: 0x0800, fields: [UInt8](repeating: 0, count: 12), [])
        let packet = try Self.packet(Array(content[..<length]))
        #expect(packet.source == .v4(Gateway.near))
        #expect(packet.remarks == .innerUndecoded)
    }
}
