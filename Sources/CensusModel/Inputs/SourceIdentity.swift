/// How a capture begins: what makes it the same one again, whatever its name and packing, also when it has grown.
package struct SourceIdentity: Equatable, Sendable {
    /// SHA-256 of everything up to the end of the first record.
    package let beginning: [UInt8]
    /// For each record in the first 64 KiB the first 8 bytes of SHA-256 of everything up to the record's end, in order.
    package let marks: [UInt64]
    /// What follows; `nil` of a capture that an earlier version counted, of which no more is known.
    package let trail: SourceTrail?

    package init(beginning: [UInt8], marks: [UInt64], trail: SourceTrail? = SourceTrail()) {
        self.beginning = beginning
        self.marks = marks
        self.trail = trail
    }

    /// Whether one begins like the other in the first 64 KiB, as far as the one with fewer records tells.
    package func beginsLike(_ other: SourceIdentity) -> Bool {
        let shared = min(marks.count, other.marks.count)
        // Every mark covers all before it, so the last one speaks for all.
        return beginning == other.beginning && (shared == 0 || marks[shared - 1] == other.marks[shared - 1])
    }

    /// Whether all that is known of this one is the beginning of the other: every record of it ends there where one of the
    /// other does, behind the same bytes.
    package func isBeginning(of other: SourceIdentity) -> Bool {
        guard beginsLike(other), marks.count <= other.marks.count else { return false }
        guard let trail, let longer = other.trail else { return true }
        return longer.records.starts(with: trail.records) && longer.probes.starts(with: trail.probes)
    }
}

/// What is kept of a capture's bytes up to where it was counted, beyond the marks of its first 64 KiB. It tells captures
/// apart that begin alike, without those that were counted before.
///
/// Its size is bounded: four bytes for each record of the first 4 MiB, and eight for each probe.
package struct SourceTrail: Equatable, Sendable {
    /// For each record that ends behind the first 64 KiB and within the first `recordsLength` bytes, 4 bytes of the digest
    /// of everything up to the record's end, in order.
    package var records: [UInt32]
    /// For each probe that ends before the place, the digest of its bytes, in order.
    package var probes: [UInt64]

    package init(records: [UInt32] = [], probes: [UInt64] = []) {
        (self.records, self.probes) = (records, probes)
    }

    /// Bytes of a capture's beginning in which each record is known.
    package static let recordsLength = 4 * 1_024 * 1_024
    /// Probes without gaps reach so far: every byte of a capture's first 16 MiB is in one.
    private static let gaplessLength: UInt64 = 16 * 1_024 * 1_024
    private static let gaplessProbe: UInt64 = 64 * 1_024
    private static let gaplessProbes = gaplessLength / gaplessProbe
    /// Behind them there is one to each stretch.
    private static let stretch: UInt64 = 256 * 1_024
    private static let probeLength: UInt64 = 512
    /// So many at the most: the capture is known up to 32 GiB, and beyond by its end.
    package static let mostProbes = 131_072

    /// Where a probe lies: bytes of the unpacked capture.
    package static func probe(_ number: Int) -> Range<UInt64> {
        let number = UInt64(number)
        guard number >= gaplessProbes else { return number * gaplessProbe..<(number + 1) * gaplessProbe }
        let start = gaplessLength + (number - gaplessProbes) * stretch
        return start..<start + probeLength
    }

    /// Whether each of some probes begins where the one before it ends, and all have the same length.
    package static func haveNoGaps(_ numbers: Range<Int>) -> Bool { numbers.upperBound <= Int(gaplessProbes) }

    /// How many probes end before a place, or at it.
    package static func probeCount(upTo position: UInt64) -> Int {
        guard position >= gaplessLength + probeLength else { return Int(min(position, gaplessLength) / gaplessProbe) }
        let further = (position - gaplessLength - probeLength) / stretch + 1
        return Int(min(gaplessProbes + further, UInt64(mostProbes)))
    }
}
