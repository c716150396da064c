import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A DCCP header") struct DCCPHeaderTests {
    @Test("gives the ports, and all behind the IP header is payload", arguments: 0...9 as ClosedRange<UInt8>)
    func ports(_ type: UInt8) throws {
        let header = FrameBuilder.dccp(type: type, headerWords: 4, [1, 2, 3])
        let packet = try decode(Specimen.ipv4(.dccp, header), .raw)
        #expect(packet.sourcePort == 5_001)
        #expect(packet.destinationPort == 5_002)
        #expect(packet.payloadLength == UInt32(header.count))
        #expect(packet.remarks.isEmpty)
    }

    @Test("cut below 4 bytes has no ports, and the payload that is stated")
    func cut() throws {
        let whole = Specimen.ipv4(.dccp, FrameBuilder.dccp(type: 2, [1, 2, 3]))
        for present in 0...19 {
            let packet = try decode(Array(whole[..<(20 + present)]), .raw, originalLength: whole.count)
            #expect(packet.sourcePort == (present < 4 ? 0 : 5_001))
            #expect(packet.payloadLength == UInt32(whole.count - 20))
            #expect(packet.remarks == (present < 4 ? .transportIncomplete : []))
        }
    }
}
