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
        unsafe finish(bytes, from: place)
    }

    /// The digests of the four quarters of some bytes, each by itself. Their multiplications do not wait for one another.
    package static func quarters(of bytes: Span<UInt8>) -> [UInt64] {
        unsafe bytes.withUnsafeBytes { unsafe quarters(of: $0) }
    }

    /// Unsafe, as `update` is: each load lies within a quarter.
    private static func quarters(of bytes: UnsafeRawBufferPointer) -> [UInt64] {
        let length = bytes.count / 4
        var (first, second, third, fourth) = (Self(), Self(), Self(), Self())
        var place = 0
        while length - place >= 16 {
            unsafe first.mix(bytes.word(at: place), bytes.word(at: place + 8))
            unsafe second.mix(bytes.word(at: length + place), bytes.word(at: length + place + 8))
            unsafe third.mix(bytes.word(at: 2 * length + place), bytes.word(at: 2 * length + place + 8))
            unsafe fourth.mix(bytes.word(at: 3 * length + place), bytes.word(at: 3 * length + place + 8))
            place += 16
        }
        unsafe first.finish(UnsafeRawBufferPointer(rebasing: bytes[..<length]), from: place)
        unsafe second.finish(UnsafeRawBufferPointer(rebasing: bytes[length..<2 * length]), from: place)
        unsafe third.finish(UnsafeRawBufferPointer(rebasing: bytes[2 * length..<3 * length]), from: place)
        unsafe fourth.finish(UnsafeRawBufferPointer(rebasing: bytes[3 * length..<4 * length]), from: place)
        return [first.value, second.value, third.value, fourth.value]
    }

    /// Takes the fewer than 16 bytes from some place to the end of a piece, and the piece's length.
    private mutating func finish(_ bytes: UnsafeRawBufferPointer, from place: Int) {
        let count = bytes.count - place
        if bytes.count >= 16 {
            // The last 16 bytes, of which those before the place fall out.
            let (low, high) = unsafe (bytes.word(at: bytes.count - 16), bytes.word(at: bytes.count - 8))
            let last = (UInt128(high) << 64 | UInt128(low)) >> UInt128(8 * (16 - count))
            mix(UInt64(truncatingIfNeeded: last), UInt64(truncatingIfNeeded: last >> 64))
        } else {
            var last: UInt128 = 0
            for index in place..<bytes.count { last |= unsafe UInt128(bytes[index]) << UInt128(8 * (index - place)) }
            mix(UInt64(truncatingIfNeeded: last), UInt64(truncatingIfNeeded: last >> 64))
        }
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
