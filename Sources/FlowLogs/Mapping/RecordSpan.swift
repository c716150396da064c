package import NetworkTypes

/// When the packets of a record were, as far as what it states can be believed.
package struct RecordSpan: Equatable, Sendable {
    /// Not later than `last`.
    package let first: Timestamp
    package let last: Timestamp
    package let oddities: Oddities

    /// What is odd about a record's times: each has a name in coverage.
    package struct Oddities: OptionSet, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// It ends before it begins, so its ends were exchanged.
        package static var exchanged: Self { Self(rawValue: 1 << 0) }
        /// It touches more than two hours.
        package static var long: Self { Self(rawValue: 1 << 1) }
        /// It is longer than 50 days or begins at time 0, and counts in the hour of its end alone.
        package static var endless: Self { Self(rawValue: 1 << 2) }

        package static var names: [(oddity: Self, name: String)] {
            [(.exchanged, "times_exchanged"), (.long, "long_record"), (.endless, "endless_record")]
        }
    }

    /// Nanoseconds. Uptimes of 32 bits in milliseconds come round after 49.7 days: what is longer is a mistake.
    private static let longest = 50 * 24 * Hour.nanoseconds

    /// `nil` where a record states no time at all.
    package init?(_ record: LogRecord) {
        self.init(first: record.first, last: record.last, stated: record.stated)
    }

    /// As of a record that states these times.
    package init?(first stated: Timestamp?, last: Timestamp?, stated event: Timestamp?) {
        guard let begin = stated ?? last ?? event else { return nil }
        let end = last ?? begin
        var oddities: Oddities = end < begin ? .exchanged : []
        // The very ends of the range stand for "none" where times are kept.
        let (early, late) = (Self.kept(min(begin, end)), Self.kept(max(begin, end)))
        let (length, isTooLong) = late.nanoseconds.subtractingReportingOverflow(early.nanoseconds)
        let hours = Int64(Hour(containing: late).index) - Int64(Hour(containing: early).index)
        if isTooLong || length > Self.longest || early.nanoseconds == 0 && hours > 0 {
            oddities.insert(.endless)
            first = Self.kept(Timestamp(nanoseconds: Hour(containing: late).startNanoseconds))
        } else {
            if hours > 1 { oddities.insert(.long) }
            first = early
        }
        (self.last, self.oddities) = (late, oddities)
    }

    private static func kept(_ time: Timestamp) -> Timestamp {
        Timestamp(nanoseconds: min(max(time.nanoseconds, .min + 1), .max - 1))
    }
}

extension Hour {
    /// The hour's first instant in nanoseconds, or that of all time.
    package var startNanoseconds: Int64 {
        let (start, isTooSmall) = Int64(index).multipliedReportingOverflow(by: Self.nanoseconds)
        return isTooSmall ? (index < 0 ? .min : .max) : start
    }

    /// The hour's last instant in nanoseconds, or that of all time.
    package var endNanoseconds: Int64 {
        let (end, isTooLarge) = startNanoseconds.addingReportingOverflow(Self.nanoseconds - 1)
        return isTooLarge ? .max : end
    }
}
