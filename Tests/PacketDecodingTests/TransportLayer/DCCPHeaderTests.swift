import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A DCCP header") struct DCCPHeaderTests {
    private static func packet(type: UInt8, headerWords: UInt8 = 4, _ payload: [UInt8] = [1, 2, 3]) throws
        -> DecodedPacket
    {
        try decode(Specimen.ipv4(.dccp, FrameBuilder.dccp(type: type, headerWords: headerWords, payload)), .raw)
    }

    @Test("of a Data or DataAck packet gives ports and payload", arguments: [2, 4] as [UInt8])
    func data(_ type: UInt8) throws {
        let packet = try Self.packet(type: type)
        #expect(packet.sourcePort == 5_001)
        #expect(packet.destinationPort == 5_002)
        #expect(packet.payloadLength == 3)
        #expect(packet.remarks.isEmpty)
    }

    @Test("of any other packet carries nothing", arguments: [0, 1, 3, 5, 6, 7, 8, 9] as [UInt8])
    func control(_ type: UInt8) throws {
        #expect(try Self.packet(type: type).payloadLength == 0)
    }

    @Test("rejects a data offset below three words or beyond its packet", arguments: [0, 1, 2, 5, 255] as [UInt8])
    func dataOffset(_ words: UInt8) throws {
        let packet = try Self.packet(type: 2, headerWords: words)
        #expect(packet.remarks == .transportIncomplete)
        #expect(packet.destinationPort == 5_002)
        #expect(packet.payloadLength == 0)
    }

    @Test("cut below 4 bytes has no ports, below 9 no payload")
    func cut() throws {
        let whole = Specimen.ipv4(.dccp, FrameBuilder.dccp(type: 2, [1, 2, 3]))
        for present in 0...19 {
            let packet = try decode(Array(whole[..<(20 + present)]), .raw, originalLength: whole.count)
            #expect(packet.sourcePort == (present < 4 ? 0 : 5_001))
            #expect(packet.payloadLength == (present < 9 ? 0 : 3))
            #expect(packet.remarks == (present < 9 ? .transportIncomplete : []))
        }
    }
}
