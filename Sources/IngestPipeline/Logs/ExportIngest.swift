import CensusModel
import Classification
import FlowLogs
import HourlyRollup
import NetworkTypes
import PacketCapture
import PacketDecoding
import Runtime
import Watchlist

/// Reads a capture of export traffic: what exporters sent in it are records, all else is traffic like any other.
///
/// Records need what came before them, templates and sequence numbers, so that such a capture is read from its beginning by
/// one worker; where it is continued, the part that was counted is read for these alone.
struct ExportIngest {
    private let ingest: CaptureIngest
    private let frames: FrameDecoder
    private var decoder = ExportDecoder()

    init(_ ingest: CaptureIngest) {
        self.ingest = ingest
        frames = FrameDecoder(tunnels: ingest.rules.tunnels)
    }

    /// Learns what records from some place on need from what comes before it.
    /// - Parameter reader: stands at the first record of the capture.
    mutating func learn(_ reader: inout CaptureFileReader, upTo position: UInt64) throws(CaptureError) {
        var sink = NullLogSink()
        reader.stop(at: position)
        while try reader.nextBatch() {
            for index in 0..<reader.batch.frames.count { _ = take(reader.batch, index, into: &sink) }
        }
    }

    /// Reads on until the reader's end, its first damaged place, or a full tally.
    mutating func read(
        _ reader: inout CaptureFileReader, while mayGrow: (Int) -> Bool
    ) throws(CaptureError) -> CountedSegment<CaptureFileReader> {
        let begin = (position: reader.position, layout: reader.layout, time: ingest.clock())
        var classifier = Classifier(watchlist: ingest.watchlist, rules: ingest.rules)
        var records = ingest.recordClassifier(Exporter(program: "exports"))
        let taken = TakenMemory(ingest.memory)
        var ending = CountedSegment<CaptureFileReader>.Ending.end
        do {
            while try reader.nextBatch() {
                count(reader, &classifier, &records)
                let size = records.sink.size + records.ledger.size
                taken.update(size)
                if ingest.stop.isSet { ending = .stopped } else if !mayGrow(size) { ending = .full } else { continue }
                break
            }
        } catch {
            ending = .damaged(error)
        }
        if case .full = ending {} else { decoder.settle(into: &records) }
        var tally = records.sink
        tally.coverage = classifier.ledger.accounts.mapValues(Coverage.init)
        tally.coverage.add(reader.takeLosses())
        for (hour, coverage) in records.ledger.coverage { tally.coverage[hour, default: Coverage()].merge(coverage) }
        return try CountedSegment(
            tally: tally, start: begin.position, layoutAtStart: begin.layout, upTo: reader, ending: ending,
            begun: begin.time,
            memory: taken)
    }

    /// Counts a batch, and how far it has come.
    private mutating func count(
        _ reader: borrowing CaptureFileReader, _ classifier: inout Classifier,
        _ records: inout RecordClassifier<HourlyTally>
    ) {
        let before = (seen: classifier.seenCount + records.seenCount, matched: records.matchedCount)
        for index in 0..<reader.batch.frames.count {
            records.receivedAt = reader.batch.frames[index].time
            if !take(reader.batch, index, into: &records) {
                classifier.classify(reader.batch, at: index, into: &records.sink)
            }
        }
        let seen = classifier.seenCount + records.seenCount
        ingest.progress.advance(
            bytes: 0, packets: seen - before.seen, matched: records.matchedCount - before.matched)
    }

    /// Decodes a frame, where it carries what an exporter sent.
    private mutating func take(_ batch: borrowing FrameBatch, _ index: Int, into sink: inout some LogSink) -> Bool {
        let frame = batch.frames[index]
        let captured = batch.bytes.span.extracting(Int(frame.offset)..<frame.end)
        let carried = frames.datagram(
            captured, linkType: frame.linkType, originalLength: Int(frame.originalLength))
        guard let carried else { return false }
        let data = captured.extracting(carried.data)
        guard ExportDecoder.recognises(data, length: carried.statedLength) else { return false }
        decoder.decode(data, from: carried.source, receivedAt: frame.time, into: &sink)
        return true
    }
}
