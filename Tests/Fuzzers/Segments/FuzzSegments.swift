import FuzzSupport
import HourlyRollup
import NetworkTypes
import PacketCapture

@testable import IngestPipeline

private let file = MemoryFile()

/// Cuts a capture at guessed places, and joins what comes of the pieces.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSegments(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var input = unsafe FuzzInput(start, count)
    let capture = CaptureCase(&input)
    file.write(capture.bytes)
    let ingest = CaptureIngest(
        watchlist: capture.watchlist, internalNetworks: .defaultInternal, tunnels: capture.tunnels,
        progress: IngestProgress())
    do {
        let whole = try ingest.read(CaptureInput(path: file.path))
        guard let joined = try joined(capture, ingest) else { return 0 }
        check(joined, whole)
    } catch {
        expect(error is CaptureError, "\(error)")
    }
    return 0
}

/// `nil` when the capture is not to be cut.
private func joined(_ capture: CaptureCase, _ ingest: CaptureIngest) throws -> StretchResult? {
    let jobs = 2 + capture.choice % 7
    let minimumLength = UInt64(1 + capture.choice / 7)
    let segments = try SegmentedFile(
        path: file.path, CaptureInput(path: file.path), jobs: jobs, minimumLength: minimumLength)
    guard let segments else { return nil }
    var joined = try segments.read(0, with: ingest)
    for number in 1..<max(1, segments.segmentCount) {
        try segments.join(try segments.read(number, with: ingest), number, to: &joined, with: ingest)
    }
    expect(joined != nil, "the first piece begins at the first record")
    return joined
}

private func check(_ joined: StretchResult, _ whole: StretchResult) {
    expect(joined.end == whole.end, "joined up to \(joined.end), read up to \(whole.end)")
    expect(
        joined.problem == whole.problem,
        "\(String(describing: joined.problem)), not \(String(describing: whole.problem))")
    expect(joined.tally.coverage == whole.tally.coverage, "\(joined.tally.coverage), not \(whole.tally.coverage)")
    let (flows, expected) = (flows(joined), flows(whole))
    expect(flows == expected, "\(flows), not \(expected)")
}

private func flows(_ result: StretchResult) -> [FlowRecord] {
    var flows: [FlowRecord] = []
    result.tally.forEachRecordInOrder { flows.append($0) }
    return flows
}
