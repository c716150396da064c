import CensusModel
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
        unsafe head.withUnsafeBytes { unsafe add($0, at: 0) }
    }

    /// The first bytes, as far as they have come.
    var window: [UInt8] { state.withLock { $0.window } }

    /// The digests of the probes that end before a place, or at it, as far as they have come.
    func probes(upTo position: UInt64) -> [UInt64] {
        state.withLock { Array($0.probes.prefix(SourceTrail.probeCount(upTo: position))) }
    }

    /// Takes bytes that stand at some place of the stream; those that were seen before are passed over.
    ///
    /// Unsafe, because the bytes lie in the reader's buffer: they are copied or digested before the call returns.
    func add(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) {
        state.withLock { state in
            let end = offset + UInt64(bytes.count)
            guard offset <= state.length, end > state.length else { return }
            let new = unsafe UnsafeRawBufferPointer(rebasing: bytes[Int(state.length - offset)...])
            let room = SourceTrail.recordsLength - state.window.count
            if room > 0 { unsafe state.window.append(contentsOf: new.prefix(room)) }
            unsafe Self.addProbes(new, at: state.length, to: &state)
            state.length = end
        }
    }

    private static func addProbes(_ bytes: UnsafeRawBufferPointer, at offset: UInt64, to state: inout State) {
        let end = offset + UInt64(bytes.count)
        while state.probes.count < SourceTrail.mostProbes {
            let range = SourceTrail.probe(state.probes.count)
            guard range.lowerBound < end else { return }
            let start = max(offset, range.lowerBound)
            let stop = min(end, range.upperBound)
            unsafe state.probe.append(contentsOf: bytes[Int(start - offset)..<Int(stop - offset)])
            guard stop == range.upperBound else { return }
            state.probes.append(Digest.running(state.probe))
            state.probe.removeAll(keepingCapacity: true)
        }
    }
}
