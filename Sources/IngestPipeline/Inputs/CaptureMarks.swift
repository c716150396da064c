import ByteInput
import CensusModel
import Digests
import NetworkTypes
import PacketCapture
import Synchronization

/// What makes a capture the same one again, whatever its name and packing, and also when it has grown: digests of its
/// beginning up to the end of each record, and of stretches behind it.
///
/// It costs nothing while packets are counted: a file's bytes are read once more where they are digested, which is the first
/// 16 MiB and then 512 bytes in 256 KiB, and only when somebody is to know; those of a stream are taken on their way.
final class CaptureMarks: Sendable {
    /// Where the bytes of the capture are had from once more.
    private enum Bytes: Sendable {
        case file(PlacedFile)
        case stream(StreamTrace)
        case memory([UInt8])
    }

    private struct State {
        /// `nil` until somebody is to know.
        var records: RecordMarks?
        /// Bytes of the beginning that `records` tell of.
        var walkedLength = 0
        var probes: [UInt64] = []
    }

    /// `nil` as long as a capture has no whole record: then there is nothing that could be counted twice.
    let beginning: [UInt8]?
    /// What that was while the first record had no end; `nil` where a record is never there in part.
    let beginningWithoutEnd: [UInt8]?
    /// What it was in earlier versions; `nil` where it was the same.
    let earlierBeginning: [UInt8]?
    private let name: String
    private let bytes: Bytes
    private let walk: @Sendable ([UInt8]) -> RecordMarks.Walk
    private let head: [UInt8]
    private let state: Mutex<State>

    /// - Parameters:
    ///   - trace: of a capture that can be read once only, or is packed; without it no more than its head is known of such a
    ///     one.
    ///   - walk: finds the records in the first bytes; `nil` for a capture's.
    init(
        _ input: OpenedInput, trace: StreamTrace? = nil, walk: (@Sendable ([UInt8]) -> RecordMarks.Walk)? = nil
    ) {
        name = input.name
        self.walk = walk ?? RecordMarks.walk
        head = Array(input.head.prefix(RecordMarks.markedLength))
        let first = RecordMarks.Beginning(head, walk: walk ?? RecordMarks.walkOverFirst)
        (beginning, beginningWithoutEnd) = (first.digest, first.digestWithoutEnd)
        earlierBeginning = first.earlierDigest
        state = Mutex(State())
        if let trace {
            bytes = .stream(trace)
        } else if input.unpackedSize != nil, let file = (input.source as? FileSource)?.placed() {
            bytes = .file(file)
        } else {
            bytes = .memory(Array(input.head))
        }
    }

    /// Whether what a file held can still be found out when it has been counted.
    var canBeReadLater: Bool { if case .file = bytes { true } else { false } }

    /// No more than what the first record tells; `nil` while there is none.
    var identityOfFirstRecord: SourceIdentity? {
        beginning.map { SourceIdentity(beginning: $0, marks: [], trail: nil) }
    }

    /// How the capture begins, up to some place; `nil` while it has no whole record.
    func identity(upTo position: UInt64 = .max) throws(CaptureError) -> SourceIdentity? {
        guard let beginning else { return nil }
        return try asCaptureError { () throws(ByteInputError) in
            do throws(ByteInputError.Problem) {
                let (records, probes) = try known(upTo: position)
                let marks = records.marks.prefix { $0.end <= position }.map(\.digest)
                let trail = probes.map { probes in
                    SourceTrail(
                        records: records.further.prefix { $0.end <= position }.map(\.digest), probes: probes)
                }
                return SourceIdentity(beginning: beginning, marks: marks, trail: trail)
            } catch {
                throw ByteInputError(input: name, problem: error)
            }
        }
    }

    /// How the capture begins in its first 4 MiB, as far as they are there.
    func identityOfBeginning() throws(CaptureError) -> SourceIdentity? {
        try identity(upTo: UInt64(SourceTrail.recordsLength))
    }

    /// Where the last record of the whole capture ends; `nil` where that lies behind what is known record by record.
    func endOfRecords() throws(CaptureError) -> UInt64? {
        _ = try identityOfBeginning()
        return state.withLock { state in
            guard let records = state.records else { return nil }
            return state.walkedLength < SourceTrail.recordsLength || records.isDamaged ? records.end : nil
        }
    }

    /// Takes over what is known of the stretches of the same capture from before, so that they are not read again.
    func adopt(_ identity: SourceIdentity) {
        state.withLock { state in
            guard let trail = identity.trail, state.probes.count < trail.probes.count else { return }
            state.probes = trail.probes
        }
    }

    /// What names the capture in stores of earlier versions.
    /// - Parameter length: bytes of the whole capture, unpacked.
    func earlierIdentity(length: UInt64) -> String {
        if case .stream(let trace) = bytes { return CaptureIdentity(trace.window).digest(length: length) }
        return CaptureIdentity(head).digest(length: length)
    }

    private func known(upTo position: UInt64) throws(ByteInputError.Problem) -> (RecordMarks, [UInt64]?) {
        let records = try records(upTo: min(position, UInt64(SourceTrail.recordsLength)))
        return (records, try probes(upTo: position))
    }

    private func records(upTo position: UInt64) throws(ByteInputError.Problem) -> RecordMarks {
        let known = state.withLock { UInt64($0.walkedLength) >= position ? $0.records : nil }
        if let known { return known }
        let window = position <= head.count ? head : try window()
        return state.withLock { state in
            if let records = state.records, state.walkedLength >= window.count { return records }
            let records = RecordMarks(window, walk: walk)
            (state.records, state.walkedLength) = (records, window.count)
            return records
        }
    }

    /// The capture's first 4 MiB, as far as they are there.
    private func window() throws(ByteInputError.Problem) -> [UInt8] {
        switch bytes {
        case .file(let file): try file.bytes(from: 0, count: SourceTrail.recordsLength)
        case .stream(let trace): trace.window
        case .memory(let bytes): Array(bytes.prefix(SourceTrail.recordsLength))
        }
    }

    /// `nil` where no more than the head is known.
    private func probes(upTo position: UInt64) throws(ByteInputError.Problem) -> [UInt64]? {
        switch bytes {
        case .file(let file):
            let known = state.withLock { $0.probes }
            let probes = try FileProbes(file).digests(behind: known, upTo: position)
            state.withLock { if $0.probes.count < probes.count { $0.probes = probes } }
            return Array(probes.prefix(SourceTrail.probeCount(upTo: min(position, file.size))))
        case .stream(let trace): return trace.probes(upTo: position)
        case .memory: return nil
        }
    }
}

/// Digests of bytes.
enum Digest {
    static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: bytes))
    }
}
