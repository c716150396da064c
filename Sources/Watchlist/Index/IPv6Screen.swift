/// Says of most IPv6 addresses that no entry names them, in one look at a bitmap that stays in cache.
///
/// The bitmap is over hashed keys, the leading bits of an address. An entry sets the bits of all keys that its prefix
/// covers, so an address whose bit is clear matches nothing; a set bit proves nothing. The hash has a new seed in every
/// run, so that nobody can choose addresses that collide.
package struct IPv6Screen: Sendable {
    /// Bit i of word w is bit 64 w + i of the bitmap.
    package private(set) var words: [UInt64]
    package let multiplier: UInt64
    /// How far the product is shifted right to leave an index.
    package let shift: UInt64
    /// How many leading bits of an address are its key.
    package let keyLength: Int

    /// Bits for each key, while the bitmap is below its largest size: more bits let fewer addresses through, fewer
    /// stay in a nearer cache.
    private static let bitsPerKey = 32
    /// The bitmap has from 512 bytes to 2 MiB.
    private static let logarithms = 12...24

    /// An empty screen with room for some keys.
    init(keyLength: Int, keyCount: Int) {
        self.keyLength = keyLength
        let wanted = max(1, keyCount) * Self.bitsPerKey
        let logarithm = UInt64.bitWidth - (wanted - 1).leadingZeroBitCount
        let size = min(max(logarithm, Self.logarithms.lowerBound), Self.logarithms.upperBound)
        shift = UInt64(64 - size)
        multiplier = UInt64.random(in: .min ... .max) | 1
        words = [UInt64](repeating: 0, count: 1 << (size - 6))
    }

    mutating func insert(_ key: UInt64) {
        let index = (key &* multiplier) >> shift
        words[Int(index >> 6)] |= 1 << (index & 63)
    }

    /// How many keys a prefix covers.
    static func keyCount(prefixLength: Int, keyLength: Int) -> Int {
        1 << max(0, keyLength - prefixLength)
    }

    /// Inserts the keys of a prefix that begins at `address`.
    mutating func insert(_ address: UInt128, length: Int) {
        let first = UInt64(truncatingIfNeeded: address >> UInt128(UInt128.bitWidth - keyLength))
        for key in first..<first + UInt64(Self.keyCount(prefixLength: length, keyLength: keyLength)) { insert(key) }
    }
}
