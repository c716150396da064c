/// Numbers in network byte order. The subscript checks every index; callers have compared lengths before, so that a check
/// never fails.
extension Span<UInt8> {
    @inline(__always)
    func number16(_ offset: Int) -> UInt16 {
        UInt16(self[offset]) << 8 | UInt16(self[offset + 1])
    }

    @inline(__always)
    func number32(_ offset: Int) -> UInt32 {
        UInt32(number16(offset)) << 16 | UInt32(number16(offset + 2))
    }

    func number128(_ offset: Int) -> UInt128 {
        let high = UInt64(number32(offset)) << 32 | UInt64(number32(offset + 4))
        let low = UInt64(number32(offset + 8)) << 32 | UInt64(number32(offset + 12))
        return UInt128(high) << 64 | UInt128(low)
    }

    /// An unsigned number of one to eight bytes.
    @inline(__always)
    func number(_ offset: Int, length: Int) -> UInt64 {
        switch length {
        case 1: UInt64(self[offset])
        case 2: UInt64(number16(offset))
        case 4: UInt64(number32(offset))
        case 8: UInt64(number32(offset)) << 32 | UInt64(number32(offset + 4))
        default: oddNumber(offset, length: length)
        }
    }

    private func oddNumber(_ offset: Int, length: Int) -> UInt64 {
        var number: UInt64 = 0
        for index in offset..<offset + length { number = number << 8 | UInt64(self[index]) }
        return number
    }
}
