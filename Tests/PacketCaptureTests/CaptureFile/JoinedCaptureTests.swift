import ByteInput
import NetworkTypes
import PacketCapture
import TestSupport
import Testing

/// What `cat a.pcap b.pcap` makes: a file header where a record should begin starts another capture.
@Suite("Captures joined into one") struct JoinedCaptureTests {
    private static let parts: [(order: ByteOrder, variant: ClassicCapture.Variant)] =
        [ByteOrder.little, .big].flatMap { order in ClassicCapture.Variant.allCases.map { (order, $0) } }

    @Test("give the frames of all, whatever the order and precision of each", arguments: 0..<6, 0..<6)
    func pairs(_ first: Int, _ second: Int) throws {
        let (one, other) = (Self.parts[first], Self.parts[second])
        let captures = [
            ClassicCapture.small(one.order, one.variant), ClassicCapture.small(other.order, other.variant),
            ClassicCapture(one.order, one.variant), ClassicCapture.small(),
        ]
        let reading = try CaptureReading(captures.flatMap(\.bytes))
        #expect(reading.frames == captures.flatMap(\.frames))
        #expect(reading.error == nil)
    }

    @Test("of both formats give the frames of all", arguments: [ByteOrder.little, .big])
    func bothFormats(_ order: ByteOrder) throws {
        var blocks = BlockCapture(order)
        blocks.addInterface()
        blocks.addPacket([1, 2, 3, 4, 5], units: 1_370_044_800_000_000, nanoseconds: 1_370_044_800_000_000_000)
        let classic = ClassicCapture.small(order)
        let reading = try CaptureReading(blocks.bytes + classic.bytes + classic.bytes + blocks.bytes + blocks.bytes)
        #expect(reading.frames.count == 2 * classic.frames.count + 3)
        #expect(reading.error == nil)
        let turned = try CaptureReading(classic.bytes + blocks.bytes + classic.bytes)
        #expect(turned.frames.count == 2 * classic.frames.count + 1)
        #expect(turned.error == nil)
    }

    @Test("keep each its link type, though it is not known")
    func linkTypes() throws {
        var other = ClassicCapture(linkType: 147)
        other.add([9])
        let bytes = ClassicCapture.small().bytes + other.bytes
        var reader = try CaptureFileReader(OpenedInput(name: "joined", bytes: bytes)) { $0 == .ethernet }
        var linkTypes: [UInt16] = []
        while try reader.nextBatch() {
            for index in 0..<reader.batch.frames.count {
                linkTypes.append(reader.batch.frames[index].linkType.rawValue)
            }
        }
        #expect(linkTypes == [1, 1, 1, 147])
    }

    @Test("say where the last of them is cut")
    func cut() throws {
        let one = ClassicCapture.small().bytes
        for length in 4..<24 {
            let reading = try CaptureReading(one + one[..<length])
            #expect(reading.frames.count == 3)
            #expect(reading.offset == UInt64(one.count))
            #expect(reading.error?.isCut == true)
        }
    }

    @Test("are not seen in a packet of 2011 that a magic number is the time of")
    func magicNumberAsTime() throws {
        var capture = ClassicCapture()
        capture.add([1, 2, 3, 4], seconds: 0x4D3C_B2A1, fraction: 4)
        capture.add([], seconds: 0x4D3C_B2A1, fraction: 4)
        capture.add([5], seconds: 0x4D3C_B2A1, fraction: 5)
        #expect(try CaptureReading(capture.bytes).frames == capture.frames)
    }
}

/// What a power cut leaves of a file whose length was already written.
@Suite("Zeros at the end of a capture") struct ZeroTailTests {
    private static let whole = ClassicCapture.small()

    @Test("are damage where they begin", arguments: [16, 17, 32, 4_096, 70_000, 600_000, 3_000_000])
    func tail(_ count: Int) throws {
        let reading = try CaptureReading(Self.whole.bytes + [UInt8](repeating: 0, count: count))
        #expect(reading.frames == Self.whole.frames)
        #expect(reading.problem == .zerosAtEnd)
        #expect(reading.offset == UInt64(Self.whole.bytes.count))
        #expect(reading.error?.isCut == false)
    }

    @Test("shorter than a record are a cut one", arguments: 1..<16)
    func short(_ count: Int) throws {
        let reading = try CaptureReading(Self.whole.bytes + [UInt8](repeating: 0, count: count))
        #expect(reading.problem == .cutInRecordHeader(present: count, needed: 16))
    }

    @Test("are damage in every variant", arguments: [ByteOrder.little, .big], ClassicCapture.Variant.allCases)
    func variants(_ order: ByteOrder, _ variant: ClassicCapture.Variant) throws {
        let capture = ClassicCapture.small(order, variant)
        let reading = try CaptureReading(capture.bytes + [UInt8](repeating: 0, count: 480))
        #expect(reading.frames == capture.frames)
        #expect(reading.problem == .zerosAtEnd)
    }

    @Test("are records where another one follows, for 1970 is a time like any other", arguments: [1, 2, 5_000])
    func inTheMiddle(_ count: Int) throws {
        var capture = Self.whole
        for _ in 0..<count { capture.add([], seconds: 0, fraction: 0) }
        capture.add([7, 8], seconds: 0, fraction: 0)
        capture.add([7, 8], seconds: 1_370_044_800, fraction: 3)
        let reading = try CaptureReading(capture.bytes)
        #expect(reading.frames == capture.frames)
        #expect(reading.error == nil)
    }

    @Test("of another format's block are damage as well")
    func blocks() throws {
        var blocks = BlockCapture()
        blocks.addInterface()
        let reading = try CaptureReading(blocks.bytes + [UInt8](repeating: 0, count: 64))
        #expect(reading.error != nil && reading.error?.isCut == false)
    }
}

@Suite("A packet of pcapng") struct ImpossibleTimeTests {
    @Test("whose time cannot be ends the reading there, and is not a packet of 1915 or 2262")
    func impossible() throws {
        for (option, offset, units) in [
            (6, -1_705_312_800, 0), (6, 0, UInt64.max), (6, -1, 999_999),
        ] as [(UInt8, Int64, UInt64)] {
            var blocks = BlockCapture()
            blocks.addInterface(options: [.resolution(option), .offset(offset, .little)])
            blocks.addPacket([1, 2, 3], units: 1_800_000_000_000_000, nanoseconds: 0)
            let start = blocks.bytes.count
            blocks.addPacket([1, 2, 3], units: units, nanoseconds: 0)
            let reading = try CaptureReading(blocks.bytes)
            #expect(reading.frames.count == 1)
            #expect(reading.offset == UInt64(start))
            #expect("\(reading.error.map { "\($0)" } ?? "")".contains("which cannot be"))
        }
    }
}
