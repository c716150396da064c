import CensusModel
import Dispatch
import Glibc
import PacketCapture
import Runtime
import SQLiteStore
import Synchronization

/// One go over some inputs: workers that open captures, and read them whole or in pieces.
final class ReplayRun: Sendable {
    private let replay: Replay
    private let lookup: CaptureLookup
    private let inputs: [ReplayInput]
    private let report: @Sendable (InputOutcome) -> Void
    private let work: Mutex<ReplayWork>

    /// How long a worker sleeps between two looks whether there is something to do.
    private static let pauseMicroseconds: useconds_t = 1_000

    init(_ replay: Replay, _ inputs: [ReplayInput], report: @escaping @Sendable (InputOutcome) -> Void) {
        self.replay = replay
        self.inputs = inputs
        self.report = report
        lookup = CaptureLookup(census: replay.census, countsAgain: replay.countsAgain)
        work = Mutex(ReplayWork(inputs: inputs.count))
    }

    /// - Returns: what became of the inputs, in their order; `nil` for one that was not begun before the run was stopped.
    func run() throws -> [InputOutcome?] {
        DispatchQueue.concurrentPerform(iterations: replay.jobs) { _ in
            while let item = work.withLock({ $0.next(isStopping: replay.ingest.stop.isSet) }) {
                switch item {
                case .input(let number): begin(number)
                case .piece(let number, let count, let piece): read(piece, of: count, number)
                case .wait: usleep(Self.pauseMicroseconds)
                }
            }
        }
        return try work.withLock { try $0.settled() }
    }

    /// Opens an input. One that is to be read in pieces is left to all workers then, another is read here.
    private func begin(_ number: Int) {
        let input = inputs[number]
        do {
            let found = try lookup.open(
                input, isCounted: { source in self.work.withLock { $0.isCounted(source) } },
                reserve: { self.reserve($0, for: number) })
            switch found {
            case .countedBefore(let name, let isShorter):
                work.withLock { $0.noteOpened(number) }
                let result = InputOutcome.Result.countedBefore(asName: name, isShorter: isShorter)
                settle(number, .success(InputOutcome(name: input.name, result: result)), nil)
            case .open(let opening): count(opening, number)
            }
        } catch {
            work.withLock { $0.noteOpened(number) }
            settle(number, nil, .failure(error))
        }
    }

    /// Waits until no other input that may be the same capture is being counted.
    private func reserve(_ beginning: [UInt8], for number: Int) {
        while !work.withLock({ $0.reserve(beginning, for: number) }) { usleep(Self.pauseMicroseconds) }
    }

    private func count(_ opening: CaptureOpening, _ number: Int) {
        let ingest = replay.ingest
        var reader = opening.reader
        let count = CaptureCount(
            opening, name: inputs[number].name, census: replay.census, memory: ingest.memory)
        if let size = opening.size,
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
            let begin = SystemClock.steady
            var part = try replay.ingest.read(&reader) { count.mayGrow($0, since: begin) }
            try count.add(&part)
            if part.isLast { return part.problem }
        }
    }

    private func read(_ piece: Int, of segmented: SegmentedCount, _ number: Int) {
        do {
            guard try segmented.read(piece) else { return }
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
        let outcome = Result { () throws -> InputOutcome? in
            do {
                return try finish(number, count, done)
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
        settle(number, outcome, count)
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
            if case .continued(let capture) = count.standing, count.coverage.seen == 0 {
                return InputOutcome(name: name, result: .countedBefore(asName: capture.name, isShorter: false))
            }
            return InputOutcome(name: name, result: .counted(count.manner))
        case (nil, let problem):
            return InputOutcome(
                name: name, result: .refused(problem: problem ?? CommandProblem("\(name): cannot be opened")))
        }
    }

    private func settle(_ number: Int, _ outcome: Result<InputOutcome?, any Error>, _ count: CaptureCount?) {
        let settled = work.withLock { work in
            work.settle(
                number, outcome, source: count?.source, coverage: count?.coverage ?? Coverage(), count?.reached)
        }
        if let settled { report(settled) }
    }
}

extension CaptureCount {
    /// How the count began, for what is told of it.
    var manner: InputOutcome.Manner {
        switch standing {
        case .new: .whole
        case .besides(let name): .besides(name: name)
        case .continued(let capture): .continued(from: capture.position)
        case .again: .again
        }
    }
}
