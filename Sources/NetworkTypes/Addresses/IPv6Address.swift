/// An IPv6 address (RFC 4291), in host byte order so that addresses compare as numbers.
public struct IPv6Address: Hashable, Comparable, Sendable {
    public let rawValue: UInt128

    @inlinable @inline(__always)
    public init(rawValue: UInt128) {
        self.rawValue = rawValue
    }

    /// Reads the text forms of RFC 4291 section 2.2: groups, one `::`, and a dotted quad at the end.
    ///
    /// Returns `nil` for anything else, zone identifiers (`%eth0`) included.
    public init?(parsing text: some Sequence<UInt8>) {
        var parser = GroupParser()
        for byte in text {
            guard parser.take(byte) else { return nil }
        }
        guard let value = parser.finish() else { return nil }
        self.init(rawValue: value)
    }

    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// The state of reading one IPv6 address, byte by byte.
private struct GroupParser {
    private var value: UInt128 = 0
    private var groups = 0
    /// How many groups stood before `::`, once it was seen.
    private var groupsBeforeGap: Int?
    private var group: UInt128 = 0
    private var digits = 0
    /// The characters of the open group, kept because it may turn out to begin a dotted quad.
    private var tail: [UInt8] = []
    private var colons = 0
    private var inDottedQuad = false

    mutating func take(_ byte: UInt8) -> Bool {
        if byte == UInt8(ascii: ":") { return takeColon() }
        tail.append(byte)
        if byte == UInt8(ascii: ".") { inDottedQuad = true }
        if inDottedQuad { return tail.count <= 15 }
        guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, digits < 4 else { return false }
        if digits == 0, colons == 1, groups == 0, groupsBeforeGap == nil { return false }
        group = group << 4 | UInt128(digit)
        digits += 1
        colons = 0
        return true
    }

    private mutating func takeColon() -> Bool {
        guard !inDottedQuad else { return false }
        colons += 1
        if digits > 0 {
            return closeGroup()
        }
        if groups == 0, colons == 1, groupsBeforeGap == nil { return true }
        guard colons == 2, groupsBeforeGap == nil else { return false }
        groupsBeforeGap = groups
        return true
    }

    private mutating func closeGroup() -> Bool {
        guard groups < 8 else { return false }
        value = value << 16 | group
        groups += 1
        (group, digits) = (0, 0)
        tail.removeAll(keepingCapacity: true)
        return true
    }

    mutating func finish() -> UInt128? {
        if inDottedQuad {
            guard groups <= 6, let quad = IPv4Address(parsing: tail) else { return nil }
            value = value << 32 | UInt128(quad.rawValue)
            groups += 2
        } else if digits > 0 {
            guard closeGroup() else { return nil }
        } else if colons == 1 {
            return nil
        }
        guard let before = groupsBeforeGap else { return groups == 8 ? value : nil }
        guard groups < 8 else { return nil }
        let after = groups - before
        let low = after == 0 ? 0 : value & (UInt128.max >> (128 - 16 * UInt128(after)))
        let high = before == 0 ? 0 : (value >> (16 * UInt128(after))) << (128 - 16 * UInt128(before))
        return high | low
    }
}

extension IPv6Address: UTF8Writable {
    public static var maximumTextLength: Int { 39 }

    /// The canonical text of RFC 5952: lower case, no leading zeros, the longest run of zero groups shortened.
    public func write(to text: inout OutputSpan<UInt8>) {
        if rawValue >> 32 == 0xFFFF {
            for character in "::ffff:".unicodeScalars { text.append(character) }
            return IPv4Address(rawValue: UInt32(truncatingIfNeeded: rawValue)).write(to: &text)
        }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: rawValue >> UInt128(112 - 16 * $0)) }
        guard let gap = longestZeroRun(of: groups) else { return Self.write(groups[...], to: &text) }
        Self.write(groups[..<gap.lowerBound], to: &text)
        text.append(":")
        text.append(":")
        Self.write(groups[gap.upperBound...], to: &text)
    }

    private static func write(_ groups: ArraySlice<UInt16>, to text: inout OutputSpan<UInt8>) {
        for (place, group) in groups.enumerated() {
            if place > 0 { text.append(":") }
            for digit in String(group, radix: 16).unicodeScalars { text.append(digit) }
        }
    }

    /// The first longest run of at least two zero groups (RFC 5952 sections 4.2.2 and 4.2.3).
    private func longestZeroRun(of groups: [UInt16]) -> Range<Int>? {
        var longest = 0..<0
        var start = 0
        while start < groups.count {
            var end = start
            while end < groups.count, groups[end] == 0 { end += 1 }
            if end - start > longest.count { longest = start..<end }
            start = max(end, start + 1)
        }
        return longest.count >= 2 ? longest : nil
    }
}
