import ByteInput
import CensusModel
import Digests

/// Digests the probes of a capture file, which are read once more for that.
///
/// Four of the probes without gaps are read at once and digested side by side, for the multiplications of one wait for one
/// another. Memory: one buffer of 256 KiB.
struct FileProbes {
    private let file: PlacedFile

    init(_ file: PlacedFile) {
        self.file = file
    }

    /// The digests of all probes that end before a place, or at it.
    ///
    /// - Parameter known: those of the first probes, which are not read again.
    func digests(behind known: [UInt64], upTo position: UInt64) throws(ByteInputError.Problem) -> [UInt64] {
        let count = SourceTrail.probeCount(upTo: min(position, file.size))
        guard known.count < count else { return known }
        var probes = known
        probes.reserveCapacity(count)
        var buffer: [UInt8] = []
        while probes.count < count {
            let isFourth = probes.count + 4 <= count && SourceTrail.haveNoGaps(probes.count..<probes.count + 4)
            let range = SourceTrail.probe(probes.count)
            let end = isFourth ? SourceTrail.probe(probes.count + 3).upperBound : range.upperBound
            try file.read(from: range.lowerBound, count: Int(end - range.lowerBound), into: &buffer)
            if isFourth, buffer.count == Int(end - range.lowerBound) {
                probes += RunningDigest.quarters(of: buffer.span)
            } else {
                buffer.removeLast(max(0, buffer.count - Int(range.upperBound - range.lowerBound)))
                probes.append(RunningDigest.of(buffer.span))
            }
        }
        return probes
    }
}
