import Classification
import HourlyRollup
import NetworkTypes
import PacketCapture
import PacketDecoding
import Watchlist

/// Reads one capture into a tally: capture → decode → classify → roll up.
struct CaptureIngest {
    let watchlist: Watchlist
    let internalNetworks: PrefixSet
    let tunnels: TunnelPolicy
    let progress: IngestProgress

    /// A capture's tally, and what ended it early.
    struct Result {
        var tally: HourlyTally
        /// Bytes of the capture that were read, unpacked.
        var captureLength: UInt64
        var problem: CaptureError?
    }

    /// Reads to the end, or to the first damaged place: what came before that is kept.
    func read(_ input: CaptureInput) throws(CaptureError) -> Result {
        var reader = try CaptureFileReader(input, isKnown: LinkHeader.isKnown)
        var classifier = Classifier(watchlist: watchlist, internalNetworks: internalNetworks, tunnels: tunnels)
        var tally = CountingTally(HourlyTally(attributions: watchlist.attributions))
        var problem: CaptureError?
        var fileBytesSeen: UInt64 = 0
        do {
            while try reader.nextBatch() {
                classifier.classify(reader.batch, into: &tally)
                let fileBytes = reader.fileBytesRead
                progress.advance(
                    bytes: fileBytes - fileBytesSeen, packets: UInt64(reader.batch.frames.count),
                    matched: tally.takeNew())
                fileBytesSeen = fileBytes
            }
        } catch {
            problem = error
        }
        tally.tally.coverage = classifier.ledger.accounts.mapValues(Coverage.init)
        return Result(tally: tally.tally, captureLength: reader.captureBytesRead, problem: problem)
    }
}

/// A tally that also tells how many sightings came since it was last asked.
private struct CountingTally: SightingSink {
    var tally: HourlyTally
    private var new: UInt64 = 0

    init(_ tally: HourlyTally) {
        self.tally = tally
    }

    mutating func record(_ sighting: Sighting) {
        new += 1
        tally.record(sighting)
    }

    mutating func takeNew() -> UInt64 {
        defer { new = 0 }
        return new
    }
}
