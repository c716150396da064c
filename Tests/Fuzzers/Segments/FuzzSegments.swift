import CensusModel
import Classification
import FuzzSupport
import HourlyRollup
import NetworkTypes
import PacketCapture
import Runtime
import Watchlist

@testable import IngestPipeline

private let file = MemoryFile()

/// Cuts a capture at guessed places, and joins what comes of the segments.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSegments(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(start, count)
    let capture = CaptureCase(&input)
    file.write(capture.bytes)
    do {
        guard let joined = try CountedFile(capture, isCut: true) else { return 0 }
        guard let whole = try CountedFile(capture, isCut: false) else { return 0 }
        check(joined, whole)
    } catch {
        expect(error is CaptureError, "\(error)")
    }
    return 0
}

/// What a census has of the file, and how the reading ended.
private struct CountedFile {
    private(set) var problem: CaptureError?
    private(set) var end: UInt64 = 0
    private(set) var flows: [FlowRecord] = []
    let coverage: [Hour: Coverage]

    /// - Returns: `nil` when the capture holds nothing to count, or is not to be cut.
    init?(_ capture: CaptureCase, isCut: Bool) throws {
        let memory = TallyMemory(bytes: 1 << 30, jobs: 1)
        let census = MemoryCensus(
            HourlyTally(attributions: capture.watchlist.attributions), memory: memory, overflowingInto: NoStores())
        let lookup = CaptureLookup(
            census: census, lists: ListQuestion(lists: ListSet([])), countsAgain: false)
        let found = try lookup.open(ReplayInput(path: file.path), isCounted: { _ in false }, reserve: { _ in })
        guard case .open(let opening) = found else { return nil }
        let ingest = CaptureIngest(
            watchlist: capture.watchlist,
            rules: CountingRules(internalNetworks: .defaultInternal, tunnels: capture.tunnels),
            progress: IngestProgress(), memory: memory, stop: StopFlag(), clock: Clocks.system.steady)
        let count = CaptureCount(
            opening, name: file.path, lists: ListSet([]), census: census, memory: memory, clock: Clocks.system.steady)
        var reader = opening.reader
        if isCut {
            guard let size = opening.size, let segments = Self.cut(&reader, size, capture) else { return nil }
            let segmented = SegmentedCount(segments, count, ingest, mostSegments: 1 + capture.choice % 3)
            // One worker that reads as it takes meets every segment when its turn has come; backwards it has to guess all but one.
            var taken: [Int] = []
            while let segment = segmented.takeSegment() {
                if capture.choice % 4 < 2 { _ = try segmented.read(segment) } else { taken.append(segment) }
            }
            for segment in taken.reversed() { _ = try segmented.read(segment) }
            problem = segmented.problem
        } else {
            var isLast = false
            while !isLast {
                var counted = try ingest.read(&reader) { _ in true }
                (isLast, problem) = (counted.isLast, counted.problem)
                try count.add(&counted)
            }
        }
        try count.finish()
        end = count.reached?.position ?? 0
        coverage = try census.coverage(in: HourRange())
        try census.forEachFlow(FlowFilter(hours: HourRange())) { flows.append($0) }
    }

    private static func cut(_ reader: inout CaptureFileReader, _ size: UInt64, _ capture: CaptureCase) -> SegmentedFile?
    {
        SegmentedFile(
            path: file.path, name: file.path, &reader, size: size, jobs: 2 + capture.choice % 7,
            minimumLength: UInt64(1 + capture.choice / 7))
    }
}

private func check(_ joined: CountedFile, _ whole: CountedFile) {
    expect(joined.end == whole.end, "joined up to \(joined.end), read up to \(whole.end)")
    expect(
        joined.problem == whole.problem,
        "\(String(describing: joined.problem)), not \(String(describing: whole.problem))")
    expect(joined.coverage == whole.coverage, "\(joined.coverage), not \(whole.coverage)")
    expect(joined.flows == whole.flows, "\(joined.flows), not \(whole.flows)")
}

/// Memory holds what a fuzzer counts.
private struct NoStores: StoreOpener {
    func open(_ name: String, for access: StoreAccess) throws -> any CensusStore {
        throw CommandProblem("\(name): there is no store")
    }

    func migrate(
        _ name: String, report: @escaping (StoreMigrationProgress) throws -> Void
    ) throws -> (before: Int, after: Int) {
        throw CommandProblem("\(name): there is no store")
    }
}
