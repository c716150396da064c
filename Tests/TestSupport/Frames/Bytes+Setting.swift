extension [UInt8] {
    /// The same bytes with one of them replaced.
    package func setting(_ offset: Int, to value: UInt8) -> [UInt8] {
        var bytes = self
        bytes[offset] = value
        return bytes
    }

    /// The same bytes with two of them replaced by a number in network order.
    package func setting16(_ offset: Int, to value: UInt16) -> [UInt8] {
        setting(offset, to: UInt8(truncatingIfNeeded: value >> 8))
            .setting(offset + 1, to: UInt8(truncatingIfNeeded: value))
    }
}
