import CensusModel
import HourlyRollup
import PacketCapture

/// What is still to do of a replay, and what came of the rest.
struct ReplayWork {
    enum Item {
        case input(Int)
        /// A segment of a file, which any worker can read.
        case segment(Int, SegmentedCount, Int)
        /// There is nothing more, or the run has failed.
        case end
    }

    private var untaken: [Int]
    private var files: [(input: Int, count: SegmentedCount)] = []
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
            if let segment = file.count.takeSegment() { return .segment(file.input, file.count, segment) }
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

    /// Notes that an input is open, with the segments that there are.
    mutating func noteOpened(_ input: Int, _ count: SegmentedCount? = nil) {
        opening -= 1
        if let count { files.append((input, count)) }
    }

    func isCounted(_ source: Int64) -> Bool { counted.contains(source) }

    /// Notes what became of an input; `nil` when it is to be opened again.
    ///
    /// - Parameters:
    ///   - source: the one that was added to.
    ///   - coverage: of what was added.
    ///   - reached: where the input was read to.
    /// - Returns: what became of it in all.
    mutating func settle(
        _ input: Int, _ outcome: Result<InputOutcome?, any Error>, source: Int64?, coverage: Coverage,
        _ reached: (position: UInt64, layout: CaptureLayout)?
    ) -> InputOutcome? {
        files.removeAll { $0.input == input }
        reserved[input] = nil
        if let source { counted.insert(source) }
        added[input, default: Coverage()].merge(coverage)
        switch outcome {
        case .success(var outcome?):
            outcome.coverage = added[input] ?? Coverage()
            outcome.reached = reached
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
