package import CensusModel
import NetworkTypes
package import PacketCapture
import PacketDecoding
package import Watchlist

/// Turns frames into observations of origins on the watchlist, and keeps account of every frame.
///
/// Most frames match nothing and take the short way of `HeaderScreen`, without an allocation or a reference count for a
/// frame (Benchmarks/README.md says what one costs). The others take the decoder. Both give the same answer and the same
/// account.
package struct Classifier: Sendable {
    private let matcher: Matcher
    private let decoder: FrameDecoder
    let screen: HeaderScreen
    package internal(set) var ledger = PacketLedger()
    /// All frames classified so far.
    package private(set) var seenCount: UInt64 = 0

    package init(watchlist: Watchlist, rules: CountingRules) {
        matcher = Matcher(
            watchlist: watchlist, internalNetworks: rules.internalNetworks, tunnelPeers: rules.tunnelPeers)
        decoder = FrameDecoder(tunnels: rules.tunnels)
        screen = HeaderScreen(
            watchlist: watchlist, internalNetworks: rules.internalNetworks, tunnels: rules.tunnels)
    }

    /// Classifies every frame of a batch, in order.
    package mutating func classify(_ batch: borrowing FrameBatch, into sink: inout some ObservationSink) {
        var index = 0
        while index < batch.frames.count {
            if !batch.isFiltered { index = skip(batch, from: index) }
            guard index < batch.frames.count else { return }
            classifyInFull(batch.frames[index], batch.bytes.span, into: &sink)
            index += 1
        }
    }

    /// Classifies one frame of a batch.
    package mutating func classify(
        _ batch: borrowing FrameBatch, at index: Int, into sink: inout some ObservationSink
    ) {
        classifyInFull(batch.frames[index], batch.bytes.span, into: &sink)
    }

    /// Passes over frames of one hour that match nothing, and returns where another kind of frame begins.
    private mutating func skip(_ batch: borrowing FrameBatch, from start: Int) -> Int {
        ledger.enter(batch.frames[start].time)
        let hour = ledger.currentRange
        let passed = unsafe batch.bytes.withUnsafeBytes { bytes in
            unsafe batch.frames.withFrames { frames in
                unsafe screen.passOver(frames, from: start, in: bytes, hour: hour)
            }
        }
        note(passed)
        return start + passed.count
    }

    mutating func note(_ passed: HeaderScreen.Passed) {
        ledger.current.seen += UInt64(passed.count)
        ledger.current.decoded += UInt64(passed.count)
        ledger.current.cut += UInt64(passed.cut)
        seenCount += UInt64(passed.count)
    }

    /// Decodes one frame, and hands on what it shows.
    private mutating func classifyInFull(
        _ frame: Frame, _ bytes: Span<UInt8>, into sink: inout some ObservationSink
    ) {
        ledger.enter(frame.time)
        ledger.current.seen += 1
        seenCount += 1
        if frame.capturedLength < frame.originalLength { ledger.current.cut += 1 }
        let captured = bytes.extracting(Int(frame.offset)..<frame.end)
        let usual = decoder.usualPacket(
            captured, linkType: frame.linkType, originalLength: Int(frame.originalLength))
        if let usual { return note(matcher.verdict(usual, at: frame.time), into: &sink) }
        do {
            var chain = try decoder.chain(
                captured, linkType: frame.linkType, originalLength: Int(frame.originalLength))
            note(matcher.verdict(&chain, captured, at: frame.time), into: &sink)
        } catch {
            ledger.current.undecoded[error.reason, default: 0] += 1
        }
    }

    private mutating func note(_ verdict: PacketVerdict, into sink: inout some ObservationSink) {
        ledger.current.note(verdict)
        if let observation = verdict.observation { sink.record(observation) }
    }
}
