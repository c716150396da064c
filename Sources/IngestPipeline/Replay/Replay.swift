import ByteInput
import CensusModel
import Logging

/// Replays captures and flow logs into a census, each from where it was counted before.
///
/// Inert until `run` is called. Any number of workers gives the same census.
struct Replay: Sendable {
    let jobs: Int
    let countsAgain: Bool
    let census: any CensusSink
    /// What the packets are looked up in.
    let lists: ListSet
    let ingest: CaptureIngest
    let logger: Logger
    /// Whether inputs are followed while they are written.
    var follows = false
    /// Whether what exporters sent in captures is read as records.
    var readsExports = false

    /// Replays every capture that some arguments name: files, folders, `-` for standard input.
    func run(_ arguments: [String]) throws -> ReplaySummary {
        let found = CaptureFinder.find(arguments)
        for path in found.passedOver { logger.notice("\(path): passed over, not a capture") }
        for folder in found.emptyFolders { logger.warning("\(folder): holds neither captures nor flow logs") }
        let outcomes = try run(found.inputs) { $0.log(to: logger) }
        return ReplaySummary(outcomes: outcomes.compactMap { $0 })
    }

    /// Replays every input.
    ///
    /// An input that cannot be read is said and passed over; an error of the store ends the run, and what was
    /// committed before stays.
    ///
    /// - Parameter report: is called with what became of each input, as soon as that is known.
    /// - Returns: what became of them, in their order; `nil` for one that was not begun before the run was stopped.
    func run(
        _ inputs: [ReplayInput], report: @escaping @Sendable (InputOutcome) -> Void
    ) throws -> [InputOutcome?] {
        for input in inputs { ingest.progress.expect(bytes: FileSource.sizeOfRegularFile(input.path) ?? 0) }
        return try ReplayRun(self, inputs, report: report).run()
    }
}
