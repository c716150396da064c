import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A Cisco HDLC header") struct CiscoHDLCHeaderTests {
    @Test("leads by its EtherType, to one station or all", arguments: [0x0F, 0x8F] as [UInt8])
    func leadsToIP(_ address: UInt8) throws {
        for packet in [Specimen.ipv4, Specimen.ipv6] {
            let frame = FrameBuilder.ciscoHDLC(address: address, type: FrameBuilder.etherType(of: packet), packet)
            #expect(try decode(frame, .ciscoHDLC) == decode(packet, .raw))
        }
    }

    @Test("of a keepalive holds no IP")
    func keepalive() {
        let frame = FrameBuilder.ciscoHDLC(address: 0x8F, type: 0x8035, [UInt8](repeating: 0, count: 18))
        #expect(reason(frame, .ciscoHDLC) == "rarp")
    }

    @Test("is cut below 4 bytes", arguments: 0..<4)
    func cut(_ length: Int) {
        let error = failure([UInt8](repeating: 0x0F, count: length), .ciscoHDLC)
        #expect(error == DecodingError(.ciscoHDLC, at: 0, .cut(needed: 4, present: length)))
        #expect(error?.reason.name == "chdlc_cut")
    }
}
