import ByteInput
import CensusModel
import Dispatch
import FlowLogs
import NetworkTypes
import PacketCapture
import PacketDecoding
import Runtime

/// One go over some inputs: workers that open captures, and read them whole or in segments.
final class ReplayRun: Sendable {
    private let replay: Replay
    private let lookup: CaptureLookup
    private let inputs: [ReplayInput]
    private let report: @Sendable (InputOutcome) -> Void
    private let work: Monitor<ReplayWork>

    init(_ replay: Replay, _ inputs: [ReplayInput], report: @escaping @Sendable (InputOutcome) -> Void) {
        self.replay = replay
        self.inputs = inputs
        self.report = report
        lookup = CaptureLookup(
            census: replay.census, lists: ListQuestion(lists: replay.lists), countsAgain: replay.countsAgain,
            kind: replay.readsExports ? .exports : .capture)
        work = Monitor(ReplayWork(inputs: inputs.count))
    }

    /// - Returns: what became of the inputs, in their order; `nil` for one that was not begun before the run was stopped.
    func run() throws -> [InputOutcome?] {
        DispatchQueue.concurrentPerform(iterations: replay.jobs) { _ in
            while true {
                switch work.wait(for: { $0.next(isStopping: replay.ingest.stop.isSet) }) {
                case .input(let number): begin(number)
                case .segment(let file, let segment): read(segment, of: file)
                case .end: return
                }
            }
        }
        return try work.withLock { try $0.settled() }
    }

    /// Opens an input. One that is to be read in segments is left to all workers then, another is read here.
    private func begin(_ number: Int) {
        let input = inputs[number]
        do {
            let opened = try LogOpening.opened(input)
            if let log = LogOpening.log(input, opened) {
                try openLog(log, number)
            } else {
                try openCapture(input, opened, number)
            }
        } catch {
            work.withLock { $0.noteOpened() }
            settle(number, nil as CaptureCount?, .failure(error))
        }
    }

    private func openCapture(_ input: ReplayInput, _ opened: OpenedInput, _ number: Int) throws {
        let found = try lookup.open(
            input, opened, isCounted: { source in self.work.withLock { $0.isCounted(source) } },
            reserve: { self.reserve($0, for: number) })
        switch found {
        case .countedBefore(let name, let isShorter, let isByAnotherVersion):
            var outcome = InputOutcome(
                name: input.name, result: .countedBefore(asName: name, isShorter: isShorter))
            outcome.isByAnotherVersion = isByAnotherVersion
            settleUncounted(number, outcome)
        case .refused(let why):
            let problem = CommandProblem("\(input.name): \(why)")
            settleUncounted(number, InputOutcome(name: input.name, result: .refused(problem: problem)))
        case .open(let opening): count(opening, number)
        }
    }

    private func openLog(_ log: (input: OpenedInput, format: LogFormat), _ number: Int) throws {
        let logs = LogLookup(
            census: replay.census, lists: ListQuestion(lists: replay.lists), countsAgain: replay.countsAgain,
            isGrowing: replay.follows)
        let found = try logs.open(
            inputs[number], log.input, as: log.format,
            isCounted: { source in self.work.withLock { $0.isCounted(source) } },
            reserve: { self.reserve($0, for: number) })
        switch found {
        case .settled(let outcome): settleUncounted(number, outcome)
        case .open(let opening, let input): count(opening, input, number)
        }
    }

    /// Notes what became of an input of which nothing is to be counted.
    private func settleUncounted(_ number: Int, _ outcome: InputOutcome) {
        work.withLock { $0.noteOpened() }
        settle(number, .success(outcome), source: nil, coverage: Coverage())
    }

    /// Counts a flow log to its end, or leaves its segments to all workers.
    private func count(_ opening: InputOpening<LogReader>, _ input: ReplayInput, _ number: Int) {
        let count = LogCount(
            opening, name: input.name, lists: replay.lists, census: replay.census, memory: replay.ingest.memory,
            clock: replay.ingest.clock, kind: .log)
        if let size = opening.size,
            let file = SegmentedLog(
                path: input.path, name: input.name, opening.reader, size: size, jobs: replay.jobs,
                isGrowing: replay.follows)
        {
            leave(file, count, number)
        } else {
            work.withLock { $0.noteOpened() }
            var reader = opening.reader
            settle(
                number, count,
                Result {
                    try readWhole(count) { (latest, mayGrow) throws(LogError) in
                        try self.replay.ingest.read(&reader, after: latest, while: mayGrow)
                    }
                })
        }
    }

    /// Leaves the segments of an input to all workers.
    private func leave<Input: CutInput>(_ file: Input, _ count: InputCount<Input.Reader>, _ number: Int) {
        let segmented = SegmentedCount(file, count, replay.ingest)
        let cut = ReplayWork.CutFile(input: number, work: segmented) { result in
            self.settle(number, count, result.map { segmented.problem })
        }
        work.withLock { $0.noteOpened(cut) }
    }

    /// Waits until no other input that may be the same capture is being counted.
    private func reserve(_ beginning: [UInt8], for number: Int) {
        work.wait { $0.reserve(beginning, for: number) ? () : nil }
    }

    private func count(_ opening: CaptureOpening, _ number: Int) {
        let ingest = replay.ingest
        var reader = opening.reader
        let count = CaptureCount(
            opening, name: inputs[number].name, lists: replay.lists, census: replay.census, memory: ingest.memory,
            clock: ingest.clock, kind: lookup.kind)
        if replay.readsExports {
            work.withLock { $0.noteOpened() }
            settle(number, count, Result { try readExports(&reader, number, count) })
        } else if let size = opening.size,
            let file = SegmentedFile(
                path: inputs[number].path, name: inputs[number].name, &reader, size: size, jobs: replay.jobs)
        {
            leave(file, count, number)
        } else {
            work.withLock { $0.noteOpened() }
            settle(
                number, count,
                Result {
                    try readWhole(count) { (_, mayGrow) throws(CaptureError) in
                        try ingest.read(&reader, while: mayGrow)
                    }
                })
        }
    }

