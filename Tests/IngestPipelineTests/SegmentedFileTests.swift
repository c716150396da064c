import ByteInput
import CensusModel
import Classification
import Foundation
import HourlyRollup
import NetworkTypes
import PacketCapture
import PacketDecoding
import Runtime
import Testing
import TrafficSimulation
import Watchlist

@testable import IngestPipeline

/// A cut is a guess; what comes of all segments must be what one reader finds.
@Suite("A segmented file")
struct SegmentedFileTests {
    private let watchlist: Watchlist

    init() throws {
        watchlist = Watchlist([WatchlistEntry(prefix: try #require(IPPrefix.parse("192.0.2.0/24".utf8)).prefix)])
    }

    private func file(_ bytes: [UInt8]) throws -> String {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("segments-\(UUID().uuidString).pcap")
        try Data(bytes).write(to: url)
        return url.path
    }

    private func ingest(_ memory: TallyMemory) -> CaptureIngest {
        CaptureIngest(
            watchlist: watchlist, rules: CountingRules(internalNetworks: .defaultInternal, tunnels: .innermost),
            progress: IngestProgress(), memory: memory, stop: StopFlag(), clock: Clocks.system.steady)
    }

    /// Flows in the order of their keys, coverage, and where and how reading ended.
    private struct Outcome: Equatable {
        var flows: [FlowRecord] = []
        let coverage: [Hour: Coverage]
        let end: UInt64?
        let problem: CaptureError?

        init(_ census: MemoryCensus, end: UInt64?, problem: CaptureError?) throws {
            (self.end, self.problem) = (end, problem)
            coverage = try census.coverage(in: HourRange())
            try census.forEachFlow(FlowFilter(hours: HourRange())) { flows.append($0) }
        }
    }

    /// A census of a file, read whole or in segments by several workers.
    private func count(
        _ path: String, segments minimumLength: UInt64?, mostSegments: Int = 16, memory bytes: Int
    ) throws -> (outcome: Outcome, segments: Int) {
        let memory = TallyMemory(bytes: bytes, jobs: 3)
        let memoryCensus = MemoryCensus(
            HourlyTally(attributions: watchlist.attributions), memory: memory, overflowingInto: SQLiteStores())
        let ingest = ingest(memory)
        let lookup = CaptureLookup(census: memoryCensus, lists: ListQuestion(lists: ListSet([])), countsAgain: false)
        let found = try lookup.open(ReplayInput(path: path), isCounted: { _ in false }, reserve: { _ in })
        guard case .open(let opening) = found else { throw CommandProblem("was counted") }
        var reader = opening.reader
        let count = CaptureCount(
            opening, name: path, lists: ListSet([]), census: memoryCensus, memory: memory,
            clock: Clocks.system.steady)
        var (problem, segments): (CaptureError?, Int) = (nil, 1)
        if let minimumLength {
            let size = try #require(opening.size)
            let cut = SegmentedFile(
                path: path, name: path, &reader, size: size, jobs: 4, minimumLength: minimumLength)
            let file = try #require(cut)
            segments = file.cuts.segmentCount
            let segmented = SegmentedCount(file, count, ingest, mostSegments: mostSegments)
            DispatchQueue.concurrentPerform(iterations: 3) { _ in
                while let segment = segmented.takeSegment() { _ = try? segmented.read(segment) }
            }
            problem = segmented.problem
        } else {
            var isLast = false
            while !isLast {
                var counted = try ingest.read(&reader) { count.mayGrow($0, since: SystemClock.steady) }
                (isLast, problem) = (counted.isLast, counted.problem)
                try count.add(&counted)
            }
        }
        try count.finish()
        return (try Outcome(memoryCensus, end: count.reached?.position, problem: problem), segments)
    }

    private func expectSameCensus(_ bytes: [UInt8], minimumLength: UInt64) throws {
        let path = try file(bytes)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let whole = try count(path, segments: nil, memory: 1 << 30)
        for (memory, mostSegments) in [(1 << 30, 1), (1 << 30, 3), (1 << 30, 16), (1 << 16, 1), (1 << 16, 16)] {
            let joined = try count(path, segments: minimumLength, mostSegments: mostSegments, memory: memory)
            try #require(joined.segments > 3)
            #expect(joined.outcome == whole.outcome, "at most \(mostSegments) segments, \(memory) bytes")
        }
    }

    /// Datagrams of many lengths between hosts and listed servers, a second apart.
    private func capture(_ frames: Int, payload: (Int) -> [UInt8]) throws -> [UInt8] {
        var timeline = Timeline()
        for number in 0..<frames {
            let host = IPAddress.v4(IPv4Address(rawValue: 0x0A00_0000 + UInt32(number % 50)))
            let origin = IPAddress.v4(IPv4Address(rawValue: 0xC000_0200 + UInt32(number % 7)))
            let packet = FrameBuilder.ip(
                from: host, to: origin, .udp, FrameBuilder.udp(from: 9_000, to: 53, payload(number)))
            timeline.add(
                FrameBuilder.ethernet(ip: packet),
                at: Timestamp(nanoseconds: (1_370_000_000 + Int64(number)) * 1_000_000_000))
        }
        return timeline.capture(linkType: .ethernet)
    }

    @Test("gives what one reader gives, wherever it is cut", arguments: [200, 1_000, 5_000] as [UInt64])
    func anyCut(minimumLength: UInt64) throws {
        let bytes = try capture(2_000) { [UInt8](repeating: UInt8(truncatingIfNeeded: $0), count: $0 % 300) }
        try expectSameCensus(bytes, minimumLength: minimumLength)
    }

    @Test("is read from its first record on, though segments are shorter than the file's header")
    func shortSegments() throws {
        try expectSameCensus(try capture(1) { _ in [1, 2, 3] }, minimumLength: 1)
    }

    @Test("is cut for as many workers as a number can say", arguments: [2, 1 << 40, Int.max])
    func anyNumberOfWorkers(jobs: Int) throws {
        let path = try file(try capture(50) { [UInt8](repeating: 0, count: $0) })
        defer { try? FileManager.default.removeItem(atPath: path) }
        let input = try OpenedInput(path: path)
        let size = try #require(input.unpackedSize)
        var reader = try CaptureFileReader(input, isKnown: LinkHeader.isKnown)
        let segments = SegmentedFile(path: path, name: path, &reader, size: size, jobs: jobs, minimumLength: 500)
        #expect(try #require(segments).cuts.segmentCount > 3)
    }

    @Test("is not misled by packets that carry captures themselves")
    func capturesInside() throws {
        let inner = try capture(30) { _ in [] }.dropFirst(24)
        let bytes = try capture(400) { _ in Array(inner.prefix(1_400)) }
        try expectSameCensus(bytes, minimumLength: 2_000)
    }

    @Test("that is damaged ends where one reader ends")
    func damaged() throws {
        var bytes = try capture(1_000) { [UInt8](repeating: 0, count: $0 % 100) }
        bytes.removeLast(10)
        try expectSameCensus(bytes, minimumLength: 3_000)
        bytes.replaceSubrange(40_008..<40_012, with: [0xFF, 0xFF, 0xFF, 0x7F])
        try expectSameCensus(bytes, minimumLength: 3_000)
    }
}
