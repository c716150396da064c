/// Says of most IPv4 addresses that no entry names them, in one look at a bitmap that stays in cache.
///
/// The upper 24 bits of an address, hashed, choose a word of 64 bits. An entry for one address sets bits of that word that
/// the whole address chooses; an entry for a prefix sets other bits for each block of 256 addresses that it covers or
/// touches. An address whose bits are clear matches nothing; set bits prove nothing. The hash has a new seed in every run,
/// so that nobody can choose addresses that collide.
package struct IPv4Screen: Sendable {
    package private(set) var words: [UInt64]
    package private(set) var hash: IPv4ScreenHash
    /// Whether bits of blocks have to be looked up, too.
    package let namesPrefixes: Bool
    private let nearLogarithm: Int

    /// Bits for each key, while the bitmap is below its largest size: more bits let fewer addresses through, fewer
    /// stay in a nearer cache.
    private static let bitsPerKey = 48
    /// The same for the near screen, which one address in a hundred gets through.
    private static let nearBitsPerKey = 16
    /// The bitmap has from 512 bytes to 4 MiB.
    private static let logarithms = 12...25

    /// An empty screen with room for some addresses and blocks.
    init(addressCount: Int, blockCount: Int) {
        let keyCount = max(1, addressCount + blockCount)
        let size = Self.logarithm(bits: keyCount * Self.bitsPerKey)
        namesPrefixes = blockCount > 0
        hash = IPv4ScreenHash(wordCountLogarithm: UInt64(size - 6))
        words = [UInt64](repeating: 0, count: 1 << (size - 6))
        nearLogarithm = Self.logarithm(bits: keyCount * Self.nearBitsPerKey) - 6
    }

    private static func logarithm(bits: Int) -> Int {
        min(max(Int.bitWidth - (bits - 1).leadingZeroBitCount, logarithms.lowerBound), logarithms.upperBound)
    }

    /// A screen of a quarter of the words or so, each of which has the bits of as many neighbours of this one.
    ///
    /// For a reader of packets that other work on its core puts to sleep again and again, and that finds no bitmap in its
    /// cache when it wakes: the fewer lines are to be fetched, the better.
    func makeNear() -> IPv4Screen {
        let fold = UInt64(max(0, words.count.trailingZeroBitCount - nearLogarithm))
        var near = self
        near.hash = hash.folded(by: fold)
        near.words = [UInt64](repeating: 0, count: words.count >> Int(fold))
        for (index, word) in words.enumerated() { near.words[index >> Int(fold)] |= word }
        return near
    }

    /// How many blocks a prefix covers or touches; one address is not a block.
    static func blockCount(prefixLength: Int) -> Int {
        prefixLength == UInt32.bitWidth ? 0 : 1 << max(0, 24 - prefixLength)
    }

    /// Inserts a prefix that begins at `address`.
    mutating func insert(_ address: UInt32, length: Int) {
        guard length < UInt32.bitWidth else {
            let place = hash.place(of: address.byteSwapped)
            words[place.word] |= namesPrefixes ? place.moreAddressBits : place.addressBits
            return
        }
        for block in 0..<UInt32(Self.blockCount(prefixLength: length)) {
            let place = hash.place(of: (address &+ block << 8).byteSwapped)
            words[place.word] |= place.blockBits
        }
    }

    /// Whether an entry may name the address.
    package func mayName(_ address: UInt32) -> Bool {
        let place = hash.place(of: address.byteSwapped)
        return namesPrefixes ? place.isNamed(words[place.word]) : place.isNamedAlone(words[place.word])
    }
}

/// Where in the bitmap an address is looked for.
public struct IPv4ScreenHash: Sendable {
    @usableFromInline let blockMultiplier = UInt64.random(in: .min ... .max) | 1
    @usableFromInline let addressMultiplier = UInt64.random(in: .min ... .max) | 1
    @usableFromInline private(set) var shift: UInt64

    init(wordCountLogarithm: UInt64) {
        shift = UInt64(UInt64.bitWidth) - wordCountLogarithm
    }

    /// The same bits in a word of which there are 2^`fold` times fewer: the one whose number has the same leading bits.
    func folded(by fold: UInt64) -> Self {
        var folded = self
        folded.shift += fold
        return folded
    }

    /// - Parameter address: its first octet lowest, as a little-endian load of a header gives it.
    @inlinable @inline(__always)
    public func place(of address: UInt32) -> Place {
        Place(
            block: UInt64(address & 0xFF_FFFF) &* blockMultiplier, address: UInt64(address) &* addressMultiplier,
            shift: shift)
    }

    /// The word and the bits of one address.
    public struct Place {
        @usableFromInline let block: UInt64
        @usableFromInline let address: UInt64
        @usableFromInline let shift: UInt64

        @inlinable @inline(__always)
        init(block: UInt64, address: UInt64, shift: UInt64) {
            (self.block, self.address, self.shift) = (block, address, shift)
        }

        /// Below the number of words, for the shift leaves no more bits.
        @inlinable @inline(__always)
        public var word: Int { Int(truncatingIfNeeded: block &>> shift) }

        var addressBits: UInt64 { 1 &<< (address &>> 58) | 1 &<< (address &>> 52) }
        var blockBits: UInt64 { 1 &<< (block &>> 20) | 1 &<< (block &>> 26) | 1 &<< (block &>> 32) }
        /// In a screen with prefixes, whose words are fuller, an address sets a third bit.
        var moreAddressBits: UInt64 { addressBits | 1 &<< (address &>> 46) }

        /// Whether the word may name the address, in a screen without prefixes. The second bit is looked at only where the
        /// first is set: nearly all other addresses end with one look.
        @inlinable @inline(__always)
        public func isNamedAlone(_ word: UInt64) -> Bool {
            word &>> (address &>> 58) & 1 == 1 && word &>> (address &>> 52) & 1 == 1
        }

        /// 1 when the word of a screen without prefixes may name the address, else 0: for a screen so full that a branch for
        /// each bit would often be foreseen wrongly.
        @inlinable @inline(__always)
        public func nameBit(_ word: UInt64) -> UInt64 {
            word &>> (address &>> 58) & word &>> (address &>> 52) & 1
        }

        /// Whether the word may name the address or its block.
        @inlinable @inline(__always)
        public func isNamed(_ word: UInt64) -> Bool {
            let named = word &>> (address &>> 58) & word &>> (address &>> 52) & word &>> (address &>> 46)
            let covered = word &>> (block &>> 20) & word &>> (block &>> 26) & word &>> (block &>> 32)
            return (named | covered) & 1 == 1
        }
    }
}
