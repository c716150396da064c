import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("An EtherType") struct EtherTypeTests {
    @Test(
        "that carries no IP is reported by number and name",
        arguments: [
            (0x0806, "ethertype_0x0806_arp"), (0x2000, "ethertype_0x2000_cdp"), (0x8035, "ethertype_0x8035_rarp"),
            (0x809B, "ethertype_0x809b_appletalk"), (0x80F3, "ethertype_0x80f3_aarp"), (0x8137, "ethertype_0x8137_ipx"),
            (0x8809, "ethertype_0x8809_slow_protocols"), (0x8863, "ethertype_0x8863_pppoe_discovery"),
            (0x888E, "ethertype_0x888e_eapol"), (0x8892, "ethertype_0x8892_profinet"),
            (0x88CC, "ethertype_0x88cc_lldp"), (0x88E5, "ethertype_0x88e5_macsec"), (0x88E7, "ethertype_0x88e7_pbb"),
            (0x88F7, "ethertype_0x88f7_ptp"), (0x8902, "ethertype_0x8902_cfm"), (0x894F, "ethertype_0x894f_nsh"),
            (0x9000, "ethertype_0x9000_loopback"), (0xFFFF, "ethertype_0xffff"),
        ] as [(UInt16, String)])
    func names(_ number: UInt16, _ name: String) {
        let error = failure(FrameBuilder.ethernet(type: number, [UInt8](repeating: 0, count: 46)))
        #expect(error == DecodingError(.etherType, at: 14, .unsupported(number: UInt32(number))))
        #expect(error?.reason.name == name)
    }

    @Test("0x6558 leads to an Ethernet frame in an Ethernet frame")
    func bridged() throws {
        let frame = FrameBuilder.ethernet(type: 0x6558, FrameBuilder.ethernet(ip: Specimen.ipv6))
        #expect(try decode(frame) == decode(Specimen.ipv6, .raw))
    }
}
