import CensusModel
import HourlyRollup

/// What is still to do of a replay, and what came of the rest.
struct ReplayWork {
    enum Item {
        case input(Int)
        /// A segment of a file, which any worker can read.
        case segment(CutFile, Int)
        /// There is nothing more, or the run has failed.
        case end
    }

    /// A file that is open, and read in segments.
    struct CutFile {
        let input: Int
        let work: any SegmentedWork
        /// Is called when all of it was read, or reading failed.
        let settle: @Sendable (Result<Void, any Error>) -> Void
    }

    private var untaken: [Int]
    private var files: [CutFile] = []
    /// How many inputs are being opened, of which segments may come.
    private var opening = 0
    private var outcomes: [InputOutcome?]
    private var failure: (any Error)?
    /// By what the captures are known that are being counted.
    private var reserved: [Int: [UInt8]] = [:]
    /// The sources that were counted in this run.
    private var counted: Set<Int64> = []
    /// What was added of each input.
    private var added: [Int: Coverage] = [:]

    init(inputs: Int) {
        untaken = Array(0..<inputs)
        outcomes = Array(repeating: nil, count: inputs)
    }

    /// What to do next: first the segments of files that are open. `nil` where there is nothing now, and may be in a moment.
    /// - Parameter isStopping: whether to begin nothing more, and only end what is open.
    mutating func next(isStopping: Bool) -> Item? {
        guard failure == nil else { return .end }
        for file in files {
            if let segment = file.work.takeSegment() { return .segment(file, segment) }
        }
        guard !untaken.isEmpty, !isStopping else { return opening > 0 ? nil : .end }
        opening += 1
        return .input(untaken.removeFirst())
    }

    /// Reserves a capture for an input; false while another input of this run is the same one, perhaps.
    mutating func reserve(_ beginning: [UInt8], for input: Int) -> Bool {
        guard !reserved.contains(where: { $0.key != input && $0.value == beginning }) else { return false }
        reserved[input] = beginning
        return true
    }

    /// Notes that an input is open, which may be one that is read in segments.
    mutating func noteOpened(_ file: CutFile? = nil) {
        opening -= 1
        if let file { files.append(file) }
    }

    func isCounted(_ source: Int64) -> Bool { counted.contains(source) }

    /// Notes what became of an input; `nil` when it is to be opened again.
    ///
    /// - Parameters:
    ///   - source: the one that was added to.
    ///   - coverage: of what was added.
    /// - Returns: what became of it in all.
    mutating func settle(
        _ input: Int, _ outcome: Result<InputOutcome?, any Error>, source: Int64?, coverage: Coverage
    ) -> InputOutcome? {
        files.removeAll { $0.input == input }
        reserved[input] = nil
        if let source { counted.insert(source) }
        added[input, default: Coverage()].merge(coverage)
        switch outcome {
        case .success(var outcome?):
            outcome.coverage = added[input] ?? Coverage()
            outcomes[input] = outcome
            return outcome
        case .success(nil): untaken.insert(input, at: 0)
        case .failure(let error): failure = failure ?? error
        }
        return nil
    }

    /// What became of all inputs, in their order; `nil` for those that were not begun.
    func settled() throws -> [InputOutcome?] {
        if let failure { throw failure }
        return outcomes
    }
}
