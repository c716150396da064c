/// A digest of 64 bits over bytes that come in order, far faster than SHA-256: it tells data apart that came to differ by
/// itself, and withstands nobody who looks for two that agree.
///
/// The same bytes in the same pieces give the same digest on every machine. A piece of 16 bytes costs one multiplication.
package struct RunningDigest: Sendable {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    package init() {}

    /// What came so far.
    package var value: UInt64 { state }

    /// The first 32 bits of `value`.
    package var shortValue: UInt32 { UInt32(truncatingIfNeeded: state >> 32) }

    /// The digest of one piece.
    package static func of(_ bytes: Span<UInt8>) -> UInt64 {
        var digest = RunningDigest()
        digest.update(bytes)
        return digest.value
    }

    /// Takes the next piece.
    package mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// Unsafe, because every byte of a capture's beginning and of each datagram passes through: with loads of single bytes a
    /// datagram's digest costs more than its records. Each load lies within `bytes`.
    private mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var place = 0
        while bytes.count - place >= 16 {
            unsafe mix(bytes.word(at: place), bytes.word(at: place + 8))
            place += 16
        }
        var last: (UInt64, UInt64) = (0, 0)
        for index in place..<bytes.count {
            let byte = unsafe UInt64(bytes[index])
            if index - place < 8 {
                last.0 |= byte << UInt64(8 * (index - place))
            } else {
                last.1 |= byte << UInt64(8 * (index - place - 8))
            }
        }
        mix(last.0, last.1)
        // Pieces of zeros differ by their length.
        mix(UInt64(bytes.count), 0)
    }

    /// Folds the product of both words, each made different by what came before.
    private mutating func mix(_ first: UInt64, _ second: UInt64) {
        let left = first ^ state &+ 0xA076_1D64_78BD_642F
        let right = second ^ (state >> 29 | state << 35) ^ 0xE703_7ED1_A0B4_28DB
        let product = left.multipliedFullWidth(by: right)
        state = product.high ^ product.low ^ state &+ 0x8EBC_6AF0_9C88_C6E3
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func word(at place: Int) -> UInt64 {
        unsafe UInt64(littleEndian: loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }
}
