/// One hour in UTC, `floor(t / 3600)`: the unit in which everything is counted.
public struct Hour: Hashable, Comparable, Sendable {
    /// Hours since 1970-01-01T00:00:00Z; negative before it.
    public let index: Int32

    @inlinable @inline(__always)
    public init(index: Int32) {
        self.index = index
    }

    /// The hour that holds an instant.
    @inlinable @inline(__always)
    public init(containing time: Timestamp) {
        // 64-bit nanoseconds span 5.1 million hours, so the quotient always fits.
        index = Int32(truncatingIfNeeded: time.nanoseconds.floorQuotient(by: Self.nanoseconds))
    }

    @inlinable @inline(__always) public static var nanoseconds: Int64 { 3_600 * Timestamp.nanosecondsPerSecond }

    /// The hour's first instant in Unix seconds.
    public var startSeconds: Int64 { Int64(index) * 3_600 }

    /// The hour so many hours later, or the last or first one that there is.
    public func advanced(by hours: Int32) -> Hour {
        Hour(index: Int32(clamping: Int64(index) + Int64(hours)))
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.index < right.index
    }
}

extension Hour: UTF8Writable {
    /// Room for the years of all hours that there can be.
    public static var maximumTextLength: Int { 24 }

    /// The hour's start, `2013-05-31T23:00:00Z`.
    public func write(to text: inout OutputSpan<UInt8>) {
        text.append(CivilTime(unixSeconds: startSeconds))
        text.append("Z")
    }
}
