import NetworkTypes
import PacketCapture
import TestSupport
import Testing

/// Each capture holds one sound packet; the block behind it is damaged.
@Suite("A damaged pcapng block") struct PcapngDamageTests {
    private static func expect(
        _ problem: CaptureError.Problem, sourceLocation: SourceLocation = #_sourceLocation,
        _ damage: (inout BlockCapture) -> Void
    ) throws {
        var capture = BlockCapture()
        capture.addInterface()
        capture.addPacket([1, 2, 3], units: 1, nanoseconds: 1_000)
        let start = capture.bytes.count
        damage(&capture)
        let reading = try CaptureReading(capture.bytes)
        #expect(reading.frames.first?.bytes == [1, 2, 3], sourceLocation: sourceLocation)
        #expect(reading.frames.count == 1, sourceLocation: sourceLocation)
        #expect(reading.problem == problem, sourceLocation: sourceLocation)
        #expect(reading.offset == UInt64(start), sourceLocation: sourceLocation)
    }

    @Test("that claims under 12 bytes ends the reading", arguments: [0, 4, 11] as [UInt8])
    func shortLength(_ length: UInt8) throws {
        try Self.expect(.malformedBlock(reason: "it claims a length of \(length) bytes")) {
            $0.append([6, 0, 0, 0, length, 0, 0, 0, 0, 0, 0, 0])
        }
    }

    @Test("whose two lengths differ ends the reading")
    func lengthsDiffer() throws {
        try Self.expect(.malformedBlock(reason: "its two lengths differ")) {
            $0.append([6, 0, 0, 0, 32, 0, 0, 0] + [UInt8](repeating: 0, count: 20) + [36, 0, 0, 0])
        }
    }

    @Test("of a section without its magic ends the reading")
    func sectionMagic() throws {
        try Self.expect(.malformedBlock(reason: "a section header without the byte-order magic")) {
            $0.append([0x0A, 0x0D, 0x0D, 0x0A, 28, 0, 0, 0] + [UInt8](repeating: 1, count: 16) + [28, 0, 0, 0])
        }
    }

    @Test("of a section that is too short ends the reading")
    func shortSection() throws {
        try Self.expect(.malformedBlock(reason: "a section header of under 28 bytes")) {
            $0.addBlock(0x0A0D_0D0A) { $0.append(UInt32(0x1A2B_3C4D)) }
        }
    }

    @Test(
        "of a section of another version ends the reading",
        arguments: [(1, 1), (1, 3), (2, 0), (0, 0)] as [(UInt16, UInt16)])
    func version(_ major: UInt16, _ minor: UInt16) throws {
        try Self.expect(.unsupportedVersion(major: major, minor: minor)) {
            $0.beginSection(.little, version: (major, minor))
        }
    }

    @Test("of an interface that is too short ends the reading", arguments: 0..<2)
    func shortInterface(_ words: Int) throws {
        try Self.expect(.malformedBlock(reason: "an interface description of under 20 bytes")) {
            $0.addBlock(1) { $0.append([UInt8](repeating: 0, count: words * 4)) }
        }
    }

    @Test("of a packet that is too short ends the reading", arguments: [2, 6] as [UInt32])
    func shortPacket(_ type: UInt32) throws {
        try Self.expect(.malformedBlock(reason: "a packet block of under 32 bytes")) {
            $0.addBlock(type) { $0.append([UInt8](repeating: 0, count: 16)) }
        }
    }

    @Test("of a simple packet that is too short ends the reading")
    func shortSimplePacket() throws {
        try Self.expect(.malformedBlock(reason: "a packet block of under 16 bytes")) { $0.addBlock(3) { _ in } }
    }

    @Test("of a packet of an interface not described ends the reading")
    func unknownInterface() throws {
        try Self.expect(.malformedBlock(reason: "a packet of interface 1, where 1 are described")) {
            $0.addBlock(6) { $0.append([1, 0, 0, 0] + [UInt8](repeating: 0, count: 16)) }
        }
        try Self.expect(.malformedBlock(reason: "a packet of interface 65535, where 1 are described")) {
            $0.addBlock(2) { $0.append([0xFF, 0xFF, 0, 0] + [UInt8](repeating: 0, count: 16)) }
        }
    }

    @Test("of a packet longer than its block ends the reading")
    func packetBeyondTheBlock() throws {
        try Self.expect(.malformedBlock(reason: "a packet of 5 bytes in a block of 36")) {
            $0.addBlock(6) {
                $0.append([UInt8](repeating: 0, count: 12) + [5, 0, 0, 0] + [UInt8](repeating: 0, count: 8))
            }
        }
    }

    @Test("of a simple packet before any interface ends the reading")
    func noInterface() throws {
        var capture = BlockCapture()
        capture.addSimplePacket([1])
        let reading = try CaptureReading(capture.bytes)
        #expect(reading.problem == .malformedBlock(reason: "a packet where no interface is described"))
        #expect(reading.offset == 28)
    }

    @Test("that claims gigabytes ends the reading at once")
    func hugeLength() throws {
        try Self.expect(.recordTooLong(stated: 0xFFFF_FFFC, limit: 262_208)) {
            $0.append([6, 0, 0, 0, 0xFC, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0])
        }
    }

    @Test("of a packet above the limit ends the reading")
    func longPacket() throws {
        try Self.expect(.recordTooLong(stated: 262_209, limit: 262_208)) {
            $0.addPacket([UInt8](repeating: 0, count: 262_209), units: 0, nanoseconds: 0)
        }
    }

    @Test("of a simple packet above the limit ends the reading, where the interface sets none")
    func longSimplePacket() throws {
        var capture = BlockCapture()
        capture.addInterface(snapLength: 0)
        capture.addSimplePacket([UInt8](repeating: 0, count: 262_209))
        let reading = try CaptureReading(capture.bytes)
        #expect(reading.problem == .recordTooLong(stated: 262_209, limit: 262_208))
    }
}
