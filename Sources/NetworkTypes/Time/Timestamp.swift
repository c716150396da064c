/// An instant: nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted (POSIX time).
///
/// Covers the years 1677 to 2262; what a capture may state beyond that is refused where it is read.
public struct Timestamp: Hashable, Comparable, Sendable {
    public let nanoseconds: Int64

    @inlinable @inline(__always)
    public init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    @inlinable @inline(__always) public static var nanosecondsPerSecond: Int64 { 1_000_000_000 }

    @inlinable @inline(__always)
    public static func < (left: Self, right: Self) -> Bool {
        left.nanoseconds < right.nanoseconds
    }
}

extension Timestamp: UTF8Writable {
    public static var maximumTextLength: Int { 27 }

    /// ISO 8601 in UTC with microseconds, `2013-05-31T23:59:59.000001Z`; finer digits are cut, never rounded up.
    public func write(to text: inout OutputSpan<UInt8>) {
        let seconds = nanoseconds.floorQuotient(by: Self.nanosecondsPerSecond)
        // The product may lie below the range's end, the difference never does.
        let microseconds = ((nanoseconds &- seconds &* Self.nanosecondsPerSecond) / 1_000).magnitude
        text.append(CivilTime(unixSeconds: seconds))
        text.append(".")
        text.appendPair(microseconds / 10_000)
        text.appendPair(microseconds / 100 % 100)
        text.appendPair(microseconds % 100)
        text.append("Z")
    }
}

extension Int64 {
    /// The quotient rounded toward negative infinity, so that times before 1970 fall into the right hour.
    @inlinable @inline(__always)
    public func floorQuotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
