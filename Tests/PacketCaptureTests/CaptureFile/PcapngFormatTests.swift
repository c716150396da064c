import NetworkTypes
import PacketCapture
import TestSupport
import Testing

@Suite("A pcapng capture") struct PcapngFormatTests {
    /// Every kind of block.
    private static func small(_ order: ByteOrder) -> BlockCapture {
        var capture = BlockCapture(order)
        capture.addInterface(options: [.comment])
        capture.addPacket([1, 2, 3, 4, 5], units: 3_000_001, nanoseconds: 3_000_001_000, options: [.comment])
        capture.addBlock(0x0BAD) { $0.append([1, 2, 3, 4, 5, 6, 7, 8]) }
        capture.addSimplePacket([9, 8, 7])
        capture.addObsoletePacket([6], units: 1 << 32, nanoseconds: (1 << 32) * 1_000, originalLength: 60)
        return capture
    }

    @Test("of either byte order gives its frames", arguments: [ByteOrder.little, .big])
    func orders(_ order: ByteOrder) throws {
        let capture = Self.small(order)
        let reading = try CaptureReading(capture.bytes)
        #expect(reading.frames == capture.frames)
        #expect(reading.error == nil)
        #expect(reading.captureBytesRead == UInt64(capture.bytes.count))
    }

    @Test(
        "cut anywhere gives the frames before the cut, and an error unless it ends with a block",
        arguments: [ByteOrder.little, .big])
    func truncations(_ order: ByteOrder) throws {
        let capture = Self.small(order)
        for length in 1..<capture.bytes.count {
            let reading = try CaptureReading(Array(capture.bytes[..<length]))
            let last = capture.boundaries.last { $0.end <= length }
            #expect(reading.frames == Array(capture.frames.prefix(last?.frames ?? 0)))
            #expect((reading.error == nil) == (last?.end == length))
        }
    }

    @Test("cut in a packet block says where the block begins", arguments: [ByteOrder.little, .big])
    func cutInPacket(_ order: ByteOrder) throws {
        var capture = BlockCapture(order)
        capture.addInterface()
        let start = capture.bytes.count
        capture.addPacket([1, 2, 3, 4, 5], units: 1, nanoseconds: 1_000)
        for present in 1..<40 {
            let reading = try CaptureReading(Array(capture.bytes[..<(start + present)]))
            let expected: CaptureError.Problem =
                present < 12
                ? .cutInRecordHeader(present: present, needed: 12) : .cutInPacket(present: present, stated: 40)
            #expect(reading.problem == expected)
            #expect(reading.offset == UInt64(start))
        }
    }

    @Test("cut in its section header is not cut in a packet")
    func cutInSectionHeader() throws {
        let reading = try CaptureReading(Array(BlockCapture().bytes[..<20]))
        #expect(reading.problem == .cutInRecordHeader(present: 20, needed: 28))
        #expect(reading.offset == 0)
    }

    @Test("cut in an interface description is cut in a record's header")
    func cutInInterface() throws {
        var capture = BlockCapture()
        capture.addInterface()
        let reading = try CaptureReading(Array(capture.bytes.dropLast()))
        #expect(reading.problem == .cutInRecordHeader(present: 19, needed: 20))
        #expect(reading.offset == 28)
    }

    @Test("cut in a block that is passed over says where that block begins, and how much of it is there")
    func cutInSkippedBlock() throws {
        var capture = BlockCapture()
        capture.addBlock(0x0BAD) { $0.append([UInt8](repeating: 1, count: 40)) }
        let reading = try CaptureReading(Array(capture.bytes.dropLast(2)))
        #expect(reading.offset == 28)
        #expect(reading.problem == .cutInRecordHeader(present: 50, needed: 52))
        #expect(reading.error != nil)
    }

