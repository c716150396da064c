public import NetworkTypes

/// Records of a classic capture of the most common shape: a header of four little-endian words (seconds, fraction, captured
/// length, original length), then the captured bytes.
@safe
public struct PcapRun: RecordRun {
    public let bytes: UnsafeRawBufferPointer
    public let end: Int
    public let limit: Int
    /// Nanoseconds in one unit of the fraction.
    @usableFromInline let fractionUnit: Int64
    /// Values from here on are not fractions of a second.
    @usableFromInline let fractionLimit: UInt32
    public let linkType: LinkType

    init(_ bytes: UnsafeRawBufferPointer, end: Int, limit: Int, fractionUnit: Int64, linkType: LinkType) {
        unsafe self.bytes = bytes
        (self.end, self.limit, self.fractionUnit, self.linkType) = (end, limit, fractionUnit, linkType)
        fractionLimit = UInt32(truncatingIfNeeded: 1_000_000_000 / fractionUnit)
    }

    @inlinable @inline(__always) public static var headerLength: Int { 16 }
    @inlinable @inline(__always) public static var capturedOffset: Int { 8 }
    @inlinable @inline(__always) public static var originalOffset: Int { 12 }

    @inlinable @inline(__always)
    public func time(_ record: UnsafeRawPointer) -> UInt64 { unsafe UInt64(record.load32(0)) }

    @inlinable @inline(__always)
    public func start(ofHour seconds: Int64) -> UInt64? { UInt64(bitPattern: seconds) }

    @inlinable @inline(__always) public var hourLength: UInt64 { 3_600 }

    @inlinable @inline(__always)
    public func length(_ record: UnsafeRawPointer) -> Int {
        unsafe Self.headerLength &+ Int(record.load32(Self.capturedOffset))
    }

    @inlinable @inline(__always)
    public func isSound(_ record: UnsafeRawPointer, length: Int) -> Bool { true }

    @inlinable @inline(__always)
    public func isTimeUsual(_ record: UnsafeRawPointer) -> Bool { unsafe record.load32(4) < fractionLimit }

    public func timestamp(at position: Int) -> Timestamp? {
        // What states no length on the wire may be no record, but a file header or zeros.
        guard position < limit, position + Self.headerLength <= end,
            unsafe bytes.load32(position + Self.originalOffset, .little) > 0
        else { return nil }
        return Timestamp(nanoseconds: Int64(unsafe bytes.load32(position, .little)) * 1_000_000_000)
    }

    public func frame(at position: Int) -> Frame {
        unsafe precondition(position >= 0 && position + Self.headerLength <= end && end <= bytes.count)
        let (seconds, fraction) = unsafe (bytes.load32(position, .little), bytes.load32(position + 4, .little))
        return unsafe Frame(
            nanoseconds: Int64(seconds) &* 1_000_000_000 &+ Int64(fraction) &* fractionUnit,
            offset: UInt32(truncatingIfNeeded: position + Self.headerLength),
            capturedLength: bytes.load32(position + 8, .little), originalLength: bytes.load32(position + 12, .little),
            linkType: linkType)
    }
}
