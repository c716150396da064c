import PacketCapture
import TestSupport
import Testing
import TrafficSimulation

/// Damages captures at random: the reader ends, with frames that lie in the file. The seed is printed.
@Suite("A damaged capture") struct CaptureMutationTests {
    private static func blocks(_ order: ByteOrder) -> [UInt8] {
        var capture = BlockCapture(order)
        capture.addInterface(options: [.resolution(9), .comment])
        capture.addPacket([1, 2, 3, 4, 5], units: 3, nanoseconds: 3)
        capture.addBlock(0x0BAD) { $0.append([1, 2, 3, 4]) }
        capture.addSimplePacket([9, 8, 7])
        capture.addObsoletePacket([6], units: 7, nanoseconds: 7)
        return capture.bytes
    }

    @Test("of either format gives no more bytes than it holds", arguments: [ByteOrder.little, .big], [true, false])
    func mutated(_ order: ByteOrder, _ isClassic: Bool) throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed of damaged captures: \(seed)")
        var generator = SeededGenerator(seed: seed)
        let sound = isClassic ? ClassicCapture.small(order).bytes : Self.blocks(order)
        for _ in 0..<250 {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: bytes.indices, using: &generator)
                bytes[place] =
                    [0, 1, 0x7F, 0xFF, UInt8.random(in: 0...255, using: &generator)]
                    .randomElement(using: &generator) ?? 0
            }
            let reading = try CaptureReading(bytes)
            #expect(reading.frames.map(\.bytes.count).reduce(0, +) <= bytes.count, "\(bytes), seed \(seed)")
            #expect(reading.frames.allSatisfy { $0.originalLength >= $0.bytes.count }, "\(bytes), seed \(seed)")
        }
    }
}
