import ByteInput
import NetworkTypes
import PacketCapture
import TestSupport
import Testing

@Suite("What a pcapng capture says was lost") struct StatedLossTests {
    private typealias Option = BlockCapture.Option
    private static let hour: UInt64 = 3_600_000_000

    /// By hours since 1970.
    private func losses(_ bytes: [UInt8]) throws -> [Int32: PacketLoss] {
        try withTemporaryFile(bytes) { path in
            var reader = try CaptureFileReader(OpenedInput(path: path), isKnown: { _ in true })
            while try reader.nextBatch() {}
            let losses = reader.takeLosses().byHour
            #expect(reader.takeLosses().isEmpty)
            return Dictionary(uniqueKeysWithValues: losses.map { ($0.key.index, $0.value) })
        }
    }

    @Test(
        "is what has been added since it was last said, of each interface and in each section",
        arguments: [.little, .big] as [ByteOrder])
    func statistics(_ order: ByteOrder) throws {
        var capture = BlockCapture(order)
        capture.addInterface()
        capture.addInterface(options: [.resolution(9)])
        let (five, seven) = (Option.lostByInterface(5, order), Option.lostBySystem(7, order))
        capture.addStatistics(units: 1, options: [.comment, five, seven])
        capture.addStatistics(interface: 1, units: Self.hour * 1_000, options: [.lostBySystem(100, order)])
        capture.addPacket([1, 2, 3], units: 2, nanoseconds: 2_000)
        capture.addStatistics(units: 2, options: [five, seven])
        capture.addStatistics(units: Self.hour, options: [.lostByInterface(6, order), .lostBySystem(9, order)])
        capture.beginSection(order)
        capture.addInterface()
        capture.addStatistics(units: 2 * Self.hour, options: [five])
        #expect(
            try losses(capture.bytes) == [
                0: PacketLoss(kernel: 7, interface: 5), 1: PacketLoss(kernel: 102, interface: 1),
                2: PacketLoss(interface: 5),
            ])
    }

    @Test("counts from 0 again where a counter has fallen, and clamps what cannot be")
    func oddCounters() throws {
        var capture = BlockCapture()
        capture.addInterface()
        for count in [10, 4, 6] as [UInt64] {
            capture.addStatistics(units: 1, options: [.lostByInterface(count, .little)])
        }
        #expect(try losses(capture.bytes) == [0: PacketLoss(interface: 16)])
        for _ in 0..<3 {
            capture.addStatistics(units: 1, options: [.lostByInterface(.max, .little)])
            capture.addStatistics(units: 1, options: [.lostByInterface(0, .little)])
        }
        #expect(try losses(capture.bytes) == [0: PacketLoss(interface: 1 << 40)])
    }

    @Test("by packets is part of what statistics say", arguments: [.little, .big] as [ByteOrder])
    func beforePackets(_ order: ByteOrder) throws {
        var capture = BlockCapture(order)
        capture.addInterface()
        capture.addPacket([1], units: 1, nanoseconds: 1_000, options: [.comment, .lostBefore(4, order)])
        capture.addObsoletePacket([2], units: Self.hour, nanoseconds: Int64(Self.hour) * 1_000, drops: 3)
        capture.addObsoletePacket([2], units: 1, nanoseconds: 1_000, drops: .max)
        #expect(try losses(capture.bytes) == [0: PacketLoss(interface: 4), 1: PacketLoss(interface: 3)])
        capture.addStatistics(units: 2 * Self.hour, options: [.lostByInterface(5, order), .lostBySystem(4, order)])
        #expect(try losses(capture.bytes)[2] == PacketLoss(interface: 2))
    }

    @Test("of an interface that is not described, or in a block that is too short, is nothing")
    func nowhere() throws {
        var capture = BlockCapture()
        capture.addInterface()
        capture.addStatistics(interface: 1, units: 1, options: [.lostByInterface(5, .little)])
        capture.addBlock(5) { $0.append(UInt32(0)) }
        capture.addStatistics(units: 1, options: [Option(code: 5, value: [1, 0, 0, 0])])
        #expect(try losses(capture.bytes).isEmpty)
    }
}
