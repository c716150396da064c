import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A VXLAN header") struct VXLANHeaderTests {
    private static let frame = FrameBuilder.ethernet(ip: Specimen.ipv6)

    @Test("leads to the Ethernet frame in it")
    func leadsToEthernet() throws {
        let packet = try decode(Gateway.udp(to: 4_789, FrameBuilder.vxlan(Self.frame)), .raw)
        #expect(try packet == decode(Specimen.ipv6, .raw))
    }

    @Test("is looked for at its own ports and only there")
    func port() throws {
        for (source, destination) in [(4_789, 4_791), (4_789, 53), (1, 4_788)] as [(UInt16, UInt16)] {
            let packet = try decode(Gateway.udp(from: source, to: destination, FrameBuilder.vxlan(Self.frame)), .raw)
            #expect(packet.destinationPort == destination)
            #expect(packet.remarks.isEmpty)
        }
    }

    @Test("without its flag leaves the packet around it, and is remarked", arguments: [0x00, 0x04, 0xF7] as [UInt8])
    func flags(_ flags: UInt8) throws {
        let packet = try decode(Gateway.udp(to: 4_789, FrameBuilder.vxlan(flags: flags, Self.frame)), .raw)
        #expect(packet.source == .v4(Gateway.near))
        #expect(packet.destinationPort == 4_789)
        #expect(packet.remarks == .innerUndecoded)
    }

    @Test("around ARP leaves the packet around it, which is not a defect")
    func arp() throws {
        let frame = FrameBuilder.ethernet(type: 0x0806, [UInt8](repeating: 0, count: 28))
        let packet = try decode(Gateway.udp(to: 4_789, FrameBuilder.vxlan(frame)), .raw)
        #expect(packet.source == .v4(Gateway.near))
        #expect(packet.remarks.isEmpty)
    }

    @Test("is cut below 8 bytes", arguments: 0..<8)
    func cut(_ length: Int) throws {
        let packet = try decode(Gateway.udp(to: 4_789, Array(FrameBuilder.vxlan([])[..<length])), .raw)
        #expect(packet.payloadLength == UInt32(length))
        #expect(packet.remarks == .innerUndecoded)
    }

    @Test("does not read beyond the length that UDP states")
    func udpLength() throws {
        let datagram = FrameBuilder.udp(from: 1, to: 4_789, FrameBuilder.vxlan(Self.frame)).setting16(4, to: 16 + 20)
        let packet = try decode(Gateway.ipv4(.udp, datagram), .raw)
        #expect(packet.source == .v4(Gateway.near))
        #expect(packet.remarks == .innerUndecoded)
    }
}
