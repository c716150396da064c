/// One hour in UTC, `floor(t / 3600)`: the unit in which everything is counted.
package struct Hour: Hashable, Comparable, Sendable {
    /// Hours since 1970-01-01T00:00:00Z; negative before it.
    package let index: Int32

    @inlinable
    package init(index: Int32) {
        self.index = index
    }

    /// The hour that holds an instant.
    @inlinable
    package init(containing time: Timestamp) {
        // 64-bit nanoseconds span 5.1 million hours, so the quotient always fits.
        index = Int32(truncatingIfNeeded: time.nanoseconds.floorQuotient(by: Self.nanoseconds))
    }

    @inlinable package static var nanoseconds: Int64 { 3_600 * Timestamp.nanosecondsPerSecond }

    /// The hour's first instant in Unix seconds.
    package var startSeconds: Int64 { Int64(index) * 3_600 }

    package static func < (left: Self, right: Self) -> Bool {
        left.index < right.index
    }
}

extension Hour: CustomStringConvertible {
    /// The hour's start, `2013-05-31T23:00:00Z`.
    package var description: String {
        var text = DecimalText()
        text.append(CivilTime(unixSeconds: startSeconds))
        text.append("Z")
        return text.string
    }
}
