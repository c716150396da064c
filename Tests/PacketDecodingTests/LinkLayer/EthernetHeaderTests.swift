import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("An Ethernet header") struct EthernetHeaderTests {
    @Test("leads by its EtherType to either version of IP", arguments: [Specimen.ipv4, Specimen.ipv6])
    func leadsToIP(_ packet: [UInt8]) throws {
        #expect(try decode(FrameBuilder.ethernet(ip: packet)) == decode(packet, .raw))
    }

    @Test("takes a field of 0x05FF for the length of an LLC frame")
    func longestLength() throws {
        let frame = FrameBuilder.ethernet(length: 0x05FF, llc: FrameBuilder.snap(ip: Specimen.ipv4))
        #expect(try decode(frame) == decode(Specimen.ipv4, .raw))
    }

    @Test("takes a field of 0x0600 for a type")
    func lowestType() {
        #expect(reason(FrameBuilder.ethernet(type: 0x0600, [])) == "ethertype_0x0600")
    }

    @Test("ends the packet where its length says, not where the padding ends")
    func lengthEndsThePacket() throws {
        let packet = Specimen.ipv4.setting16(2, to: 0)
        let padded = FrameBuilder.ethernet(llc: FrameBuilder.snap(ip: packet)) + [UInt8](repeating: 0, count: 9)
        #expect(try decode(padded).payloadLength == 5)
    }

    @Test("is cut below 14 bytes", arguments: 0..<14)
    func cut(_ length: Int) {
        let error = failure([UInt8](repeating: 0, count: length))
        #expect(error == DecodingError(.ethernet, at: 0, .cut(needed: 14, present: length)))
        #expect(error?.reason.name == "ethernet_cut")
    }
}
