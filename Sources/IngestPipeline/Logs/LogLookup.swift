import ByteInput
import CensusModel
import FlowLogs
import Runtime

/// Opens flow logs, and finds out how far each was counted.
struct LogLookup: Sendable {
    let census: any CensusSink
    let lists: ListQuestion
    let countsAgain: Bool
    /// Whether logs are followed while they are written.
    let isGrowing: Bool

    enum Found {
        case open(InputOpening<LogReader>, ReplayInput)
        /// Nothing is to be counted.
        case settled(InputOutcome)
    }

    /// - Parameters:
    ///   - isCounted: whether a source was counted in this run, and so is not to be counted again.
    ///   - reserve: is called with what the log is known by, before the store is asked.
    func open(
        _ input: ReplayInput, _ opened: OpenedInput, as format: LogFormat, isCounted: (Int64) -> Bool,
        reserve: ([UInt8]) -> Void
    ) throws -> Found {
        let source = LogSource(input, opened, format, isGrowing: isGrowing)
        guard let head = try source.marks.identityOfBeginning() else {
            return try open(source, try source.freshReader(isFirst: true), claim: nil, .new)
        }
        reserve(head.beginning)
        let known = try inputs(head.beginning, earlier: source.marks.earlierBeginning)
        let alike = known.filter { $0.head.beginsLike(head) }
        if !input.isFile, !alike.isEmpty {
            // What may have been counted before is read more than once.
            let copy = try LogOpening.copied(opened)
            let input = ReplayInput(path: copy.path, name: input.name, format: format)
            let found = try open(
                input, OpenedInput(path: input.path, name: input.name), as: format, isCounted: isCounted,
                reserve: reserve)
            guard case .open(var opening, let copied) = found else { return found }
            opening.copy = copy
            return .open(opening, copied)
        }
        let match = try source.find(among: alike)
        guard let log = match.counted else {
            if let found = try openUnfinished(source) { return found }
            let standing = alike.first.map { InputStanding.besides(name: $0.name) } ?? .new
            let claim = Claim.new(besides: Set(known.map(\.source)))
            return try open(source, try source.freshReader(isFirst: true), claim: claim, standing)
        }
        if countsAgain, !isCounted(log.source) {
            let claim = Claim.replaces(source: log.source, position: log.position)
            return try open(source, try source.freshReader(isFirst: true), claim: claim, .again)
        }
        return try open(source, match, log, isDone: isCounted(log.source))
    }

    /// The inputs that begin like this one, and those of which that was noted by an earlier version.
    private func inputs(_ beginning: [UInt8], earlier: [UInt8]?) throws -> [CountedInput] {
        let known = try census.inputs(beginning: beginning)
        guard let earlier else { return known }
        return try known
            + census.inputs(beginning: earlier).map { counted in
                var counted = counted
                let (marks, trail) = (counted.head.marks, counted.head.trail)
                counted.head = SourceIdentity(beginning: beginning, marks: marks, trail: trail)
                return counted
            }
    }

    /// Opens what is left of a log that was counted before.
    private func open(
        _ source: LogSource, _ match: LogSource.Match, _ log: CountedInput, isDone: Bool
    ) throws -> Found {
        let name = source.input.name
        let isBeginning = if case .shorter = match { true } else { false }
        switch lists.answer(log, isBeginning: isBeginning, isDone: isDone) {
        case .refused(let why): return refused(name, why)
        case .replaces(let claim, let lists):
            return try open(source, try source.freshReader(isFirst: true), claim: claim, .otherLists(lists))
        case .counted(let isAnotherVersion):
            guard case .same(_, let reader) = match else {
                var outcome = InputOutcome(name: name, result: .countedBefore(asName: log.name, isShorter: true))
                outcome.isByAnotherVersion = isAnotherVersion
                return .settled(outcome)
            }
            guard try !source.goesOnWithinLine(at: log.position, reader) else {
                // The line that was the last one, and had no end, was counted as far as it was there.
                return try replace(log, with: source)
            }
            return try open(
                source, reader, claim: .continues(source: log.source), .continued(log),
                isAfterAnotherVersion: isAnotherVersion)
        }
    }

    /// Opens a log to be counted in place of what it was when its first line had no end; `nil` where it was not counted then.
    private func openUnfinished(_ source: LogSource) throws -> Found? {
        guard let before = source.marks.beginningWithoutEnd,
            let log = source.findUnfinished(among: try census.inputs(beginning: before))
        else { return nil }
        return try replace(log, with: source)
    }

    /// Opens a log to be counted again whose last line had no end when it was counted.
    private func replace(_ log: CountedInput, with source: LogSource) throws -> Found {
        guard census.replacesInputs else {
            return refused(
                source.input.name,
                "goes on within the line that \(log.name) ended with; leave that out, or name a store with --store")
        }
        let claim = Claim.replaces(source: log.source, position: log.position)
        return try open(source, try source.freshReader(isFirst: true), claim: claim, .again)
    }

    private func refused(_ name: String, _ why: String) -> Found {
        .settled(InputOutcome(name: name, result: .refused(problem: CommandProblem("\(name): \(why)"))))
    }

    private func open(
        _ source: LogSource, _ reader: LogReader, claim: Claim?, _ standing: InputStanding,
        isAfterAnotherVersion: Bool = false
    ) throws -> Found {
        let opening = InputOpening(
            marks: source.marks, reader: reader, size: source.size, claim: claim, standing: standing,
            isAfterAnotherVersion: isAfterAnotherVersion)
        return .open(opening, source.input)
    }
}
