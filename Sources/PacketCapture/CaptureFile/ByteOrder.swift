/// The byte order in which a capture was written.
package enum ByteOrder: Sendable {
    case little
    case big
}

extension UnsafeRawBufferPointer {
    /// The 16 bits at `offset`, which the caller has checked to lie inside.
    @inline(__always)
    func load16(_ offset: Int, _ order: ByteOrder) -> UInt16 {
        let value = unsafe loadUnaligned(fromByteOffset: offset, as: UInt16.self)
        return order == .little ? UInt16(littleEndian: value) : UInt16(bigEndian: value)
    }

    /// The 32 bits at `offset`, which the caller has checked to lie inside.
    @inline(__always)
    func load32(_ offset: Int, _ order: ByteOrder) -> UInt32 {
        let value = unsafe loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        return order == .little ? UInt32(littleEndian: value) : UInt32(bigEndian: value)
    }
}
