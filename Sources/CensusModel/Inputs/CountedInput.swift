/// A capture that was counted, and how far.
package struct CountedInput: Equatable, Sendable {
    /// The number of its source in this store.
    package let source: Int64
    /// As it was named first.
    package let name: String
    package let head: SourceIdentity
    /// Bytes of the unpacked capture that were counted; a record begins there, or will.
    package let position: UInt64
    /// SHA-256 of up to 64 KiB before the position.
    package let tail: [UInt8]
    package let packets: UInt64

    package init(
        source: Int64, name: String, head: SourceIdentity, position: UInt64, tail: [UInt8], packets: UInt64
    ) {
        self.source = source
        self.name = name
        self.head = head
        self.position = position
        self.tail = tail
        self.packets = packets
    }
}
