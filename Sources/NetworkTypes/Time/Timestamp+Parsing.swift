extension Timestamp {
    /// Reads a time as people and feeds write it; `nil` when the text is not a time.
    ///
    /// Takes ISO 8601 (`2013-05-31T23:00:00Z`, with fraction, with `+02:00`, a blank for the `T`, without zone: UTC),
    /// a shortened form (`2013-05-31T23:00`, `2013-05-31`, `2013-05`, `2013`: its first instant),
    /// and Unix seconds of nine digits or more, with an optional fraction after a point.
    ///
    /// A time before the first or behind the last that can be stored (1677 and 2262) is that one: `9999-12-31` is the usual
    /// way to write "never".
    public init?(parsing text: some StringProtocol) {
        var scanner = TimeScanner(text)
        guard let nanoseconds = scanner.unixSeconds() ?? scanner.calendarTime() else { return nil }
        self.init(nanoseconds: nanoseconds)
    }
}

/// Reads one time from ASCII text, left to right.
private struct TimeScanner {
    private let bytes: [UInt8]
    private var position = 0
    /// Only behind seconds there may be a fraction.
    private var hasSeconds = false

    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    mutating func unixSeconds() -> Int64? {
        defer { position = 0 }
        let digits = bytes.prefix { isDigit($0) }.count
        guard (9...11).contains(digits), let seconds = number(digits), let fraction = fraction(),
            position == bytes.count
        else { return nil }
        return Self.nanoseconds(seconds, fraction)
    }

    mutating func calendarTime() -> Int64? {
        guard let year = number(4) else { return nil }
        var time = CivilTime(year: year, month: 1, day: 1)
        guard fields(into: &time), let fraction = hasSeconds ? fraction() : 0, let offset = zone(),
            position == bytes.count, isValid(time)
        else { return nil }
        return Self.nanoseconds(time.unixSeconds - offset, fraction)
    }

    /// Month to second, as far as they are given.
    private mutating func fields(into time: inout CivilTime) -> Bool {
        if take("-") {
            guard let month = number(2) else { return false }
            time.month = month
            if take("-") {
                guard let day = number(2) else { return false }
                time.day = day
                if take("T") || take("t") || take(" ") { return clock(into: &time) }
            }
        }
        return true
    }

    private mutating func clock(into time: inout CivilTime) -> Bool {
        guard let hour = number(2) else { return false }
        time.hour = hour
        guard take(":") else { return true }
        guard let minute = number(2) else { return false }
        time.minute = minute
        guard take(":") else { return true }
        guard let second = number(2) else { return false }
        time.second = second
        hasSeconds = true
        return true
    }

    /// Nanoseconds behind a decimal point, 0 without one, `nil` when the point has no digits.
    private mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        let digits = bytes[position...].prefix { isDigit($0) }
        guard !digits.isEmpty else { return nil }
        position += digits.count
        var value: Int64 = 0
        for place in 0..<9 {
            let digit = place < digits.count ? digits[digits.startIndex + place] - UInt8(ascii: "0") : 0
            value = value * 10 + Int64(digit)
        }
        return value
    }

    /// Seconds east of UTC; none stated means UTC.
    private mutating func zone() -> Int64? {
        if position == bytes.count || take("Z") || take("z") { return 0 }
        if take(" ") { return take("U") && take("T") && take("C") ? 0 : nil }
        let sign: Int64 = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = number(2), hours <= 23 else { return nil }
        let hasMinutes = take(":") || position < bytes.count
        guard let minutes = hasMinutes ? number(2) : 0, minutes <= 59 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }

    private func isValid(_ time: CivilTime) -> Bool {
        guard (1...12).contains(time.month), (1...31).contains(time.day), time.hour <= 23, time.minute <= 59,
            time.second <= 60
        else { return false }
        let day = CivilTime(unixSeconds: CivilTime(year: time.year, month: time.month, day: time.day).unixSeconds)
        return day.month == time.month
    }

    /// The nearest that can be stored.
    private static func nanoseconds(_ seconds: Int64, _ fraction: Int64) -> Int64 {
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: Timestamp.nanosecondsPerSecond)
        let (sum, carry) = scaled.addingReportingOverflow(fraction)
        guard overflow || carry else { return sum }
        return seconds < 0 ? .min : .max
    }

    private mutating func number(_ digits: Int) -> Int64? {
        guard bytes.count - position >= digits else { return nil }
        var value: Int64 = 0
        for byte in bytes[position..<position + digits] {
            guard isDigit(byte) else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        position += digits
        return value
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
