import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A PPP header") struct PPPHeaderTests {
    private static let (v4, v6) = (Specimen.ipv4, Specimen.ipv6)

    @Test(
        "leads to IP with and without address and control, with a number of one byte or two",
        arguments: [LinkType.ppp, .pppHDLC],
        [
            [0xFF, 0x03, 0x00, 0x21], [0xFF, 0x03, 0x21], [0x00, 0x21], [0x21],
            [0x0F, 0x00, 0x08, 0x00], [0x8F, 0x00, 0x08, 0x00],
        ] as [[UInt8]])
    func framing(_ linkType: LinkType, _ start: [UInt8]) throws {
        #expect(try decode(start + Self.v4, linkType) == decode(Self.v4, .raw))
    }

    @Test(
        "leads to IPv6 in every framing",
        arguments: [[0xFF, 0x03, 0x00, 0x57], [0xFF, 0x03, 0x57], [0x00, 0x57], [0x57], [0x0F, 0, 0x86, 0xDD]]
            as [[UInt8]])
    func ipv6(_ start: [UInt8]) throws {
        #expect(try decode(start + Self.v6, .ppp) == decode(Self.v6, .raw))
    }

    @Test("leads to MPLS", arguments: [0x0281, 0x0283] as [UInt16])
    func mpls(_ number: UInt16) throws {
        let frame = FrameBuilder.ppp(number, FrameBuilder.mpls(labels: 2, Self.v4))
        #expect(try decode(frame, .ppp) == decode(Self.v4, .raw))
    }

    @Test(
        "is read behind a byte for the direction",
        arguments: [0x00, 0x01] as [UInt8],
        [[0xFF, 0x03, 0x00, 0x21], [0xFF, 0x03, 0x21], [0x00, 0x21], [0x21]] as [[UInt8]])
    func direction(_ direction: UInt8, _ start: [UInt8]) throws {
        #expect(try decode([direction] + start + Self.v4, .pppWithDirection) == decode(Self.v4, .raw))
    }

    @Test(
        "is read behind a direction in the place of its address",
        arguments: [0x00, 0x01] as [UInt8], [[0x03, 0x00, 0x21], [0x03, 0x21]] as [[UInt8]])
    func directionAsAddress(_ direction: UInt8, _ start: [UInt8]) throws {
        #expect(try decode([direction] + start + Self.v4, .pppPPPD) == decode(Self.v4, .raw))
    }

    @Test(
        "of another protocol is reported by its number or kind",
        arguments: [(0xC021, "ppp_control"), (0x8021, "ppp_control"), (0x00FD, "ppp_0x00fd")] as [(UInt16, String)])
    func unsupported(_ number: UInt16, _ name: String) {
        #expect(reason([0xFF, 0x03] + FrameBuilder.ppp(number, Self.v4), .ppp) == name)
    }

    @Test("leads to a bridged frame", arguments: [[0, 1], [0x40, 1, 0, 0, 0, 9]] as [[UInt8]])
    func bridged(_ start: [UInt8]) throws {
        let frame = FrameBuilder.ppp(0x0031, start + FrameBuilder.ethernet(ip: Self.v6))
        #expect(try decode(frame, .ppp) == decode(Self.v6, .raw))
        #expect(reason(FrameBuilder.ppp(0x0031, [0, 2]), .ppp) == "ppp_0x0031")
        #expect(reason(FrameBuilder.ppp(0x0031, [0]), .ppp) == "ppp_cut")
    }

    @Test(
        "is cut where its bytes end",
        arguments: [
            (.ppp, []), (.ppp, [0xFF]), (.ppp, [0xFF, 0x03]), (.ppp, [0xFF, 0x03, 0x00]), (.pppWithDirection, []),
            (.pppWithDirection, [0]), (.pppWithDirection, [0, 0xFF]), (.pppWithDirection, [0, 0xFF, 0x03]),
            (.pppPPPD, [0, 0x03, 0x00]),
        ] as [(LinkType, [UInt8])])
    func cut(_ linkType: LinkType, _ bytes: [UInt8]) {
        #expect(reason(bytes, linkType) == "ppp_cut")
    }
}
