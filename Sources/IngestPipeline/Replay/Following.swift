import Logging
import NetworkTypes
import PacketCapture
import Runtime

/// Replays files that are still being written, and goes on with what is added to them, until it is stopped.
final class Following {
    private let replay: Replay
    private let arguments: [String]
    private let inbox = Inbox<RunSignal>()
    private var files: [FollowedFile] = []
    /// What became of the files that were let go.
    private var outcomes: [InputOutcome] = []
    /// Names of files that are not there, as far as it was said.
    private var missing: Set<String> = []

    /// Nanoseconds between two looks at the files.
    private static let interval = Timestamp.nanosecondsPerSecond
    /// After so many looks that found nothing new a file is let go whose name is another's.
    private static let longestQuiet = 60

    init(_ replay: Replay, _ arguments: [String]) {
        self.replay = replay
        self.arguments = arguments
    }

    /// - Throws: what is wrong with the store; what was committed stays.
    func run() throws -> ReplaySummary {
        SignalThread.hold()
        SignalThread.start { [inbox, stop = replay.ingest.stop] signal in
            if case .stop = signal { stop.set() }
            inbox.post(signal)
        }
        takeUpFiles()
        if files.isEmpty, missing.isEmpty {
            let places = arguments.joined(separator: ", ")
            replay.logger.notice("\(places): holds no capture or flow log yet; waiting for one")
        }
        repeat { try look() } while !isStopped(after: inbox.take(within: Self.interval))
        let all = outcomes + files.compactMap(\.outcome)
        for outcome in all { outcome.log(to: replay.logger) }
        return ReplaySummary(outcomes: all)
    }

    private func isStopped(after signals: [RunSignal]) -> Bool {
        for case .stop(let reason) in signals {
            replay.logger.info("stopping: \(reason)")
            return true
        }
        return false
    }

    /// Counts what has come since the last look.
    private func look() throws {
        takeUpFiles()
        var inputs: [(file: Int, input: ReplayInput)] = []
        for number in files.indices {
            if let input = files[number].inputIfChanged() { inputs.append((number, input)) }
        }
        let outcomes = try replay.run(inputs.map(\.input)) { _ in }
        for (outcome, (file, _)) in zip(outcomes, inputs) {
            guard var outcome else { continue }
            if outcome.isOnlyCut { outcome.result = .counted(outcome.manner ?? .whole) }
            if files[file].note(outcome) { outcome.log(to: replay.logger) }
        }
        letGo()
    }

    /// Takes up files that are new, or new under their name.
    private func takeUpFiles() {
        for input in CaptureFinder.find(arguments).inputs {
            let path = input.path
            let known = files.last { $0.path == path }
            if let known, !known.isReplaced { continue }
            guard let file = FollowedFile(path: path, format: input.format) else {
                if known == nil, missing.insert(path).inserted {
                    replay.logger.warning("\(path): is not a file, or not there yet")
                }
                continue
            }
            if known != nil {
                replay.logger.notice("\(path): is another file now, which is followed from its beginning")
            }
            missing.remove(path)
            files.append(file)
        }
    }

    /// Lets files go that were replaced, and have been quiet since.
    private func letGo() {
        let isOver = { (file: FollowedFile) in file.quietLooks > Self.longestQuiet && file.isReplaced }
        outcomes += files.filter(isOver).compactMap(\.outcome)
        files.removeAll(where: isOver)
    }
}
