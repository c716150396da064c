import NetworkTypes
import PacketDecoding
import TestSupport
import Testing
import TrafficSimulation

@Suite("An SCTP packet") struct SCTPHeaderTests {
    private static func packet(_ chunks: [UInt8]...) throws -> DecodedPacket {
        try decode(Specimen.ipv4(.sctp, FrameBuilder.sctp(from: 1_000, to: 2_905, chunks.flatMap { $0 })), .raw)
    }

    @Test("carries what its DATA and I-DATA chunks carry, without their padding")
    func data() throws {
        let packet = try Self.packet(
            FrameBuilder.dataChunk([1, 2, 3]), FrameBuilder.interleavedDataChunk([1, 2, 3, 4, 5]),
            FrameBuilder.dataChunk([1]))
        #expect(packet.sourcePort == 1_000)
        #expect(packet.destinationPort == 2_905)
        #expect(packet.payloadLength == 9)
        #expect(packet.remarks.isEmpty)
    }

    @Test(
        "of handshake, heartbeat or shutdown carries nothing", arguments: [1, 2, 3, 4, 5, 6, 7, 10, 11, 14] as [UInt8])
    func control(_ type: UInt8) throws {
        let packet = try Self.packet(FrameBuilder.chunk(type: type, [UInt8](repeating: 0, count: 18)))
        #expect(packet.payloadLength == 0)
        #expect(packet.remarks.isEmpty)
    }

    @Test("opens with INIT, answers with INIT-ACK, and refuses with what refuses alone")
    func roles() throws {
        let refusing: [UInt8] = [2, 6, 8, 9, 14]
        for type in 0...UInt8.max {
            let packet = try Self.packet(FrameBuilder.chunk(type: type, [UInt8](repeating: 0, count: 4)))
            let answer: PacketRoles = type == 2 ? .answer : []
            #expect(packet.roles == (type == 1 ? .opening : refusing.contains(type) ? answer.union(.refusal) : []))
        }
        let abort = FrameBuilder.chunk(type: 6, [])
        #expect(try Self.packet(abort, abort).roles == .refusal)
        #expect(try Self.packet(abort, FrameBuilder.dataChunk([1])).roles == [])
    }

    @Test("carries data behind an acknowledgment")
    func bundled() throws {
        let acknowledgment = FrameBuilder.chunk(type: 3, [UInt8](repeating: 0, count: 12))
        #expect(try Self.packet(acknowledgment, FrameBuilder.dataChunk([1, 2])).payloadLength == 2)
    }

    @Test("with a DATA chunk too short for its own fields carries nothing")
    func shortData() throws {
        #expect(try Self.packet(FrameBuilder.chunk(type: 0, [1, 2, 3])).payloadLength == 0)
    }

    @Test("with a chunk length below 4 is remarked, and ends there", arguments: 0..<4)
    func shortChunk(_ length: Int) throws {
        let packet = try Self.packet(
            FrameBuilder.dataChunk([1]), FrameBuilder.chunk(type: 0, length: length, [1, 2, 3, 4]),
            FrameBuilder.dataChunk([1]))
        #expect(packet.payloadLength == 1)
        #expect(packet.remarks == .transportIncomplete)
    }

    @Test("with a chunk that leads beyond the packet is remarked")
    func longChunk() throws {
        let packet = try Self.packet(FrameBuilder.chunk(type: 0, length: 17, [UInt8](repeating: 0, count: 12)))
        #expect(packet.payloadLength == 0)
        #expect(packet.remarks == .transportIncomplete)
    }

    @Test("of thousands of chunks ends the walk at a limit")
    func manyChunks() throws {
        let chunks = (0..<600).flatMap { _ in FrameBuilder.dataChunk([1, 2, 3, 4]) }
        #expect(try Self.packet(chunks).payloadLength == 512 * 4)
    }

    @Test("cut below 4 bytes has no ports, and is remarked")
    func cutInPorts() throws {
        let whole = Specimen.ipv4(.sctp, FrameBuilder.sctp(FrameBuilder.dataChunk([1, 2, 3, 4])))
        for present in 0..<4 {
            let packet = try decode(Array(whole[..<(20 + present)]), .raw, originalLength: whole.count)
            #expect(packet.sourcePort == 0)
            #expect(packet.remarks == .transportIncomplete)
        }
    }

    @Test("cut before the length of its first chunk is remarked", arguments: [4, 11, 12, 15])
    func cutBeforeChunk(_ present: Int) throws {
        let whole = Specimen.ipv4(.sctp, FrameBuilder.sctp(FrameBuilder.dataChunk([1, 2, 3, 4])))
        let packet = try decode(Array(whole[..<(20 + present)]), .raw, originalLength: whole.count)
        #expect(packet.destinationPort == 36_412)
        #expect(packet.payloadLength == 0)
        #expect(packet.remarks == .transportIncomplete)
    }

    @Test("cut behind the length of its first chunk carries what the chunk states")
    func cutInChunk() throws {
        let whole = Specimen.ipv4(.sctp, FrameBuilder.sctp(FrameBuilder.dataChunk([1, 2, 3, 4])))
        #expect(try decode(Array(whole[..<36]), .raw, originalLength: whole.count).payloadLength == 4)
    }
}
