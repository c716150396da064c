import CensusModel
import Classification
import FlowLogs
import HourlyRollup
import NetworkTypes
import Runtime
import Watchlist

/// The count of one flow log, front to back: records are read into a tally, which is committed when it is large or old, with
/// how far the log was counted.
struct LogCount {
    private let source: LogSource
    private let lists: ListSet
    private let census: any CensusSink
    private let ingest: CaptureIngest
    private var reader: LogReader
    private var claim: Claim?
    private let taken: TakenMemory
    /// Over all hours of what was committed.
    private(set) var coverage = Coverage()

    /// Nanoseconds after which what was read is committed, so that a crash loses no more.
    private static let patience: Int64 = 10_000_000_000

    init(
        _ source: LogSource, _ reader: LogReader, claim: Claim?, lists: ListSet, census: any CensusSink,
        ingest: CaptureIngest
    ) {
        self.lists = lists
        (self.source, self.reader, self.claim) = (source, reader, claim)
        (self.census, self.ingest) = (census, ingest)
        taken = TakenMemory(ingest.memory)
    }

    /// The source that was added to; `nil` while there is none.
    var added: Int64? { if case .continues(let source) = claim { source } else { nil } }

    /// Where the count has come to, and how to read on from there.
    var reached: (position: UInt64, layout: LogLayout) { (reader.position, reader.layout) }

    /// Lines or blocks that could not be read.
    var problems: LogProblems { reader.problems }

    /// Counts to the log's end, or until the run is stopped.
    /// - Returns: what is wrong with the log where it could not be read further.
    mutating func run() throws -> LogError? {
        while true {
            let (isLast, problem) = try countSegment()
            if isLast { return problem }
        }
    }

    /// Reads until the tally is large or old, or the log ends, and commits it.
    private mutating func countSegment() throws -> (isLast: Bool, problem: LogError?) {
        let (start, begin) = (reader.position, ingest.clock())
        var classifier = ingest.recordClassifier(
            source.format.program, besides: source.format.programsBesides)
        var (hasMore, problem) = (true, nil as LogError?)
        var done = (bytes: reader.input.fileBytesRead, records: 0 as UInt64, matched: 0 as UInt64)
        do throws(LogError) {
            while hasMore {
                hasMore = try reader.next(into: &classifier)
                let now = (
                    bytes: reader.input.fileBytesRead, records: classifier.seenCount, matched: classifier.matchedCount
                )
                ingest.progress.advance(
                    bytes: now.bytes - done.bytes, packets: now.records - done.records,
                    matched: now.matched - done.matched)
                done = now
                let size = classifier.sink.size + classifier.ledger.size
                taken.update(size)
                let isLarge = ingest.memory.isFull && size >= ingest.memory.share
                if isLarge || ingest.stop.isSet || ingest.clock() - begin >= Self.patience { break }
            }
        } catch {
            (hasMore, problem) = (false, error)
        }
        try commit(classifier, from: start)
        return (!hasMore || ingest.stop.isSet, problem)
    }

    private mutating func commit(_ classifier: RecordClassifier<HourlyTally>, from start: UInt64) throws {
        var tally = classifier.sink
        tally.coverage = classifier.ledger.coverage
        guard let claim, let head = try source.marks.identity(upTo: reader.position) else { return }
        guard reader.position > start || tally.flowCount > 0 || !tally.coverage.isEmpty || isReplacement else { return }
        let segment = SegmentTally(
            name: source.input.name, head: head, range: start..<reader.position,
            tail: Digest.sha256(try reader.input.tail() + reader.layout.mark), tallies: [tally], kind: .log,
            lists: lists)
        switch try census.commit(segment, as: claim) {
        case .added(let number):
            self.claim = .continues(source: number)
            coverage.merge(segment.coverage)
        case .overtaken: throw CaptureCount.Interruption.overtaken
        case .countedEarlier(let name): throw CaptureCount.Interruption.countedEarlier(name: name)
        }
        taken.update(0)
    }

    private var isReplacement: Bool { if case .replaces = claim { true } else { false } }
}

extension CaptureIngest {
    /// A classifier of records, into a tally of its own.
    /// - Parameter besides: the exporters of records of other domains that name none.
    func recordClassifier(
        _ program: Exporter, besides: [UInt32: Exporter] = [:]
    ) -> RecordClassifier<HourlyTally> {
        RecordClassifier(
            watchlist: watchlist, counting: rules,
            rules: RecordRules(
                program: program, besides: besides, spreadsLongRecords: spreadsLongRecords),
            into: HourlyTally(attributions: watchlist.attributions))
    }
}
