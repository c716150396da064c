/// Numbers in network byte order. The subscript checks every index; callers have compared lengths before, so that
/// a check never fails.
///
/// Inlinable, because every header of every packet is read by them: in other modules they cost what they cost here.
extension Span<UInt8> {
    @inlinable @inline(__always)
    package func number16(_ offset: Int) -> UInt16 {
        UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    @inlinable @inline(__always)
    package func number32(_ offset: Int) -> UInt32 {
        UInt32(number16(offset)) << 16 | UInt32(number16(offset + 2))
    }

    @inlinable
    package func number128(_ offset: Int) -> UInt128 {
        let high = UInt64(number32(offset)) << 32 | UInt64(number32(offset + 4))
        let low = UInt64(number32(offset + 8)) << 32 | UInt64(number32(offset + 12))
        return UInt128(high) << 64 | UInt128(low)
    }
}
