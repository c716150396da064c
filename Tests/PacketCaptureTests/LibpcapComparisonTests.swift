import Foundation
import NetworkTypes
import PacketCapture
import TestSupport
import Testing
import TrafficSimulation

/// Compares what our reader yields with what libpcap itself does, on captures written at random from printed seeds.
@Suite("Our reader") struct LibpcapComparisonTests {
    private static func expectSameAsLibpcap(_ bytes: [UInt8], _ frames: [CapturedFrame], seed: UInt64) throws {
        try withTemporaryFile(bytes) { path in
            let ours = CaptureReading(path: path)
            let theirs = LibpcapReading(path: path)
            #expect(ours.frames == theirs.frames, "seed \(seed)")
            #expect(ours.frames == frames, "seed \(seed)")
            #expect((ours.error != nil) == theirs.failed, "seed \(seed)")
        }
    }

    @Test("yields what libpcap does of classic captures", arguments: 0..<40 as Range<UInt64>)
    func classic(_ index: UInt64) throws {
        let seed = index &+ UInt64.random(in: 0...UInt64.max)
        print("seed of classic capture \(index): \(seed)")
        var generator = SeededGenerator(seed: seed)
        let order: ByteOrder = Bool.random(using: &generator) ? .little : .big
        let variant = ClassicCapture.Variant.allCases.randomElement(using: &generator) ?? .microseconds
        let minor = UInt16.random(in: 2...4, using: &generator)
        var capture = ClassicCapture(order, variant, version: (2, minor))
        for _ in 0..<Int.random(in: 0...50, using: &generator) {
            let frame = generator.bytes(Int.random(in: 0...2_000, using: &generator))
            capture.add(
                frame, seconds: UInt32.random(in: 0...0x7FFF_FFFF, using: &generator),
                fraction: UInt32.random(in: 0...999_999, using: &generator),
                originalLength: frame.count + (Bool.random(using: &generator) ? 0 : 500), lengthsSwapped: minor < 3)
        }
        try Self.expectSameAsLibpcap(capture.bytes, capture.frames, seed: seed)
    }

    @Test("yields what libpcap does of pcapng captures", arguments: 0..<40 as Range<UInt64>)
    func pcapng(_ index: UInt64) throws {
        let seed = index &+ UInt64.random(in: 0...UInt64.max)
        print("seed of pcapng capture \(index): \(seed)")
        var generator = SeededGenerator(seed: seed)
        let order: ByteOrder = Bool.random(using: &generator) ? .little : .big
        var capture = BlockCapture(order)
        for section in 0..<Int.random(in: 1...3, using: &generator) {
            if section > 0 { capture.beginSection(order) }
            capture.addRandomSection(using: &generator)
        }
        try Self.expectSameAsLibpcap(capture.bytes, capture.frames, seed: seed)
    }

    @Test("gives a simple packet the time that libpcap does, the offset of its interface")
    func simplePacketTime() throws {
        var capture = BlockCapture()
        capture.addInterface(options: [.offset(1_000, .little)])
        capture.addSimplePacket([1, 2, 3])
        try withTemporaryFile(capture.bytes) { path in
            let theirs = LibpcapReading(path: path)
            #expect(theirs.frames.map(\.nanoseconds) == [1_000_000_000_000])
            #expect(CaptureReading(path: path).frames == theirs.frames)
        }
    }

    @Test("stops where libpcap does when a capture is cut", arguments: [ByteOrder.little, .big])
    func cut(_ order: ByteOrder) throws {
        let capture = ClassicCapture.small(order, .nanoseconds)
        for length in 24..<capture.bytes.count {
            let whole = capture.boundaries.count { $0 <= length } - 1
            let bytes = Array(capture.bytes[..<length])
            try Self.expectSameAsLibpcap(bytes, Array(capture.frames.prefix(whole)), seed: 0)
        }
    }
}

extension BlockCapture {
    /// Interfaces of one link type, as libpcap wants it, and packets of every kind among blocks that are passed over.
    fileprivate mutating func addRandomSection(using generator: inout SeededGenerator) {
        let resolutions: [(UInt8, UInt64)] = [(3, 1_000), (6, 1_000_000), (9, 1_000_000_000), (0x8A, 1_024)]
        var interfaces: [(unitsPerSecond: UInt64, offset: Int64)] = []
        for index in 0..<Int.random(in: 1...4, using: &generator) {
            let (option, units) = resolutions.randomElement(using: &generator) ?? (6, 1_000_000)
            // The first has none: libpcap adds it to simple packets, which the test above holds.
            let offset = index == 0 ? 0 : Int64.random(in: 1...1_000_000, using: &generator)
            interfaces.append((units, offset))
            addInterface(options: [.comment, .resolution(option), .offset(offset, order)])
        }
        for _ in 0..<Int.random(in: 0...30, using: &generator) {
            let index = Int.random(in: interfaces.indices, using: &generator)
            let (perSecond, offset) = interfaces[index]
            let (seconds, rest) = (
                UInt64.random(in: 0...2_000_000_000, using: &generator),
                UInt64.random(in: 0..<perSecond, using: &generator)
            )
            let units = seconds * perSecond + rest
            let nanoseconds = (Int64(seconds) + offset) * 1_000_000_000 + Int64(rest * 1_000_000_000 / perSecond)
            let frame = generator.bytes(Int.random(in: 0...2_000, using: &generator))
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: addSimplePacket(frame)
            case 1: addObsoletePacket(frame, units: units, nanoseconds: nanoseconds, interface: UInt16(index))
            case 2: addBlock(5) { $0.append([UInt8](repeating: 1, count: 24)) }
            default:
                addPacket(
                    frame, units: units, nanoseconds: nanoseconds, interface: UInt32(index),
                    originalLength: frame.count + 9, options: Bool.random(using: &generator) ? [.comment] : [])
            }
        }
    }
}
