import ByteInput
import CensusModel
import FlowLogs

/// Counts flow logs, each from where it was counted before.
struct LogReplay: Sendable {
    let census: any CensusSink
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
        guard let head = source.marks.head() else {
            return try count(source, try source.freshReader(isFirst: true), claim: nil, .whole)
        }
        reserve(head.beginning)
        let known = try census.inputs(beginning: head.beginning)
        let alike = known.filter { $0.head.agrees(with: head) }
        if countsAgain, let log = alike.first(where: { !isCounted($0.source) }) {
            let claim = Claim.replaces(source: log.source, position: log.position)
            return try count(source, try source.freshReader(isFirst: true), claim: claim, .again)
        }
        switch try source.find(among: alike) {
        case .same(let log, let reader):
            return try goOn(source, reader, log)
        case .shorter(let log):
            return Counted(
                outcome: InputOutcome(
                    name: input.name, result: .countedBefore(asName: log.name, isShorter: true)))
        case .none:
            let manner = alike.first.map { InputOutcome.Manner.besides(name: $0.name) } ?? .whole
            let claim = Claim.new(besides: Set(known.map(\.source)))
            return try count(source, try source.freshReader(isFirst: true), claim: claim, manner)
        }
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
        var count = LogCount(source, reader, claim: claim, census: census, ingest: ingest)
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
