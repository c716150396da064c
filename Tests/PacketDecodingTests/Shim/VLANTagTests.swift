import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A VLAN tag") struct VLANTagTests {
    @Test("of every number in use leads by its type", arguments: [0x8100, 0x88A8, 0x9100, 0x9200, 0x9300] as [UInt16])
    func numbers(_ number: UInt16) throws {
        let frame = FrameBuilder.ethernet(type: number, FrameBuilder.vlan(0xE064, type: 0x0800, Specimen.ipv4))
        #expect(try decode(frame) == decode(Specimen.ipv4, .raw))
    }

    @Test("leads to a tag in it")
    func doubleTag() throws {
        let inner = FrameBuilder.vlan(2, type: 0x86DD, Specimen.ipv6)
        let frame = FrameBuilder.ethernet(type: 0x88A8, FrameBuilder.vlan(1, type: 0x8100, inner))
        #expect(try decode(frame) == decode(Specimen.ipv6, .raw))
    }

    @Test("leads by a length to LLC")
    func length() throws {
        let llc = FrameBuilder.snap(ip: Specimen.ipv4)
        let frame = FrameBuilder.ethernet(type: 0x8100, FrameBuilder.vlan(1, type: UInt16(llc.count), llc))
        #expect(try decode(frame) == decode(Specimen.ipv4, .raw))
    }

    @Test("is followed sixty deep, and given up one deeper")
    func depth() throws {
        let stacked = { (count: Int) in
            let tags = (1..<count).reduce(FrameBuilder.vlan(1, type: 0x0800, Specimen.ipv4)) { tag, _ in
                FrameBuilder.vlan(1, type: 0x8100, tag)
            }
            return FrameBuilder.ethernet(type: 0x8100, tags)
        }
        #expect(try decode(stacked(60)) == decode(Specimen.ipv4, .raw))
        #expect(reason(stacked(61)) == "nesting_depth")
    }

    @Test("is cut below 4 bytes", arguments: 0..<4)
    func cut(_ length: Int) {
        let error = failure(FrameBuilder.ethernet(type: 0x8100, [UInt8](repeating: 0, count: length)))
        #expect(error == DecodingError(.vlan, at: 14, .cut(needed: 4, present: length)))
        #expect(error?.reason.name == "vlan_cut")
    }
}
