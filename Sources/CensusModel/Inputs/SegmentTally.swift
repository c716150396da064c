/// What a segment of a capture showed: committed as a whole, or not at all.
package struct SegmentTally: Sendable {
    package var name: String
    /// What kind of input it is a segment of: a capture, or a flow log.
    package var kind: SourceKind
    /// How the capture begins, up to the segment's end; its first record alone where `wholeHead` is there.
    package var head: SourceIdentity
    /// Finds out all of `head`, for a census that ends with the process; `nil` where `head` is whole.
    package var wholeHead: (@Sendable () throws -> SourceIdentity)?
    /// Bytes of the unpacked capture.
    package var range: Range<UInt64>
    /// SHA-256 of up to 64 KiB before the segment's end.
    package var tail: [UInt8]
    package var tallies: [any FlowTally]
    /// The lists that it was counted with; `nil` where nobody is to know.
    package var lists: ListSet?
    /// What names the capture in stores of earlier versions, where that is known.
    package var earlierIdentity: String?

    package init(
        name: String, head: SourceIdentity, range: Range<UInt64>, tail: [UInt8], tallies: [any FlowTally],
        kind: SourceKind = .capture, lists: ListSet? = nil, earlierIdentity: String? = nil
    ) {
        self.name = name
        self.kind = kind
        self.head = head
        self.range = range
        self.tail = tail
        self.tallies = tallies
        self.lists = lists
        self.earlierIdentity = earlierIdentity
    }

    /// Over all hours.
    package var coverage: Coverage {
        var whole = Coverage()
        for tally in tallies { for coverage in tally.coverage.values { whole.merge(coverage) } }
        return whole
    }
}
