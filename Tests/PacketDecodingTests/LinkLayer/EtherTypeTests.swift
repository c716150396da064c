import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("An EtherType") struct EtherTypeTests {
    @Test(
        "that holds no IP is reported by kind",
        arguments: [
            (0x0806, .arp), (0x2000, .cisco), (0x8035, .rarp), (0x809B, .appleTalk), (0x80F3, .appleTalk),
            (0x8137, .ipx), (0x8809, .slowProtocols), (0x8863, .pppoeDiscovery), (0x888E, .eapol),
            (0x8892, .industrial), (0x88CC, .lldp), (0x88F7, .ptp), (0x8902, .cfm), (0x9000, .loopback),
        ] as [(UInt16, NonIPKind)])
    func kinds(_ number: UInt16, _ kind: NonIPKind) {
        let error = failure(FrameBuilder.ethernet(type: number, [UInt8](repeating: 0, count: 46)))
        #expect(error == DecodingError(.etherType, at: 14, .notIP(kind)))
        #expect(error?.reason.name == kind.rawValue)
        #expect(error?.reason.nonIPKind == kind)
    }

    @Test("that is not known is reported by number")
    func unknown() {
        let error = failure(FrameBuilder.ethernet(type: 0xFFFF, [UInt8](repeating: 0, count: 46)))
        #expect(error == DecodingError(.etherType, at: 14, .unsupported(number: 0xFFFF)))
        #expect(error?.reason.name == "ethertype_0xffff")
        #expect(error?.reason.nonIPKind == nil)
    }

    @Test("0x6558 leads to an Ethernet frame in an Ethernet frame")
    func bridged() throws {
        let frame = FrameBuilder.ethernet(type: 0x6558, FrameBuilder.ethernet(ip: Specimen.ipv6))
        #expect(try decode(frame) == decode(Specimen.ipv6, .raw))
    }
}
