import NetworkTypes
import PacketCapture
import TestSupport
import Testing

@Suite("A classic capture") struct PcapFormatTests {
    @Test(
        "of either byte order and every resolution gives its frames",
        arguments: [ByteOrder.little, .big], ClassicCapture.Variant.allCases)
    func variants(_ order: ByteOrder, _ variant: ClassicCapture.Variant) throws {
        let capture = ClassicCapture.small(order, variant)
        let reading = try CaptureReading(capture.bytes)
        #expect(reading.frames == capture.frames)
        #expect(reading.error == nil)
        #expect(reading.captureBytesRead == UInt64(capture.bytes.count))
        #expect(reading.fileBytesRead == UInt64(capture.bytes.count))
    }

    @Test(
        "cut anywhere gives the frames before the cut, and says where and how it is cut",
        arguments: [ByteOrder.little, .big], ClassicCapture.Variant.allCases)
    func truncations(_ order: ByteOrder, _ variant: ClassicCapture.Variant) throws {
        let capture = ClassicCapture.small(order, variant)
        let headerLength = variant == .kuznetzov ? 24 : 16
        for length in capture.bytes.indices {
            let reading = try CaptureReading(Array(capture.bytes[..<length]))
            let whole = capture.boundaries.count { $0 <= length }
            #expect(reading.frames == Array(capture.frames.prefix(max(0, whole - 1))))
            guard whole > 0 else {
                #expect(reading.problem == problemInFileHeader(capture.bytes, length))
                continue
            }
            let start = capture.boundaries[whole - 1]
            let recordLength = capture.boundaries[whole] - start
            let present = length - start
            let expected: CaptureError.Problem? =
                present == 0
                ? nil
                : present < headerLength
                    ? .cutInRecordHeader(present: present, needed: headerLength)
                    : .cutInPacket(present: present, stated: recordLength)
            #expect(reading.problem == expected)
            #expect(reading.offset == expected.map { _ in UInt64(start) })
        }
    }

    private func problemInFileHeader(_ bytes: [UInt8], _ length: Int) -> CaptureError.Problem {
        switch length {
        case 0: .empty
        case 1..<4: .notACapture(firstBytes: Array(bytes[..<length]))
        default: .cutInFileHeader(present: length, needed: 24)
        }
    }

    @Test("without frames gives none", arguments: [ByteOrder.little, .big])
    func noFrames(_ order: ByteOrder) throws {
        let reading = try CaptureReading(ClassicCapture(order).bytes)
        #expect(reading.frames.isEmpty)
        #expect(reading.error == nil)
    }

    @Test("before version 2.3 states the original length first", arguments: [0, 1, 2] as [UInt16])
    func swappedLengths(_ minor: UInt16) throws {
        var capture = ClassicCapture(.big, version: (2, minor))
        capture.add([1, 2, 3], originalLength: 90, lengthsSwapped: true)
        capture.add([4], originalLength: 1, lengthsSwapped: true)
        #expect(try CaptureReading(capture.bytes).frames == capture.frames)
    }

    @Test("of version 2.3 states both lengths in either order")
    func eitherLengthFirst() throws {
        var capture = ClassicCapture(version: (2, 3))
        capture.add([1, 2, 3], originalLength: 90, lengthsSwapped: true)
        capture.add([1, 2, 3, 4], originalLength: 90, lengthsSwapped: false)
        #expect(try CaptureReading(capture.bytes).frames == capture.frames)
    }

    @Test("with an original length below the captured one takes the captured for both")
    func originalBelowCaptured() throws {
        var capture = ClassicCapture()
        capture.add([1, 2, 3], originalLength: 2)
        #expect(try CaptureReading(capture.bytes).frames.first?.originalLength == 3)
    }

    @Test("of the last second that 32 bits hold is of the year 2106")
    func lastSecond() throws {
        var capture = ClassicCapture(.little, .nanoseconds)
        capture.add([1], seconds: .max, fraction: 999_999_999)
        #expect(try CaptureReading(capture.bytes).frames.first?.nanoseconds == 4_294_967_295_999_999_999)
    }

    @Test("with a frame of the greatest length is read, and with one byte more refused")
    func longestRecord() throws {
        let limit = 262_208
        var capture = ClassicCapture()
        capture.add([UInt8](repeating: 7, count: limit))
        let boundary = capture.bytes.count
        capture.addHeader(claiming: UInt32(limit + 1))
        let reading = try CaptureReading(capture.bytes)
        #expect(reading.frames == capture.frames)
        #expect(reading.problem == .recordTooLong(stated: UInt64(limit + 1), limit: limit))
        #expect(reading.offset == UInt64(boundary))
    }
}

@Suite("A classic capture's header") struct PcapHeaderTests {
    @Test("of another major version is refused", arguments: [0, 1, 3, 543] as [UInt16])
    func version(_ major: UInt16) throws {
        let reading = try CaptureReading(ClassicCapture(.big, version: (major, 4)).bytes)
        #expect(reading.problem == .unsupportedVersion(major: major, minor: 4))
    }

    @Test("of a link type that is not decoded is refused by number and name")
    func unknownLinkType() throws {
        let reading = try CaptureReading(ClassicCapture(linkType: 6).bytes) { $0 == .ethernet }
        guard case .unknownLinkType(let number, let name) = reading.problem else {
            Issue.record("\(String(describing: reading.error))")
            return
        }
        #expect(number == 6)
        #expect(name?.contains("Token ring") == true)
    }

    @Test("of a link type above 16 bits is refused", arguments: [0x1_0001, 0x03FF_FFFF] as [UInt32])
    func linkTypeAbove16Bits(_ number: UInt32) throws {
        let reading = try CaptureReading(ClassicCapture(linkType: number).bytes)
        #expect(reading.problem == .unknownLinkType(number: number, name: nil))
    }

    @Test("keeps the length of the frame check sequence apart from the link type")
    func frameCheckSequence() throws {
        var capture = ClassicCapture(linkType: 0x4400_0001)
        capture.add([1, 2, 3])
        #expect(try CaptureReading(capture.bytes).frames == capture.frames)
    }

    @Test("is told from anything else by its first four bytes")
    func magic() {
        for order in [ByteOrder.little, .big] {
            for variant in ClassicCapture.Variant.allCases {
                #expect(CaptureLayout.beginsCapture(ClassicCapture(order, variant).bytes[..<4]))
                #expect(!CaptureLayout.beginsCapture(ClassicCapture(order, variant).bytes[..<3]))
            }
            #expect(CaptureLayout.beginsCapture(BlockCapture(order).bytes[..<4]))
        }
        #expect(!CaptureLayout.beginsCapture([0xA1, 0xB2, 0xC3, 0xD5]))
        #expect(!CaptureLayout.beginsCapture([]))
    }
}
