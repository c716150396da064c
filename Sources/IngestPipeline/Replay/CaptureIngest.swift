import Classification
import HourlyRollup
import NetworkTypes
import PacketCapture
import PacketDecoding
import Watchlist

/// Reads captures, or stretches of them, into tallies: capture → decode → classify → roll up.
struct CaptureIngest: Sendable {
    let watchlist: Watchlist
    let internalNetworks: PrefixSet
    let tunnels: TunnelPolicy
    let progress: IngestProgress

    /// Reads a capture to its end, or to its first damaged place: what came before that is kept.
    func read(_ input: CaptureInput) throws(CaptureError) -> StretchResult {
        var result = read(try CaptureFileReader(input, isKnown: LinkHeader.isKnown))
        result.identity = CaptureIdentity(input)
        return result
    }

    /// Reads the records that begin in a range of a file's bytes, which itself begins at a record.
    func read(_ file: SegmentedFile, _ range: Range<UInt64>, _ layout: CaptureLayout) throws(CaptureError)
        -> StretchResult
    {
        read(try CaptureFileReader(path: file.path, name: file.path, range: range, layout: layout))
    }

    private func read(_ reader: consuming CaptureFileReader) -> StretchResult {
        var reader = reader
        let begin = (position: reader.position, layout: reader.layout)
        var classifier = Classifier(watchlist: watchlist, internalNetworks: internalNetworks, tunnels: tunnels)
        var tally = CountingTally(HourlyTally(attributions: watchlist.attributions))
        var problem: CaptureError?
        var (fileBytesSeen, packetsSeen): (UInt64, UInt64) = (0, 0)
        do {
            while try reader.nextBatch(filteredBy: &classifier) {
                classifier.classify(reader.batch, into: &tally)
                let fileBytes = reader.fileBytesRead
                progress.advance(
                    bytes: fileBytes - fileBytesSeen, packets: classifier.seenCount - packetsSeen,
                    matched: tally.takeNew())
                (fileBytesSeen, packetsSeen) = (fileBytes, classifier.seenCount)
            }
        } catch {
            problem = error
        }
        var counted = tally.tally
        counted.coverage = classifier.ledger.accounts.mapValues(Coverage.init)
        return StretchResult(
            tally: counted, start: begin.position, end: reader.position, layoutAtStart: begin.layout,
            layoutAtEnd: reader.layout, problem: problem)
    }
}

/// What came of reading a stretch of a capture.
struct StretchResult: Sendable {
    var tally: HourlyTally
    /// Where the first record begins, and where the first one behind the stretch does: bytes of the unpacked capture.
    let start: UInt64
    var end: UInt64
    let layoutAtStart: CaptureLayout
    var layoutAtEnd: CaptureLayout
    /// What ended it early.
    var problem: CaptureError?
    /// The whole capture's identity, where a whole capture was read.
    var identity: CaptureIdentity?
}
