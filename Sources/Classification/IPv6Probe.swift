import Watchlist

/// What is asked of the screen for IPv6, with its words borrowed for a batch.
@safe
struct IPv6Probe {
    private let words: UnsafePointer<UInt64>
    private let multiplier: UInt64
    private let shift: UInt64
    /// How far the upper half of an address is shifted right to leave the key.
    private let unused: UInt64

    init(_ screen: IPv6Screen, _ words: UnsafeBufferPointer<UInt64>) {
        unsafe self.words = pointer(words)
        multiplier = screen.multiplier
        shift = screen.shift
        unused = UInt64(truncatingIfNeeded: 64 - screen.keyLength)
    }

    /// Whether an entry may name an address with this upper half.
    @inline(__always)
    func mayName(_ upperHalf: UInt64) -> Bool {
        // The index has 64 - `shift` bits, and there are words for just as many.
        let index = ((upperHalf &>> unused) &* multiplier) &>> shift
        return unsafe words[Int(truncatingIfNeeded: index &>> 6)] &>> (index & 63) & 1 == 1
    }
}
