import ByteInput
import CensusModel
import Dispatch
import FlowLogs
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
                case .segment(let number, let count, let segment): read(segment, of: count, number)
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
            let opened = input.isFile && input.format == nil ? nil : try LogOpening.opened(input)
            if let log = LogOpening.log(input, opened) { return countLog(log, number) }
            let found = try lookup.open(
                input, input.isFile ? nil : opened,
                isCounted: { source in self.work.withLock { $0.isCounted(source) } },
                reserve: { self.reserve($0, for: number) })
            switch found {
            case .countedBefore(let name, let isShorter, let isByAnotherVersion):
                work.withLock { $0.noteOpened(number) }
                var outcome = InputOutcome(
                    name: input.name, result: .countedBefore(asName: name, isShorter: isShorter))
                outcome.isByAnotherVersion = isByAnotherVersion
                settle(number, .success(outcome), nil)
            case .refused(let why):
                work.withLock { $0.noteOpened(number) }
                let problem = CommandProblem("\(input.name): \(why)")
                settle(number, .success(InputOutcome(name: input.name, result: .refused(problem: problem))), nil)
            case .open(let opening): count(opening, number)
            }
        } catch {
            work.withLock { $0.noteOpened(number) }
            settle(number, nil, .failure(error))
        }
    }

    /// Counts a flow log to its end.
    private func countLog(_ log: (input: OpenedInput, format: LogFormat), _ number: Int) {
        let logs = LogReplay(
            census: replay.census, lists: ListQuestion(lists: replay.lists), countsAgain: replay.countsAgain,
            ingest: replay.ingest, isGrowing: replay.follows)
        work.withLock { $0.noteOpened(number) }
        var counted: LogReplay.Counted?
        let outcome = interrupted(number) {
            counted = try logs.count(
                inputs[number], log.input, as: log.format,
                isCounted: { source in self.work.withLock { $0.isCounted(source) } },
                reserve: { self.reserve($0, for: number) })
            return counted?.outcome
        }
        settle(number, outcome, source: counted?.source, coverage: counted?.outcome.coverage ?? Coverage(), nil)
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
            work.withLock { $0.noteOpened(number) }
            settle(number, count, Result { try readExports(&reader, number, count) })
        } else if let size = opening.size,
            let file = SegmentedFile(
                path: inputs[number].path, name: inputs[number].name, &reader, size: size, jobs: replay.jobs)
        {
            work.withLock { $0.noteOpened(number, SegmentedCount(file, count, ingest)) }
        } else {
            work.withLock { $0.noteOpened(number) }
            settle(number, count, Result { try readWhole(&reader, count) })
        }
    }

    /// Reads a capture to its end; what is wrong with it there is returned.
    private func readWhole(_ reader: inout CaptureFileReader, _ count: CaptureCount) throws -> CaptureError? {
        while true {
            let begin = replay.ingest.clock()
            var counted = try replay.ingest.read(&reader) { count.mayGrow($0, since: begin) }
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

    private func read(_ segment: Int, of segmented: SegmentedCount, _ number: Int) {
        do {
            guard try segmented.read(segment) else { return }
            settle(number, segmented.count, .success(segmented.problem))
        } catch {
            settle(number, segmented.count, .failure(error))
        }
    }

    /// Commits what is left of an input that was read, and notes what became of it.
    ///
    /// - Parameters:
    ///   - count: `nil` when the input could not be opened.
    ///   - done: what is wrong with it, at the end of what could be read.
    private func settle(_ number: Int, _ count: CaptureCount?, _ done: Result<CaptureError?, any Error>) {
        settle(number, interrupted(number) { try finish(number, count, done) }, count)
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
            } catch CaptureCount.Interruption.countedEarlier(let name) {
                return InputOutcome(
                    name: inputs[number].name, result: .countedBefore(asName: name, isShorter: false))
            } catch CaptureCount.Interruption.overtaken where inputs[number].isFile {
                return nil
            } catch CaptureCount.Interruption.overtaken {
                let problem = CommandProblem(
                    "\(inputs[number].name): another process counts the same capture; what it has not counted is left")
                return InputOutcome(name: inputs[number].name, result: .refused(problem: problem))
            }
        }
    }

    private func finish(
        _ number: Int, _ count: CaptureCount?, _ done: Result<CaptureError?, any Error>
    ) throws -> InputOutcome {
        var problem: CaptureError?
        do {
            problem = try done.get()
        } catch let error as CaptureError {
            problem = error
        }
        try count?.finish()
        let name = inputs[number].name
        switch (count, problem) {
        case (let count?, let problem?):
            return InputOutcome(name: name, result: .countedInPart(count.manner, problem: problem))
        case (let count?, nil):
            var outcome = InputOutcome(name: name, result: .counted(count.manner))
            if case .continued(let capture) = count.standing, count.coverage.seen == 0 {
                outcome.result = .countedBefore(asName: capture.name, isShorter: false)
            }
            outcome.isByAnotherVersion = count.isAfterAnotherVersion
            return outcome
        case (nil, let problem):
            return InputOutcome(
                name: name, result: .refused(problem: problem ?? CommandProblem("\(name): cannot be opened")))
        }
    }

    private func settle(_ number: Int, _ outcome: Result<InputOutcome?, any Error>, _ count: CaptureCount?) {
        settle(number, outcome, source: count?.source, coverage: count?.coverage ?? Coverage(), count?.reached)
    }

    private func settle(
        _ number: Int, _ outcome: Result<InputOutcome?, any Error>, source: Int64?, coverage: Coverage,
        _ reached: (position: UInt64, layout: CaptureLayout)?
    ) {
        let settled = work.withLock { $0.settle(number, outcome, source: source, coverage: coverage, reached) }
        if let settled { report(settled) }
    }
}

extension CaptureCount {
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
