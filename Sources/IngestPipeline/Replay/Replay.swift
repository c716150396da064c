package import CensusStore
import Dispatch
import HourlyRollup
package import Logging
import PacketCapture
import Synchronization
package import Watchlist

/// Replays captures into a store: every input a segment of its own, committed with the note that it is done.
///
/// Inert until `run` is called. Any number of workers gives the same store.
package struct Replay: Sendable {
    private let options: ReplayOptions
    private let store: CensusStore
    private let ingest: CaptureIngest
    private let logger: Logger
    package let progress = IngestProgress()

    package init(_ options: ReplayOptions, watchlist: Watchlist, store: CensusStore, logger: Logger) {
        self.options = options
        self.store = store
        self.logger = logger
        ingest = CaptureIngest(
            watchlist: watchlist, internalNetworks: options.internalNetworks, tunnels: options.tunnels,
            progress: progress)
    }

    /// Replays every input.
    ///
    /// An input that cannot be read is said and passed over; an error of the store ends the run, and what was
    /// committed before stays.
    package func run() throws -> ReplaySummary {
        let found = CaptureFinder.find(options.inputs)
        for path in found.passedOver { logger.notice("\(path): passed over, not a capture") }
        let paths = found.paths
        for path in paths { progress.expect(bytes: FileSource.sizeOfRegularFile(path) ?? 0) }
        let work = Mutex(Work(paths: paths))
        DispatchQueue.concurrentPerform(iterations: max(1, min(options.jobs, paths.count))) { _ in
            while let index = work.withLock({ $0.next() }) {
                let done = Swift.Result { try replay(paths[index]) }
                work.withLock { $0.finish(index, done) }
            }
        }
        return try work.withLock { try $0.summary() }
    }

    private func replay(_ path: String) throws -> (InputOutcome, [Coverage]) {
        let name = path == "-" ? "standard input" : path
        let result: InputOutcome.Result
        var coverage: [Coverage] = []
        do {
            (result, coverage) = try count(CaptureInput(path: path), name: name)
        } catch let error as CaptureError {
            result = .refused(problem: "\(error)")
        }
        let outcome = InputOutcome(name: name, result: result)
        outcome.log(to: logger)
        return (outcome, coverage)
    }

    private func count(_ input: CaptureInput, name: String) throws -> (InputOutcome.Result, [Coverage]) {
        let identity = CaptureIdentity(input)
        if let length = input.unpackedSize,
            let earlierName = try store.countedName(ofCapture: identity.digest(length: length))
        {
            progress.advance(bytes: length, packets: 0, matched: 0)
            return (.countedBefore(asName: earlierName), [])
        }
        let read = try ingest.read(input)
        let coverage = Array(read.tally.coverage.values)
        let (packets, matched) = coverage.reduce((0, 0)) { ($0.0 + $1.seen, $0.1 + $1.matched) }
        let record = CaptureRecord(
            identity: identity.digest(length: input.unpackedSize ?? read.captureLength), name: name, packets: packets)
        if let earlierName = try store.commit(read.tally, of: record) {
            return (.countedBefore(asName: earlierName), [])
        }
        if let problem = read.problem {
            return (.countedInPart(packets: packets, matched: matched, problem: "\(problem)"), coverage)
        }
        return (.counted(packets: packets, matched: matched), coverage)
    }

    /// What is still to do, and what came of the rest.
    private struct Work {
        private var nextIndex = 0
        private var outcomes: [InputOutcome?]
        private var coverage: [[Coverage]]
        private var failure: (any Error)?

        init(paths: [String]) {
            outcomes = Array(repeating: nil, count: paths.count)
            coverage = Array(repeating: [], count: paths.count)
        }

        mutating func next() -> Int? {
            guard failure == nil, nextIndex < outcomes.count else { return nil }
            defer { nextIndex += 1 }
            return nextIndex
        }

        mutating func finish(_ index: Int, _ done: Swift.Result<(InputOutcome, [Coverage]), any Error>) {
            switch done {
            case .success((let outcome, let hours)):
                outcomes[index] = outcome
                coverage[index] = hours
            case .failure(let error): failure = failure ?? error
            }
        }

        func summary() throws -> ReplaySummary {
            if let failure { throw failure }
            var summary = ReplaySummary()
            summary.outcomes = outcomes.compactMap { $0 }
            for part in coverage.joined() { summary.coverage.merge(part) }
            return summary
        }
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
