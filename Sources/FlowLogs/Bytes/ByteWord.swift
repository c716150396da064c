/// Eight bytes of text that are looked at together, the first one lowest: what a loop of bytes takes some five instructions a byte
/// for is one or two.
enum ByteWord {
    /// A word of eight of the same.
    @inline(__always)
    static func all(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// The highest bit of every byte that is as in the pattern, and no other.
    @inline(__always)
    static func marks(_ word: UInt64, as pattern: UInt64) -> UInt64 {
        let difference = word ^ pattern
        let lower = all(0x7F)
        return ~((difference & lower) &+ lower | difference | lower)
    }

    /// The highest bit of the first byte that is as in one of two patterns. Bits of bytes behind it mean nothing.
    @inline(__always)
    static func firstMark(_ word: UInt64, as pattern: UInt64, or other: UInt64) -> UInt64 {
        let (left, right) = (word ^ pattern, word ^ other)
        return ((left &- all(1)) & ~left | (right &- all(1)) & ~right) & all(0x80)
    }

    /// The highest bit of every byte that is not a decimal digit, and no other.
    @inline(__always)
    static func others(_ word: UInt64) -> UInt64 {
        let digits = word ^ all(UInt8(ascii: "0"))
        return ((digits & all(0x7F)) &+ all(0x76) | digits) & all(0x80)
    }

    /// How many bytes lie before the first that is marked; eight where none is.
    @inline(__always)
    static func first(_ marks: UInt64) -> Int { marks.trailingZeroBitCount >> 3 }

    /// The marks as eight bits.
    @inline(__always)
    static func bits(_ marks: UInt64) -> UInt64 { ((marks &>> 7) &* 0x0102_0408_1020_4080) &>> 56 }

    /// The number below 256 that one to three decimal digits are, without zeros in front; `nil` for anything else.
    @inline(__always)
    static func octet(_ text: UInt32, digits count: Int) -> UInt32? {
        guard count &- 1 < 3, count > 0 else { return nil }
        // The digits stand highest, and zeros before them.
        let shift = UInt32(truncatingIfNeeded: 32 - 8 * count)
        let digits = (text ^ 0x3030_3030) &<< shift
        guard ((digits & 0x7F7F_7F7F) &+ 0x7676_7676 | digits) & 0x8080_8080 == 0 else { return nil }
        let number = (digits &>> 8 & 0xFF) &* 100 &+ (digits &>> 16 & 0xFF) &* 10 &+ digits &>> 24
        let isFirstZero = (digits &>> shift) & 0xFF == 0
        return number <= 255 && !(isFirstZero && count > 1) ? number : nil
    }

    /// The number that up to eight decimal digits are, which stand lowest in the word; `nil` where others are among them.
    @inline(__always)
    static func number(_ word: UInt64, digits count: Int) -> UInt64? {
        // Zeros before, so that there are eight.
        var word = word &<< UInt64(64 - 8 * count) | all(UInt8(ascii: "0")) >> UInt64(8 * count)
        let upper = all(0xF0)
        guard word & upper == all(0x30), (word &+ all(6)) & upper == all(0x30) else { return nil }
        // Pairs, fours, and all eight.
        word = ((word & all(0x0F)) &* 2_561) &>> 8
        word = ((word & 0x00FF_00FF_00FF_00FF) &* 6_553_601) &>> 16
        return ((word & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) &>> 32
    }
}

extension Span<UInt8> {
    /// The eight bytes from some place on; behind the end there are zeros.
    @inline(__always)
    func word(_ place: Int) -> UInt64 { place <= count - 8 ? load64(place) : lastWord(place) }

    @inline(never)
    private func lastWord(_ place: Int) -> UInt64 {
        guard place < count else { return 0 }
        var word: UInt64 = 0
        for index in place..<count { word |= UInt64(self[index]) << UInt64(8 * (index - place)) }
        return word
    }
}