    @Test("of several sections of different byte orders forgets the interfaces of the one before")
    func sections() throws {
        var capture = BlockCapture(.little)
        capture.addInterface(linkType: 1)
        capture.addPacket([1], units: 1, nanoseconds: 1_000)
        capture.beginSection(.big, options: [.comment])
        capture.addInterface(linkType: 113, options: [.resolution(9)])
        capture.addPacket([2], units: 2, nanoseconds: 2, linkType: 113)
        capture.beginSection(.little, version: (1, 2))
        capture.addInterface(linkType: 101)
        capture.addPacket([3], units: 3, nanoseconds: 3_000, linkType: 101)
        let reading = try CaptureReading(capture.bytes)
        #expect(reading.frames == capture.frames)
        #expect(reading.error == nil)
    }

    @Test("gives every packet the link type and resolution of its interface", arguments: [ByteOrder.little, .big])
    func interfaces(_ order: ByteOrder) throws {
        var capture = BlockCapture(order)
        capture.addInterface(linkType: 1, options: [.resolution(3)])
        capture.addInterface(linkType: 113, options: [.comment, .resolution(9)])
        capture.addInterface(linkType: 276, options: [.resolution(0x8A), .offset(1_000_000, order)])
        capture.addInterface(linkType: 101, options: [.offset(-5, order)])
        capture.addPacket([0], units: 1_500, nanoseconds: 1_500_000_000, interface: 0, linkType: 1)
        capture.addPacket([1], units: 1_500, nanoseconds: 1_500, interface: 1, linkType: 113)
        capture.addPacket([2], units: 1_536, nanoseconds: 1_000_001_500_000_000, interface: 2, linkType: 276)
        capture.addPacket([3], units: 6_000_000, nanoseconds: 1_000_000_000, interface: 3, linkType: 101)
        #expect(try CaptureReading(capture.bytes).frames == capture.frames)
    }

    @Test("skips options of every length", arguments: 0...9)
    func options(_ length: Int) throws {
        var capture = BlockCapture()
        let option = BlockCapture.Option(code: 2, value: [UInt8](repeating: 0x41, count: length))
        capture.addInterface(options: [option, .resolution(9), option])
        capture.addPacket([1, 2], units: 77, nanoseconds: 77, options: [option, option])
        #expect(try CaptureReading(capture.bytes).frames == capture.frames)
    }

    @Test("ends an interface's options where one leads beyond the block")
    func optionBeyondTheBlock() throws {
        var capture = BlockCapture()
        capture.addBlock(1) { body in
            body.append([1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 0, 9, 0, 0, 0])
            body.append([2, 0, 0xFF, 0xFF, 14, 0, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0])
        }
        capture.addPacket([1], units: 5, nanoseconds: 5)
        #expect(try CaptureReading(capture.bytes).frames == capture.frames)
    }

    @Test("cuts a simple packet to the snapshot length of its interface")
    func simplePacketSnapLength() throws {
        var capture = BlockCapture()
        capture.addInterface(snapLength: 6)
        capture.addSimplePacket([1, 2, 3, 4, 5, 6], originalLength: 100)
        capture.addSimplePacket([1, 2, 3])
        #expect(try CaptureReading(capture.bytes).frames == capture.frames)
    }

    @Test("passes over unknown blocks, such as are longer than the buffer too", arguments: [0, 4, 262_144, 1_000_000])
    func unknownBlocks(_ length: Int) throws {
        var capture = BlockCapture()
        capture.addInterface()
        capture.addPacket([1], units: 1, nanoseconds: 1_000)
        capture.addBlock(0x8000_0001) { $0.append([UInt8](repeating: 6, count: length)) }
        capture.addBlock(5) { $0.append([UInt8](repeating: 6, count: length)) }
        capture.addPacket([2], units: 2, nanoseconds: 2_000)
        capture.addBlock(4) { $0.append([UInt8](repeating: 6, count: length)) }
        let reading = try CaptureReading(capture.bytes)
        #expect(reading.frames == capture.frames)
        #expect(reading.error == nil)
    }
}
