import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A Linux cooked header") struct LinuxSLLHeaderTests {
    @Test("leads by its EtherType, in both versions", arguments: [Specimen.ipv4, Specimen.ipv6])
    func leadsToIP(_ packet: [UInt8]) throws {
        let type = FrameBuilder.etherType(of: packet)
        #expect(try decode(FrameBuilder.linuxSLL(protocol: type, packet), .linuxSLL) == decode(packet, .raw))
        #expect(try decode(FrameBuilder.linuxSLL2(protocol: type, packet), .linuxSLL2) == decode(packet, .raw))
    }

    @Test("leads through a VLAN tag")
    func tagged() throws {
        let tag = FrameBuilder.vlan(5, type: 0x0800, Specimen.ipv4)
        #expect(try decode(FrameBuilder.linuxSLL(protocol: 0x8100, tag), .linuxSLL) == decode(Specimen.ipv4, .raw))
        #expect(try decode(FrameBuilder.linuxSLL2(protocol: 0x88A8, tag), .linuxSLL2) == decode(Specimen.ipv4, .raw))
    }

    @Test("of protocol 4 leads to LLC")
    func llc() throws {
        let llc = FrameBuilder.snap(ip: Specimen.ipv6)
        #expect(try decode(FrameBuilder.linuxSLL(protocol: 4, llc), .linuxSLL) == decode(Specimen.ipv6, .raw))
        #expect(try decode(FrameBuilder.linuxSLL2(protocol: 4, llc), .linuxSLL2) == decode(Specimen.ipv6, .raw))
    }

    @Test("of a frame that the capturing host sent has the length of LLC for a protocol")
    func length() throws {
        let spanningTree: [UInt8] = [0x42, 0x42, 0x03] + [UInt8](repeating: 0, count: 35)
        #expect(reason(FrameBuilder.linuxSLL(protocol: 38, spanningTree), .linuxSLL) == "stp")
        #expect(reason(FrameBuilder.linuxSLL2(protocol: 38, spanningTree), .linuxSLL2) == "stp")
        let llc = FrameBuilder.snap(ip: Specimen.ipv4)
        let frame = FrameBuilder.linuxSLL2(protocol: UInt16(llc.count), llc + [0, 0, 0])
        #expect(try decode(frame, .linuxSLL2) == decode(Specimen.ipv4, .raw))
        // Other hardware has no LLC.
        let can = FrameBuilder.linuxSLL(protocol: 38, spanningTree).setting16(2, to: 280)
        #expect(reason(can, .linuxSLL) == "sll_38")
    }

    @Test("of another of Linux's own protocols is reported by its number")
    func unsupported() {
        #expect(reason(FrameBuilder.linuxSLL(protocol: 1, Specimen.ipv4), .linuxSLL) == "sll_1")
        #expect(reason(FrameBuilder.linuxSLL2(protocol: 12, Specimen.ipv4), .linuxSLL2) == "sll2_12")
        #expect(reason(FrameBuilder.linuxSLL(protocol: 0x0806, []), .linuxSLL) == "arp")
    }

    @Test("of a netlink socket is refused, whatever its protocol")
    func netlink() {
        let frame = FrameBuilder.linuxSLL(protocol: 0x0800, Specimen.ipv4).setting16(2, to: 824)
        #expect(failure(frame, .linuxSLL) == DecodingError(.linuxSLL, at: 0, .unsupported(number: 824)))
        let frame2 = FrameBuilder.linuxSLL2(protocol: 0x0800, Specimen.ipv4).setting16(8, to: 824)
        #expect(failure(frame2, .linuxSLL2) == DecodingError(.linuxSLL2, at: 0, .unsupported(number: 824)))
    }

    @Test("of a card that monitors leads to radiotap, whatever its protocol", arguments: [0, 4, 0x0800] as [UInt16])
    func radiotap(_ number: UInt16) throws {
        let wireless = FrameBuilder.ieee80211(WirelessOptions(), FrameBuilder.snap(ip: Specimen.ipv4))
        let content = [0, 0, 8, 0, 0, 0, 0, 0] + wireless
        let frame = FrameBuilder.linuxSLL(protocol: number, content).setting16(2, to: 803)
        #expect(try decode(frame, .linuxSLL) == decode(Specimen.ipv4, .raw))
        let frame2 = FrameBuilder.linuxSLL2(protocol: number, content).setting16(8, to: 803)
        #expect(try decode(frame2, .linuxSLL2) == decode(Specimen.ipv4, .raw))
    }

    @Test("of a Frame Relay interface leads to its header")
    func frameRelay() throws {
        let content = [0x18, 0x41, 0x03, 0xCC] + Specimen.ipv4
        let frame = FrameBuilder.linuxSLL(protocol: 0, content).setting16(2, to: 770)
        #expect(try decode(frame, .linuxSLL) == decode(Specimen.ipv4, .raw))
    }

    @Test("is cut below 16 bytes", arguments: 0..<16)
    func cut(_ length: Int) {
        let error = failure([UInt8](repeating: 8, count: length), .linuxSLL)
        #expect(error == DecodingError(.linuxSLL, at: 0, .cut(needed: 16, present: length)))
        #expect(error?.reason.name == "sll_cut")
    }

    @Test("of version 2 is cut below 20 bytes", arguments: 0..<20)
    func cutVersion2(_ length: Int) {
        let error = failure([UInt8](repeating: 8, count: length), .linuxSLL2)
        #expect(error == DecodingError(.linuxSLL2, at: 0, .cut(needed: 20, present: length)))
        #expect(error?.reason.name == "sll2_cut")
    }
}
