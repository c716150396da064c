import CensusStore
import Dispatch
import HourlyRollup
import Logging
import PacketCapture
import Synchronization
import Watchlist

/// Replays captures into a store: every input a segment of its own, committed with the note that it is done.
///
/// Inert until `run` is called. Any number of workers gives the same store.
struct Replay: Sendable {
    private let options: ReplayOptions
    private let census: Census
    private let ingest: CaptureIngest
    private let logger: Logger
    let progress = IngestProgress()

    init(_ options: ReplayOptions, watchlist: Watchlist, census: Census, logger: Logger) {
        self.options = options
        self.census = census
        self.logger = logger
        ingest = CaptureIngest(
            watchlist: watchlist, internalNetworks: options.internalNetworks, tunnels: options.tunnels,
            progress: progress)
    }

    /// Replays every input.
    ///
    /// An input that cannot be read is said and passed over; an error of the store ends the run, and what was
    /// committed before stays.
    func run() throws -> ReplaySummary {
        let found = CaptureFinder.find(options.inputs)
        for path in found.passedOver { logger.notice("\(path): passed over, not a capture") }
        for path in found.paths { progress.expect(bytes: FileSource.sizeOfRegularFile(path) ?? 0) }
        let files = try found.paths.map { try ReplayedFile(path: $0, census: census, jobs: options.jobs) }
        let joins = files.map { FileJoin($0, ingest) }
        let work = Mutex(ReplayWork(files))
        DispatchQueue.concurrentPerform(iterations: max(1, min(options.jobs, files.reduce(0) { $0 + $1.pieces }))) {
            _ in
            while let item = work.withLock({ $0.next() }) {
                joins[item.file].add(Swift.Result { try read(files[item.file], item.piece) }, number: item.piece)
                guard work.withLock({ $0.finish(item) }) else { continue }
                let done = Swift.Result { try settle(files[item.file], joins[item.file]) }
                work.withLock { $0.settle(item.file, done) }
            }
        }
        return try work.withLock { try $0.summary() }
    }

    /// Reads one piece of a file; `nil` where a segment shows no record to begin at.
    private func read(_ file: ReplayedFile, _ piece: Int) throws(CaptureError) -> StretchResult? {
        switch file.plan {
        case .countedBefore: nil
        case .whole: try ingest.read(CaptureInput(path: file.path))
        case .segmented(let segments): try segments.read(piece, with: ingest)
        }
    }

    /// Commits a file of which all pieces were read, and says what became of it.
    private func settle(_ file: ReplayedFile, _ join: FileJoin) throws -> ReplaySummary {
        var summary = ReplaySummary()
        let result: InputOutcome.Result
        do {
            result = try commit(file, try join.finish(), &summary)
        } catch let error as CaptureError {
            result = .refused(problem: "\(error)")
        }
        let outcome = InputOutcome(name: file.name, result: result)
        outcome.log(to: logger)
        summary.outcomes = [outcome]
        return summary
    }

    private func commit(
        _ file: ReplayedFile, _ whole: StretchResult?, _ summary: inout ReplaySummary
    ) throws -> InputOutcome.Result {
        if case .countedBefore(let name) = file.plan { return .countedBefore(asName: name) }
        guard let whole else { preconditionFailure("a file's first piece begins at its first record") }
        var coverage = Coverage()
        for hour in whole.tally.coverage.values { coverage.merge(hour) }
        let head = CaptureHead(beginning: Array(file.digest(whole).utf8), marks: [])
        let stretch = CaptureStretch(
            name: file.name, head: head, range: whole.start..<whole.end, tail: [], tallies: [whole.tally])
        guard case .added = try census.commit(stretch, as: .new(besides: [])) else {
            return .countedBefore(asName: try census.captures(beginning: head.beginning).first?.name ?? file.name)
        }
        summary.coverage = coverage
        guard let problem = whole.problem else {
            return .counted(packets: coverage.seen, matched: coverage.matched)
        }
        return .countedInPart(packets: coverage.seen, matched: coverage.matched, problem: "\(problem)")
    }
}

extension InputOutcome {
    func log(to logger: Logger) {
        switch result {
        case .counted(let packets, let matched):
            logger.info("\(name): \(packets) packets, \(matched) matched")
        case .countedInPart(let packets, let matched, let problem):
            logger.error("\(problem)")
            logger.info("\(name): \(packets) packets up to there, \(matched) matched")
        case .countedBefore(let earlierName):
            logger.notice(
                "\(name): counted before\(earlierName == name ? "" : " as \(earlierName)"), not counted again")
        case .refused(let problem):
            logger.error("\(problem)")
        }
    }
}
