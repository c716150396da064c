import NetworkTypes

/// Values of text fields, read where they stand.
///
/// Unsafe where literals are compared, whose bytes Swift lends as a pointer alone: lengths are compared before, and a `String` would
/// cost more than the field.
extension Span<UInt8> {
    @inline(__always)
    func isEqual(_ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { expected in
            for (place, index) in range.enumerated() where unsafe self[index] != expected[place] { return false }
            return true
        }
    }

    /// The same, whatever the case of ASCII letters; the text is in lower case.
    func isEqualIgnoringCase(_ range: Range<Int>, _ text: StaticString) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { expected in
            for (place, index) in range.enumerated() {
                let byte = self[index]
                let lower = byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
                if unsafe lower != expected[place] { return false }
            }
            return true
        }
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: range.map { self[$0] }, as: UTF8.self)
    }

    func bytes(_ range: Range<Int>) -> [UInt8] {
        range.map { self[$0] }
    }

    /// A number in decimal digits, be it with a fraction of zeros or an exponent, as JSON may write a whole number (RFC 8259 section
    /// 6); `nil` for anything else, and for what does not fit.
    @inline(__always)
    func number(_ range: Range<Int>) -> UInt64? {
        guard !range.isEmpty else { return nil }
        let digits =
            range.count <= 8 ? ByteWord.number(word(range.lowerBound), digits: range.count) : manyDigits(range)
        return digits ?? otherNumber(range)
    }

    @inline(never)
    private func otherNumber(_ range: Range<Int>) -> UInt64? {
        let isNumeral = { (byte: UInt8) in
            byte &- UInt8(ascii: "0") < 10 || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
        }
        guard range.count <= 40, self[range.lowerBound] &- UInt8(ascii: "0") < 10,
            range.allSatisfy({ isNumeral(self[$0]) }),
            let value = Double(text(range)), value < 0x1p53
        else { return nil }
        return UInt64(exactly: value)
    }

    private func manyDigits(_ range: Range<Int>) -> UInt64? {
        if range.count <= 16 { return wholeNumber(range.lowerBound, digits: range.count) }
        // Nineteen digits fit, whatever they are.
        guard range.count <= 19 else { return longNumber(range) }
        var value: UInt64 = 0
        for index in range {
            let digit = self[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            value = value &* 10 &+ UInt64(digit)
        }
        return value
    }

    private func longNumber(_ range: Range<Int>) -> UInt64? {
        guard range.count <= 20 else { return nil }
        return UInt64(text(range)).flatMap { self[range.lowerBound] == UInt8(ascii: "+") ? nil : $0 }
    }

    /// A number from 0 to 65,535.
    @inline(__always)
    func port(_ range: Range<Int>) -> UInt16? {
        number(range).flatMap { UInt16(exactly: $0) }
    }

    /// An address of either version.
    @inline(__always)
    func address(_ range: Range<Int>) -> IPAddress? {
        if let address = ipv4Address(range) { return .v4(address) }
        guard range.count <= IPv6Address.maximumTextLength + 6 else { return nil }
        return IPv6Address(parsing: bytes(range)).map(IPAddress.v6)
    }

    /// As `IPv4Address.init(parsing:)` has it, without a sequence.
    @inline(__always)
    func ipv4Address(_ range: Range<Int>) -> IPv4Address? {
        guard range.count >= 7, range.count <= IPv4Address.maximumTextLength else { return nil }
        let points = ByteWord.all(UInt8(ascii: "."))
        // The bytes of 16 that are points, a bit each.
        var marks = ByteWord.bits(ByteWord.marks(word(range.lowerBound), as: points))
        marks |= ByteWord.bits(ByteWord.marks(word(range.lowerBound + 8), as: points)) << 8
        // What stands behind the text ends the last octet.
        marks = marks & (1 << UInt64(range.count) - 1) | 1 << UInt64(range.count)
        guard marks.nonzeroBitCount == 4 else { return nil }
        var (address, start) = (UInt32(0), 0)
        for _ in 0..<4 {
            let end = marks.trailingZeroBitCount
            let text = UInt32(truncatingIfNeeded: word(range.lowerBound + start))
            guard let octet = ByteWord.octet(text, digits: end - start) else { return nil }
            address = address << 8 | octet
            (start, marks) = (end + 1, marks & (marks - 1))
        }
        return IPv4Address(rawValue: address)
    }

    /// Seconds with or without a fraction, of which nine digits are kept, as nanoseconds; also with an exponent, as JSON may
    /// write a number. `nil` for anything else, and for what is beyond the years that can be stored.
    @inline(__always)
    func seconds(_ range: Range<Int>) -> Int64? { usualSeconds(range) ?? otherSeconds(range) }

    /// Up to ten digits, a point, and up to eight more.
    @inline(__always)
    private func usualSeconds(_ range: Range<Int>) -> Int64? {
        let points = ByteWord.all(UInt8(ascii: "."))
        var point = range.lowerBound
        let marks = ByteWord.marks(word(point), as: points)
        if marks != 0 {
            point += ByteWord.first(marks)
        } else {
            point += 8
            guard point < range.upperBound else { return nil }
            point += ByteWord.first(ByteWord.marks(word(point), as: points))
        }
        let (digits, places) = (point - range.lowerBound, range.upperBound - point - 1)
        guard places >= 1, places <= 8, digits >= 1, digits <= 10,
            let whole = wholeNumber(range.lowerBound, digits: digits), whole < 9_000_000_000,
            var fraction = ByteWord.number(word(point + 1), digits: places)
        else { return nil }
        for _ in places..<9 { fraction = fraction &* 10 }
        return Int64(bitPattern: whole) &* Timestamp.nanosecondsPerSecond &+ Int64(bitPattern: fraction)
    }

    /// The number that up to sixteen digits are.
    @inline(__always)
    private func wholeNumber(_ place: Int, digits: Int) -> UInt64? {
        guard digits > 8 else { return ByteWord.number(word(place), digits: digits) }
        let upper = ByteWord.number(word(place), digits: digits - 8)
        guard let upper, let lower = ByteWord.number(word(place + digits - 8), digits: 8) else { return nil }
        return upper &* 100_000_000 &+ lower
    }

    private func otherSeconds(_ range: Range<Int>) -> Int64? {
        let isNegative = !range.isEmpty && self[range.lowerBound] == UInt8(ascii: "-")
        let digits = isNegative ? range.dropFirst() : range
        var (whole, fraction, places, wholePlaces) = (UInt64(0), UInt64(0), 0, 0)
        var isBehindPoint = false
        for index in digits {
            let byte = self[index]
            let digit = byte &- UInt8(ascii: "0")
            if digit < 10 {
                if !isBehindPoint {
                    wholePlaces += 1
                    guard wholePlaces <= 18 else { return nil }
                    whole = whole &* 10 &+ UInt64(digit)
                } else if places < 9 {
                    fraction = fraction &* 10 &+ UInt64(digit)
                    places += 1
                }
            } else if byte == UInt8(ascii: "."), !isBehindPoint {
                isBehindPoint = true
            } else {
                return byte | 0x20 == UInt8(ascii: "e") ? secondsWithExponent(range) : nil
            }
        }
        guard wholePlaces > 0, whole <= 9_223_372_036 else { return nil }
        while places < 9 {
            fraction = fraction &* 10
            places += 1
        }
        let (nanoseconds, isBeyond) = (Int64(whole) * Timestamp.nanosecondsPerSecond)
            .addingReportingOverflow(Int64(fraction))
        guard !isBeyond else { return nil }
        return isNegative ? -nanoseconds : nanoseconds
    }

    private func secondsWithExponent(_ range: Range<Int>) -> Int64? {
        guard range.count <= 40, let value = Double(text(range)), value.magnitude < 9.2e9 else { return nil }
        let whole = value.rounded(.down)
        return Int64(whole) * Timestamp.nanosecondsPerSecond + Int64(((value - whole) * 1e9).rounded())
    }

    /// A time: Unix seconds, or milliseconds, or a whole number of micro- or nanoseconds where it has so many digits, or ISO 8601
    /// with or without a zone (UTC).
    @inline(__always)
    func time(_ range: Range<Int>) -> Timestamp? {
        if let nanoseconds = seconds(range) { return Timestamp(nanoseconds: nanoseconds) }
        return scaledTime(range) ?? isoTime(range)
    }

    /// Milliseconds with or without a fraction, or a whole number of micro- or nanoseconds; `nil` for no number.
    private func scaledTime(_ range: Range<Int>) -> Timestamp? {
        let point = range.first { self[$0] == UInt8(ascii: ".") } ?? range.upperBound
        guard let count = number(point - range.lowerBound > 10 ? range.lowerBound..<point : range) else { return nil }
        let scale: UInt64 = count < 100_000_000_000_000 ? 1_000_000 : count < 100_000_000_000_000_000 ? 1_000 : 1
        let (scaled, isBeyond) = count.multipliedReportingOverflow(by: scale)
        guard !isBeyond, let nanoseconds = Int64(exactly: scaled) else { return nil }
        let isFractional = point < range.upperBound && point - range.lowerBound > 10
        guard isFractional else { return Timestamp(nanoseconds: nanoseconds) }
        guard scale == 1_000_000, let fraction = seconds(point - 1..<range.upperBound) else { return nil }
        // Of the last digit before the point and what is behind it no more than that is meant.
        return Timestamp(nanoseconds: nanoseconds + fraction % Timestamp.nanosecondsPerSecond / 1_000)
    }

    /// ISO 8601: the usual form, `2011-08-15T03:36:16.748830Z` or with `+0200`, is read where it stands, others as elsewhere.
    func isoTime(_ range: Range<Int>) -> Timestamp? {
        guard range.count >= 19, range.count <= 40 else { return nil }
        var place = range.lowerBound
        func pair(_ at: Int) -> Int64? {
            let (high, low) = (self[at] &- UInt8(ascii: "0"), self[at + 1] &- UInt8(ascii: "0"))
            return high < 10 && low < 10 ? Int64(high) * 10 + Int64(low) : nil
        }
        let marks = (self[place + 4], self[place + 7], self[place + 10], self[place + 13], self[place + 16])
        guard let century = pair(place), let year = pair(place + 2), let month = pair(place + 5),
            let day = pair(place + 8),
            let hour = pair(place + 11), let minute = pair(place + 14), let second = pair(place + 17),
            marks.0 == marks.1, marks.0 == UInt8(ascii: "-") || marks.0 == UInt8(ascii: "/"),
            marks.2 == UInt8(ascii: "T") || marks.2 == UInt8(ascii: " ") || marks.2 == UInt8(ascii: "+"),
            marks.3 == UInt8(ascii: ":"), marks.4 == UInt8(ascii: ":"),
            (1...12).contains(month), (1...28).contains(day), hour < 24, minute < 60, second < 60
        else { return Timestamp(parsing: text(range)) }
        place += 19
        var fraction: Int64 = 0
        if place < range.upperBound, self[place] == UInt8(ascii: ".") || self[place] == UInt8(ascii: ",") {
            var scale: Int64 = 100_000_000
            place += 1
            let begin = place
            while place < range.upperBound, self[place] &- UInt8(ascii: "0") < 10 {
                fraction += Int64(self[place] &- UInt8(ascii: "0")) * scale
                scale /= 10
                place += 1
            }
            guard place > begin else { return nil }
        }
        guard let offset = zone(place..<range.upperBound) else { return Timestamp(parsing: text(range)) }
        var time = CivilTime(year: century * 100 + year, month: month, day: day)
        (time.hour, time.minute, time.second) = (hour, minute, second)
        let (scaled, isBeyond) = (time.unixSeconds - offset).multipliedReportingOverflow(
            by: Timestamp.nanosecondsPerSecond)
        guard !isBeyond, scaled < Int64.max - fraction else { return nil }
        return Timestamp(nanoseconds: scaled + fraction)
    }

    /// Seconds east of UTC: nothing, `Z`, `+0200` or `+02:00`.
    private func zone(_ range: Range<Int>) -> Int64? {
        if range.isEmpty || range.count == 1 && self[range.lowerBound] == UInt8(ascii: "Z") { return 0 }
        let first = self[range.lowerBound]
        guard first == UInt8(ascii: "+") || first == UInt8(ascii: "-") else { return nil }
        let digits = range.dropFirst().filter { self[$0] != UInt8(ascii: ":") }.map { self[$0] &- UInt8(ascii: "0") }
        guard digits.count == 4, digits.allSatisfy({ $0 < 10 }) else { return nil }
        let (hours, minutes) = (Int64(digits[0]) * 10 + Int64(digits[1]), Int64(digits[2]) * 10 + Int64(digits[3]))
        guard hours < 24, minutes < 60 else { return nil }
        return (hours * 3_600 + minutes * 60) * (first == UInt8(ascii: "-") ? -1 : 1)
    }

    /// A protocol by name or number.
    @inline(__always)
    func transport(_ range: Range<Int>) -> TransportProtocol? {
        if isEqual(range, "tcp") || isEqual(range, "TCP") { return .tcp }
        if isEqual(range, "udp") || isEqual(range, "UDP") { return .udp }
        return ProtocolNames.transport(text(range))
    }
}
