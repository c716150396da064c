import CensusModel
import Digests
import Synchronization

/// What is kept of a stream's bytes on their way: its beginning, and the digests of its probes.
///
/// Memory: the first 4 MiB, and a probe.
final class StreamTrace: Sendable {
    private struct State {
        /// Bytes that were seen, from the first on.
        var length: UInt64 = 0
        var window: [UInt8] = []
        var probes: [UInt64] = []
        /// What was seen of the probe that comes next.
        var probe: [UInt8] = []
    }

    private let state = Mutex(State())

    init(head: ArraySlice<UInt8>) {
        add(head, at: 0)
    }

    /// The first bytes, as far as they have come.
    var window: [UInt8] { state.withLock { $0.window } }

    /// The digests of the probes that end before a place, or at it, as far as they have come.
    func probes(upTo position: UInt64) -> [UInt64] {
        state.withLock { Array($0.probes.prefix(SourceTrail.probeCount(upTo: position))) }
    }

    /// Takes bytes that stand at some place of the stream; those that were seen before are passed over.
    func add(_ bytes: ArraySlice<UInt8>, at offset: UInt64) {
        state.withLock { state in
            let end = offset + UInt64(bytes.count)
            guard offset <= state.length, end > state.length else { return }
            let new = bytes.dropFirst(Int(state.length - offset))
            let room = SourceTrail.recordsLength - state.window.count
            if room > 0 { state.window.append(contentsOf: new.prefix(room)) }
            Self.addProbes(new, at: state.length, to: &state)
            state.length = end
        }
    }

    private static func addProbes(_ bytes: ArraySlice<UInt8>, at offset: UInt64, to state: inout State) {
        let end = offset + UInt64(bytes.count)
        while state.probes.count < SourceTrail.mostProbes {
            let range = SourceTrail.probe(state.probes.count)
            guard range.lowerBound < end else { return }
            let start = max(offset, range.lowerBound)
            let stop = min(end, range.upperBound)
            state.probe.append(contentsOf: bytes.dropFirst(Int(start - offset)).prefix(Int(stop - start)))
            guard stop == range.upperBound else { return }
            state.probes.append(RunningDigest.of(state.probe.span))
            state.probe.removeAll(keepingCapacity: true)
        }
    }
}
