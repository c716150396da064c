/// Numbers of more than one byte in one load each, whichever byte comes first.
extension Span<UInt8> {
    @inline(__always)
    func load16(_ place: Int) -> UInt16 { load(place) }

    @inline(__always)
    func load32(_ place: Int) -> UInt32 { load(place) }

    @inline(__always)
    func load64(_ place: Int) -> UInt64 { load(place) }

    /// In network byte order.
    @inline(__always)
    func loadNetwork32(_ place: Int) -> UInt32 { load32(place).byteSwapped }

    /// Least significant byte first, as nfdump's files hold numbers on every machine on which they are read here.
    ///
    /// Unsafe, because composing a number of single bytes cost 2.5 times as much over a file. Bounds are checked before the
    /// load is made.
    @inline(__always)
    private func load<Number: FixedWidthInteger & BitwiseCopyable>(_ place: Int) -> Number {
        // One comparison: below 0 a place is far too large as a number without sign.
        let places = max(0, count &- (MemoryLayout<Number>.size - 1))
        precondition(UInt(bitPattern: place) < UInt(bitPattern: places))
        return unsafe withUnsafeBytes {
            Number(littleEndian: unsafe $0.loadUnaligned(fromByteOffset: place, as: Number.self))
        }
    }
}
