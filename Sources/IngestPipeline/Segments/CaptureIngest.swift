import CensusModel
import Classification
import HourlyRollup
import PacketCapture
import Runtime
import Watchlist

/// Reads captures, a segment at a time, into tallies: capture → decode → classify → roll up.
struct CaptureIngest: Sendable {
    let watchlist: Watchlist
    let rules: CountingRules
    let progress: IngestProgress
    let memory: TallyMemory
    /// Asks the workers to come to an end.
    let stop: StopFlag
    let clock: SteadyClock
    /// Whether records of flow logs that touch more than two hours are spread over all of them.
    var spreadsLongRecords = false

    /// Reads on until the reader's end, its first damaged place, or a full tally.
    ///
    /// - Parameters:
    ///   - mayGrow: whether more may be read, when the tally takes so many bytes; asked once a batch.
    ///   - readOn: is asked at the reader's end, and may have it read on.
    func read(
        _ reader: inout CaptureFileReader, while mayGrow: (Int) -> Bool,
        readingOn readOn: (inout CaptureFileReader) -> Bool = { _ in false }
    ) throws(CaptureError) -> CountedSegment<CaptureFileReader> {
        let begin = (position: reader.position, layout: reader.layout, time: clock())
        var classifier = Classifier(watchlist: watchlist, rules: rules)
        var tally = CountingTally(HourlyTally(attributions: watchlist.attributions))
        let taken = TakenMemory(memory)
        let (fileBytes, packets) = (reader.fileBytesRead, classifier.seenCount)
        var seen = (fileBytes: fileBytes, packets: packets)
        var ending = CountedSegment<CaptureFileReader>.Ending.end
        do {
            while try reader.nextBatch(filteredBy: &classifier) || readOn(&reader) {
                classifier.classify(reader.batch, into: &tally)
                let now = (fileBytes: reader.fileBytesRead, packets: classifier.seenCount)
                progress.advance(
                    bytes: now.fileBytes - seen.fileBytes, packets: now.packets - seen.packets,
                    matched: tally.takeNew())
                seen = now
                let size = tally.size
                taken.update(size)
                if stop.isSet { ending = .stopped } else if !mayGrow(size) { ending = .full } else { continue }
                break
            }
        } catch {
            ending = .damaged(error)
        }
        var counted = tally.tally
        counted.coverage = classifier.ledger.accounts.mapValues(Coverage.init)
        counted.coverage.add(reader.takeLosses())
        return try CountedSegment(
            tally: counted, start: begin.position, layoutAtStart: begin.layout, upTo: reader, ending: ending,
            begun: begin.time, memory: taken)
    }
}