    /// Reads an input to its end; what is wrong with it there is returned.
    ///
    /// - Parameter read: reads on, after a record of some time, for as long as the tally may grow.
    private func readWhole<Reader: SegmentedReader>(
        _ count: InputCount<Reader>,
        _ read: (_ latest: Timestamp?, _ mayGrow: (Int) -> Bool) throws(Reader.Failure) -> CountedSegment<Reader>
    ) throws -> Reader.Failure? {
        var latest: Timestamp?
        while true {
            let begin = replay.ingest.clock()
            var counted = try read(latest) { count.mayGrow($0, since: begin) }
            latest = counted.latest ?? latest
            try count.add(&counted)
            if counted.isLast { return counted.problem }
        }
    }

    /// Reads a capture of export traffic to its end. Where it is continued, what comes before is read for the templates in it.
    private func readExports(
        _ reader: inout CaptureFileReader, _ number: Int, _ count: CaptureCount
    ) throws -> CaptureError? {
        var exports = ExportIngest(replay.ingest)
        if case .continued = count.standing, inputs[number].isFile {
            var before = try CaptureFileReader(
                asCaptureError { () throws(ByteInputError) in
                    try OpenedInput(path: inputs[number].path, name: inputs[number].name)
                }, isKnown: LinkHeader.isKnown)
            try exports.learn(&before, upTo: reader.position)
        }
        while true {
            let begin = replay.ingest.clock()
            var counted = try exports.read(&reader) { count.mayGrow($0, since: begin) }
            try count.add(&counted)
            if counted.isLast { return counted.problem }
        }
    }

    private func read(_ segment: Int, of file: ReplayWork.CutFile) {
        do {
            if try file.work.read(segment) { file.settle(.success(())) }
        } catch {
            file.settle(.failure(error))
        }
    }

    /// Commits what is left of an input that was read, and notes what became of it.
    ///
    /// - Parameters:
    ///   - count: `nil` when the input could not be opened.
    ///   - done: what is wrong with it, at the end of what could be read.
    private func settle<Reader: SegmentedReader>(
        _ number: Int, _ count: InputCount<Reader>?, _ done: Result<Reader.Failure?, any Error>
    ) {
        let outcome = interrupted(number) { try finish(number, count, done) }
        settle(number, outcome, source: count?.source, coverage: count?.coverage ?? Coverage())
    }

    /// What became of an input whose count may have been interrupted, or which cannot be read.
    private func interrupted(
        _ number: Int, _ body: () throws -> InputOutcome?
    ) -> Result<InputOutcome?, any Error> {
        Result { () throws -> InputOutcome? in
            do {
                return try body()
            } catch let error as LogError {
                return InputOutcome(name: inputs[number].name, result: .refused(problem: error))
            } catch let error as ByteInputError {
                return InputOutcome(name: inputs[number].name, result: .refused(problem: error))
            } catch CountInterruption.countedEarlier(let name) {
                return InputOutcome(
                    name: inputs[number].name, result: .countedBefore(asName: name, isShorter: false))
            } catch CountInterruption.overtaken where inputs[number].isFile {
                return nil
            } catch CountInterruption.overtaken {
                let problem = CommandProblem(
                    "\(inputs[number].name): another process counts the same capture; what it has not counted is left")
                return InputOutcome(name: inputs[number].name, result: .refused(problem: problem))
            }
        }
    }

    private func finish<Reader: SegmentedReader>(
        _ number: Int, _ count: InputCount<Reader>?, _ done: Result<Reader.Failure?, any Error>
    ) throws -> InputOutcome {
        var problem: Reader.Failure?
        do {
            problem = try done.get()
        } catch let error as Reader.Failure {
            problem = error
        }
        try count?.finish()
        let name = inputs[number].name
        guard let count else {
            return InputOutcome(
                name: name, result: .refused(problem: problem ?? CommandProblem("\(name): cannot be opened")))
        }
        var outcome = InputOutcome(name: name, result: .counted(count.manner))
        if let problem {
            outcome.result = .countedInPart(count.manner, problem: problem)
        } else if case .continued(let before) = count.standing, count.isEmpty {
            outcome.result = .countedBefore(asName: before.name, isShorter: false)
        }
        outcome.isByAnotherVersion = count.isAfterAnotherVersion
        outcome.lineProblems = count.problems
        Reader.note(count.reached, in: &outcome)
        return outcome
    }

    private func settle(
        _ number: Int, _ outcome: Result<InputOutcome?, any Error>, source: Int64?, coverage: Coverage
    ) {
        let settled = work.withLock { $0.settle(number, outcome, source: source, coverage: coverage) }
        if let settled { report(settled) }
    }
}

extension InputCount {
    /// Whether nothing was counted.
    fileprivate var isEmpty: Bool { coverage.seen == 0 && coverage.records.isEmpty }

    /// How the count began, for what is said about it.
    var manner: InputOutcome.Manner {
        switch standing {
        case .new: .whole
        case .besides(let name): .besides(name: name)
        case .continued(let capture): .continued(from: capture.position)
        case .again: .again
        case .otherLists(let lists): .otherLists(names: lists.names)
        case .otherReading(let kind): .otherReading(readsExports: kind == .exports)
        }
    }
}
