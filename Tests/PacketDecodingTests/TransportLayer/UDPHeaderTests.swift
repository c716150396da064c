import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A UDP header") struct UDPHeaderTests {
    private static func packet(_ transport: TransportProtocol = .udp, length: UInt16, _ payload: [UInt8]) throws
        -> DecodedPacket
    {
        try decode(Specimen.ipv4(transport, FrameBuilder.udp(length: length, payload)), .raw)
    }

    @Test("gives ports and payload")
    func fields() throws {
        let packet = try Self.packet(length: 11, [1, 2, 3])
        #expect(packet.sourcePort == 49_152)
        #expect(packet.destinationPort == 53)
        #expect(packet.payloadLength == 3)
        #expect(packet.tcpFlags.isEmpty)
        #expect(packet.remarks.isEmpty)
    }

    @Test("ends the payload before the IP packet ends")
    func shorterThanIP() throws {
        #expect(try Self.packet(length: 10, [1, 2, 3]).payloadLength == 2)
    }

    @Test("does not stretch the payload beyond the IP packet")
    func longerThanIP() throws {
        #expect(try Self.packet(length: 1_000, [1, 2, 3]).payloadLength == 3)
    }

    @Test("without length is as long as the IP packet allows")
    func jumbogram() throws {
        #expect(try Self.packet(length: 0, [1, 2, 3]).payloadLength == 3)
    }

    @Test("rejects a length below 8, and keeps the ports", arguments: 1..<8 as Range<UInt16>)
    func shortLength(_ length: UInt16) throws {
        let packet = try Self.packet(length: length, [1, 2, 3])
        #expect(packet.remarks == .transportIncomplete)
        #expect(packet.destinationPort == 53)
        #expect(packet.payloadLength == 0)
    }

    @Test(
        "of UDP-Lite states a coverage, not a length: all behind the IP header is payload",
        arguments: [0, 3, 8, 9, 5_000] as [UInt16])
    func udpLite(_ coverage: UInt16) throws {
        let packet = try Self.packet(.udpLite, length: coverage, [1, 2, 3])
        #expect(packet.destinationPort == 53)
        #expect(packet.payloadLength == 11)
        #expect(packet.remarks.isEmpty)
    }

    @Test("in a packet with no room for it is remarked")
    func noRoom() throws {
        let packet = try decode(Specimen.ipv4(.udp, [0, 1, 0, 2, 0, 8]), .raw)
        #expect(packet.sourcePort == 1)
        #expect(packet.remarks == .transportIncomplete)
    }

    @Test("cut below 4 bytes has no ports")
    func cut() throws {
        let whole = Specimen.ipv4(.udp, FrameBuilder.udp(from: 1, to: 2, [1, 2, 3]))
        for present in 0..<12 {
            let packet = try decode(Array(whole[..<(20 + present)]), .raw, originalLength: whole.count)
            #expect(packet.destinationPort == (present < 4 ? 0 : 2))
            #expect(packet.payloadLength == (present < 4 ? 0 : 3))
            #expect(packet.remarks == (present < 4 ? .transportIncomplete : []))
        }
    }
}
