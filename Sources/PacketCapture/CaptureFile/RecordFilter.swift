package import NetworkTypes

/// Looks at the records of a classic capture where they lie, before frames are made of them: most need none.
package protocol RecordFilter {
    /// Takes whole records from `position` on: passes over those that need no frame, appends a frame for each other, and
    /// moves `position` past them all.
    ///
    /// May stop at any record; the reader takes that one, and sees to what is cut or malformed.
    mutating func take(_ records: RecordRun, position: inout Int, into frames: inout FrameWriter)
}

/// Records of the most common shape in a buffer: a header of four little-endian words (seconds, fraction, captured length,
/// original length), then the captured bytes.
@safe
public struct RecordRun {
    package let bytes: UnsafeRawBufferPointer
    /// Where the bytes end that may be looked at: no further than the longest record from where the run begins, so that a
    /// captured length that fits in is sound.
    package let end: Int
    /// Records that begin here or later are left.
    package let limit: Int
    /// Nanoseconds in one unit of the fraction.
    package let fractionUnit: Int64
    package let linkType: LinkType

    @inlinable @inline(__always)
    public static var headerLength: Int { 16 }

    /// The second in which a record was captured; `nil` when its header is not in the buffer.
    package func second(at position: Int) -> Timestamp? {
        guard position < limit, position + Self.headerLength <= end else { return nil }
        return Timestamp(nanoseconds: Int64(unsafe bytes.load32(position, .little)) * 1_000_000_000)
    }

    /// A whole record as a frame.
    package func frame(at position: Int) -> Frame {
        unsafe precondition(position >= 0 && position + Self.headerLength <= end && end <= bytes.count)
        let (seconds, fraction) = unsafe (bytes.load32(position, .little), bytes.load32(position + 4, .little))
        return unsafe Frame(
            nanoseconds: Int64(seconds) &* 1_000_000_000 &+ Int64(fraction) &* fractionUnit,
            offset: UInt32(truncatingIfNeeded: position + Self.headerLength),
            capturedLength: bytes.load32(position + 8, .little), originalLength: bytes.load32(position + 12, .little),
            linkType: linkType)
    }
}

/// A filter that takes nothing.
struct NoRecordFilter: RecordFilter {
    func take(_ records: RecordRun, position: inout Int, into frames: inout FrameWriter) {}
}
