import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("A TCP header") struct TCPHeaderTests {
    @Test("gives ports, flags and payload")
    func fields() throws {
        let packet = try decode(Specimen.ipv4, .raw)
        #expect(packet.sourcePort == 49_152)
        #expect(packet.destinationPort == 443)
        #expect(packet.tcpFlags == [.psh, .ack])
        #expect(packet.payloadLength == 5)
        #expect(packet.roles.isEmpty)
    }

    @Test("gives every flag, and remembers which SYN came with ACK")
    func flags() throws {
        for byte in 0...UInt8.max {
            let segment = FrameBuilder.tcp(from: 1, to: 2, []).setting(13, to: byte)
            let flags = try decode(Specimen.ipv4(.tcp, segment), .raw).tcpFlags
            #expect(flags == TCPFlags(header: byte))
            #expect(flags.contains(.synOnlyPacket) == (byte & 0x12 == 0x02))
            #expect(flags.contains(.synAckPacket) == (byte & 0x12 == 0x12))
        }
    }

    @Test("opens with SYN alone; refuses with RST and answers with SYN and ACK where nothing is behind them")
    func roles() throws {
        for byte in 0...UInt8.max {
            let flags = TCPFlags(header: byte)
            let opening: PacketRoles = flags.contains(.synOnlyPacket) ? .opening : []
            var roles = opening
            if flags.contains(.rst) { roles.formUnion(.refusal) }
            if flags.contains(.synAckPacket) { roles.formUnion([.answer, .refusal]) }
            let empty = FrameBuilder.tcp(from: 1, to: 2, []).setting(13, to: byte)
            #expect(try decode(Specimen.ipv4(.tcp, empty), .raw).roles == roles)
            let full = FrameBuilder.tcp(from: 1, to: 2, [], [1]).setting(13, to: byte)
            #expect(try decode(Specimen.ipv4(.tcp, full), .raw).roles == opening)
        }
    }

    @Test("with options carries only what lies behind them", arguments: 5...15 as ClosedRange<UInt8>)
    func options(_ words: UInt8) throws {
        let options = [UInt8](repeating: 1, count: Int(words) * 4 - 20)
        let segment = FrameBuilder.tcp(from: 1, to: 2, .ack, options + [1, 2, 3]).setting(12, to: words << 4)
        #expect(try decode(Specimen.ipv4(.tcp, segment), .raw).payloadLength == 3)
    }

    @Test("rejects a data offset below five words, and keeps ports and flags", arguments: 0..<5 as Range<UInt8>)
    func shortDataOffset(_ words: UInt8) throws {
        let segment = FrameBuilder.tcp(from: 1, to: 2, .rst, [1, 2, 3]).setting(12, to: words << 4)
        let packet = try decode(Specimen.ipv4(.tcp, segment), .raw)
        #expect(packet.remarks == .transportIncomplete)
        #expect(packet.destinationPort == 2)
        #expect(packet.tcpFlags == .rst)
        #expect(packet.payloadLength == 0)
    }

    @Test("rejects a data offset beyond its packet")
    func longDataOffset() throws {
        let segment = FrameBuilder.tcp(from: 1, to: 2, .ack, [1, 2, 3]).setting(12, to: 0x60)
        let packet = try decode(Specimen.ipv4(.tcp, segment), .raw)
        #expect(packet.remarks == .transportIncomplete)
        #expect(packet.payloadLength == 0)
    }

    @Test("cut below 4 bytes has no ports, below 14 no flags, and whole payload from there on")
    func cut() throws {
        for present in 0...Specimen.segment.count {
            let packet = try decode(
                Array(Specimen.ipv4[..<(20 + present)]), .raw, originalLength: Specimen.ipv4.count)
            #expect(packet.sourcePort == (present < 4 ? 0 : 49_152))
            #expect(packet.tcpFlags == (present < 14 ? [] : [.psh, .ack]))
            #expect(packet.payloadLength == (present < 14 ? 0 : 5))
            #expect(packet.remarks == (present < 14 ? .transportIncomplete : []))
        }
    }
}
