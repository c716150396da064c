/// A capture that was counted, and how far.
package struct CountedInput: Equatable, Sendable {
    /// The number of its source in this store.
    package let source: Int64
    /// As it was named when it was counted furthest.
    package let name: String
    package var head: SourceIdentity
    /// Bytes of the unpacked capture that were counted; a record begins there, or will.
    package let position: UInt64
    /// SHA-256 of up to 64 KiB before the position.
    package let tail: [UInt8]
    package let packets: UInt64
    /// The lists that it was counted with; several sets where parts of it were counted with different ones. None where an
    /// earlier version counted it.
    package let lists: [ListSet]
    /// How it was read.
    package let kind: SourceKind

    package init(
        source: Int64, name: String, head: SourceIdentity, position: UInt64, tail: [UInt8], packets: UInt64,
        lists: [ListSet] = [], kind: SourceKind = .capture
    ) {
        self.source = source
        self.name = name
        self.head = head
        self.position = position
        self.tail = tail
        self.packets = packets
        self.lists = lists
        self.kind = kind
    }

    /// How one capture stands to another, by what is kept of both.
    package enum Relation: Equatable, Sendable {
        case same
        /// The other one goes on where this one ends.
        case beginning
        /// This one goes on where the other one ends.
        case continuation
        case different
    }

    package func relation(to other: CountedInput) -> Relation {
        if position == other.position {
            return tail == other.tail && head.isBeginning(of: other.head) ? .same : .different
        }
        if position < other.position { return head.isBeginning(of: other.head) ? .beginning : .different }
        return other.head.isBeginning(of: head) ? .continuation : .different
    }
}
