import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import PacketCapture

/// Passes over the packets of one hour whose first byte is even.
private struct EvenFilter: PacketFilter {
    var passed = 0
    var cut = 0
    let hour: Range<Int64>
    /// Whether the callback knows of some packets by itself that they pass: of those whose first byte is a multiple of 4.
    var knowsSomeAtOnce = false

    func withPacketTest(of linkType: LinkType, _ body: (PacketTest?) -> PacketIntake) -> PacketIntake {
        var context = UInt8(1)
        return unsafe withUnsafePointer(to: &context) { context in
            let test = unsafe PacketTest(
                { context, packet, _, _ in
                    unsafe packet.load(as: UInt8.self) & context.load(as: UInt8.self) == 0
                }, context: UnsafeRawPointer(context), hour: hour,
                callback: knowsSomeAtOnce ? Self.knowingCallback : PacketTest.usualCallback)
            return body(linkType == .ethernet ? test : nil)
        }
    }

    private static let knowingCallback: PacketTest.Callback = {
        unsafe FrameCollector.take($0, $1, $2) { _, packet, _, _ in unsafe packet.load(as: UInt8.self) % 4 == 0 }
    }

    mutating func prepare() {}

    mutating func notePassed(count: Int, cut: Int) {
        self.passed += count
        self.cut += cut
    }
}

@Suite("Packets that libpcap lends")
struct PacketIntakeTests {
    private static let seconds: Int64 = 3_600

    /// 100 packets, one a minute, whose first byte is their number; captured up to 40 bytes of 30 to 49.
    private func capture(_ linkType: LinkType = .ethernet) -> [UInt8] {
        var writer = PcapWriter(linkType: linkType, snapLength: 40)
        for number in 0..<100 {
            let frame = [UInt8(number)] + [UInt8](repeating: 7, count: 29 + number % 20)
            writer.add(frame, at: Timestamp(nanoseconds: Int64(number) * 60 * 1_000_000_000))
        }
        return writer.bytes
    }

    /// Takes all packets in batches of 16 at most.
    private func take(
        _ bytes: [UInt8], from begin: Int64 = .min, _ filter: inout EvenFilter
    ) throws -> (frames: [CapturedFrame], intakes: [PacketIntake]) {
        try withTemporaryFile(bytes) { path in
            let handle = try PcapHandle.activate(file: path)
            var batch = FrameBatch()
            batch.bytes = Array(repeating: 0, count: 16 * 40)
            var (frames, intakes): ([CapturedFrame], [PacketIntake]) = ([], [])
            while true {
                let intake = handle.takePackets(atMost: 16, from: begin, into: &batch, filteredBy: &filter)
                guard intake.status > 0 else { return (frames, intakes) }
                frames += batch.copiedFrames
                intakes.append(intake)
                #expect(batch.isFiltered == (intake.untested == 0))
            }
        }
    }

    @Test(
        "are passed over where the test says so, within its hour, and all are accounted for", arguments: [false, true])
    func filtered(knowsSomeAtOnce: Bool) throws {
        var filter = EvenFilter(hour: 0..<Self.seconds, knowsSomeAtOnce: knowsSomeAtOnce)
        let (frames, intakes) = try take(capture(), &filter)
        // Of the first 60 the odd ones, and all that came later.
        #expect(frames.map { Int($0.bytes[0]) } == Array(stride(from: 1, to: 60, by: 2)) + Array(60..<100))
        #expect(frames.allSatisfy { $0.bytes.count == min(40, $0.originalLength) })
        #expect(filter.passed == 30 && filter.cut == 12)
        #expect(intakes.reduce(0) { $0 + $1.untested } == 40)
        #expect(intakes.reduce(0) { $0 + $1.wireBytes } == 3_950)
        let minutes = intakes.map { ($0.latest?.nanoseconds ?? -1) / 60_000_000_000 }
        #expect(minutes == [15, 31, 47, 63, 79, 95, 99])
    }

    @Test("are all copied where there is no test")
    func untested() throws {
        var filter = EvenFilter(hour: 0..<Self.seconds)
        let (frames, intakes) = try take(capture(.rawDLT12), &filter)
        #expect(frames.count == 100 && filter.passed == 0)
        #expect(intakes.allSatisfy { $0.untested > 0 })
    }

    @Test("from before the beginning are left out, with their bytes and times", arguments: [false, true])
    func early(knowsSomeAtOnce: Bool) throws {
        var filter = EvenFilter(hour: 0..<Self.seconds, knowsSomeAtOnce: knowsSomeAtOnce)
        let begin: Int64 = 20 * 60 * 1_000_000_000
        let (frames, intakes) = try take(capture(), from: begin, &filter)
        #expect(frames.count == 80 && filter.passed == 0)
        #expect(intakes.map(\.early) == [16, 4, 0, 0, 0, 0, 0])
        #expect(intakes[0].latest == nil && intakes[0].wireBytes == 0)
    }
}
