import CensusModel
import Classification
import FlowLogs
import HourlyRollup
import NetworkTypes
import Runtime
import Watchlist

extension CaptureIngest {
    /// Reads records of a flow log on until the reader's end, the first place behind which nothing can be read, or a full
    /// tally.
    ///
    /// - Parameters:
    ///   - latest: the time of the last record before; `nil` where nothing is known of what stood there.
    ///   - mayGrow: whether more may be read, when the tally takes so many bytes; called once a batch.
    ///   - readOn: is called at the reader's end, and may have it read on.
    func read(
        _ reader: inout LogReader, after latest: Timestamp?, while mayGrow: (Int) -> Bool,
        readingOn readOn: (inout LogReader) -> Bool = { _ in false }
    ) throws(LogError) -> CountedSegment<LogReader> {
        let begin = (position: reader.position, layout: reader.layout, problems: reader.problems, time: clock())
        let format = begin.layout.format
        var classifier = recordClassifier(format.program, besides: format.programsBesides, after: latest)
        let taken = TakenMemory(memory)
        var done = (bytes: reader.input.fileBytesRead, records: 0 as UInt64, matched: 0 as UInt64)
        var ending = CountedSegment<LogReader>.Ending.end
        do {
            while try reader.next(into: &classifier) || readOn(&reader) {
                let now = (
                    bytes: reader.input.fileBytesRead, records: classifier.seenCount, matched: classifier.matchedCount
                )
                progress.advance(
                    bytes: now.bytes - done.bytes, packets: now.records - done.records,
                    matched: now.matched - done.matched)
                done = now
                let size = classifier.sink.size + classifier.ledger.size
                taken.update(size)
                if stop.isSet { ending = .stopped } else if !mayGrow(size) { ending = .full } else { continue }
                break
            }
        } catch {
            ending = .damaged(error)
        }
        var tally = classifier.sink
        tally.coverage = classifier.ledger.coverage
        var counted = try CountedSegment(
            tally: tally, start: begin.position, layoutAtStart: begin.layout, upTo: reader, ending: ending,
            begun: begin.time, memory: taken)
        counted.problems = reader.problems.since(begin.problems)
        (counted.latest, counted.restsOnTimeBefore) = (classifier.ledger.last, classifier.ledger.lacksTimeBefore)
        return counted
    }

    /// A classifier of records, into a tally of its own.
    ///
    /// - Parameters:
    ///   - besides: the exporters of records of other domains that name none.
    ///   - latest: the time of the record before the first.
    func recordClassifier(
        _ program: Exporter, besides: [UInt32: Exporter] = [:], after latest: Timestamp? = nil
    ) -> RecordClassifier<HourlyTally> {
        RecordClassifier(
            watchlist: watchlist, counting: rules,
            rules: RecordRules(
                program: program, besides: besides, spreadsLongRecords: spreadsLongRecords),
            into: HourlyTally(attributions: watchlist.attributions), after: latest)
    }
}
