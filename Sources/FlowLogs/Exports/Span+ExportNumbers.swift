import NetworkTypes

/// Numbers in network byte order of whatever length a template states.
extension Span<UInt8> {
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
