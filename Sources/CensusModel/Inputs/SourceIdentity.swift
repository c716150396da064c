/// How a capture begins: what makes it the same one again, whatever its name and packing, also when it has grown.
package struct SourceIdentity: Equatable, Sendable {
    /// SHA-256 of everything up to the end of the first record.
    package let beginning: [UInt8]
    /// For each record in the first 64 KiB the first 8 bytes of SHA-256 of everything up to the record's end, in order.
    package let marks: [UInt64]

    package init(beginning: [UInt8], marks: [UInt64]) {
        self.beginning = beginning
        self.marks = marks
    }

    /// Whether one begins like the other, as far as the one with fewer records tells.
    package func agrees(with other: SourceIdentity) -> Bool {
        let shared = min(marks.count, other.marks.count)
        // Every mark covers all before it, so the last one speaks for all.
        return beginning == other.beginning && (shared == 0 || marks[shared - 1] == other.marks[shared - 1])
    }
}
