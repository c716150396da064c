import ByteInput
import CensusModel
import FlowLogs
import Runtime

/// Counts flow logs, each from where it was counted before.
struct LogReplay: Sendable {
    let census: any CensusSink
    let lists: ListQuestion
    let countsAgain: Bool
    let ingest: CaptureIngest
    /// Whether logs are followed while they are written.
    let isGrowing: Bool

    /// What became of a log, and what was added of it.
    struct Counted {
        var outcome: InputOutcome
        var source: Int64?
    }

    /// Counts a log.
    ///
    /// - Parameters:
    ///   - isCounted: whether a source was counted in this run, and so is not to be counted again.
    ///   - reserve: is called with what the log is known by, before the store is asked.
    func count(
        _ input: ReplayInput, _ opened: OpenedInput, as format: LogFormat, isCounted: (Int64) -> Bool,
        reserve: ([UInt8]) -> Void
    ) throws -> Counted {
        let source = LogSource(input, opened, format, isGrowing: isGrowing)
        guard let head = try source.marks.identityOfBeginning() else {
            return try count(source, try source.freshReader(isFirst: true), claim: nil, .whole)
        }
        reserve(head.beginning)
        let known = try census.inputs(beginning: head.beginning)
        let alike = known.filter { $0.head.beginsLike(head) }
        if !input.isFile, !alike.isEmpty {
            // What may have been counted before is read more than once.
            let copy = try LogOpening.copied(opened)
            return try withExtendedLifetime(copy) {
                let input = ReplayInput(path: copy.path, name: input.name, format: format)
                return try count(
                    input, OpenedInput(path: input.path, name: input.name), as: format, isCounted: isCounted,
                    reserve: reserve)
            }
        }
        let match = try source.find(among: alike)
        guard let log = match.counted else {
            if let counted = try countUnfinished(source) { return counted }
            let manner = alike.first.map { InputOutcome.Manner.besides(name: $0.name) } ?? .whole
            let claim = Claim.new(besides: Set(known.map(\.source)))
            return try count(source, try source.freshReader(isFirst: true), claim: claim, manner)
        }
        if countsAgain, !isCounted(log.source) {
            let claim = Claim.replaces(source: log.source, position: log.position)
            return try count(source, try source.freshReader(isFirst: true), claim: claim, .again)
        }
        return try count(source, match, log, isDone: isCounted(log.source))
    }

    /// Counts what is left of a log that was counted before.
    private func count(
        _ source: LogSource, _ match: LogSource.Match, _ log: CountedInput, isDone: Bool
    ) throws -> Counted {
        let name = source.input.name
        let isBeginning = if case .shorter = match { true } else { false }
        switch lists.answer(log, isBeginning: isBeginning, isDone: isDone) {
        case .refused(let why):
            let problem = CommandProblem("\(name): \(why)")
            return Counted(outcome: InputOutcome(name: name, result: .refused(problem: problem)))
        case .replaces(let claim, let lists):
            return try count(
                source, try source.freshReader(isFirst: true), claim: claim, .otherLists(names: lists.names))
        case .counted(let isAnotherVersion):
            guard case .same(_, let reader) = match else {
                var outcome = InputOutcome(name: name, result: .countedBefore(asName: log.name, isShorter: true))
                outcome.isByAnotherVersion = isAnotherVersion
                return Counted(outcome: outcome)
            }
            guard try !source.goesOnWithinLine(at: log.position, reader) else {
                // The line that was the last one, and had no end, was counted as far as it was there.
                return try replace(log, with: source)
            }
            var counted = try goOn(source, reader, log)
            counted.outcome.isByAnotherVersion = isAnotherVersion
            return counted
        }
    }

    /// Counts a log in place of what it was when its first line had no end; `nil` where it was not counted then.
    private func countUnfinished(_ source: LogSource) throws -> Counted? {
        guard let before = source.marks.beginningWithoutEnd,
            let log = source.findUnfinished(among: try census.inputs(beginning: before))
        else { return nil }
        return try replace(log, with: source)
    }

    /// Counts a log again whose last line had no end when it was counted.
    private func replace(_ log: CountedInput, with source: LogSource) throws -> Counted {
        guard census.replacesInputs else {
            let problem = CommandProblem(
                "\(source.input.name): goes on within the line that \(log.name) ended with; leave that out, or name a store with --store"
            )
            return Counted(outcome: InputOutcome(name: source.input.name, result: .refused(problem: problem)))
        }
        let claim = Claim.replaces(source: log.source, position: log.position)
        return try count(source, try source.freshReader(isFirst: true), claim: claim, .again)
    }

    private func goOn(_ source: LogSource, _ reader: LogReader, _ log: CountedInput) throws -> Counted {
        var counted = try count(
            source, reader, claim: .continues(source: log.source), .continued(from: log.position))
        if case .counted = counted.outcome.result, counted.outcome.coverage.records.isEmpty {
            counted.outcome.result = .countedBefore(asName: log.name, isShorter: false)
        }
        return counted
    }

    private func count(
        _ source: LogSource, _ reader: LogReader, claim: Claim?, _ manner: InputOutcome.Manner
    ) throws -> Counted {
        var count = LogCount(
            source, reader, claim: claim, lists: lists.lists, census: census, ingest: ingest)
        let problem = try count.run()
        var outcome = InputOutcome(
            name: source.input.name,
            result: problem.map { .countedInPart(manner, problem: $0) } ?? .counted(manner))
        outcome.coverage = count.coverage
        outcome.reachedLog = count.reached
        outcome.lineProblems = count.problems
        return Counted(outcome: outcome, source: count.added)
    }
}
