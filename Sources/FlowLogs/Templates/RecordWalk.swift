/// Goes through the records of a data set.
struct RecordWalk {
    private let template: Template
    private let path: Template.Path
    /// The way through a record that tells of no tunnel, where those that do have one of their own.
    private let outerPath: Template.Path?
    private var position: Int
    private let end: Int
    /// How many records there were so far.
    private(set) var count = 0
    /// Whether a record goes on behind the set's end. What is shorter than any record is padding.
    private(set) var isDamaged = false

    init(_ template: Template, content: Range<Int>) {
        self.template = template
        path = template.innerPath ?? template.path
        outerPath = template.innerPath == nil ? nil : template.path
        (position, end) = (content.lowerBound, content.upperBound)
    }

    /// Reads the next record; false where there is none.
    /// - Parameter fields: filled with it.
    mutating func next(_ datagram: Span<UInt8>, into fields: inout RecordFields) -> Bool {
        guard end - position >= template.recordLength else { return false }
        guard var behind = read(path, datagram, into: &fields) else {
            isDamaged = true
            position = end
            return false
        }
        // The addresses of a packet in a tunnel are zeros where there was none.
        if let outerPath, !fields.namesEnds { behind = read(outerPath, datagram, into: &fields) ?? behind }
        position = behind
        count += 1
        return true
    }

    /// - Returns: where the record ends; `nil` where it goes on behind the set's end.
    @inline(__always)
    private func read(_ path: Template.Path, _ datagram: Span<UInt8>, into fields: inout RecordFields) -> Int? {
        guard !template.hasVariableLength else {
            return fields.readVariable(path, datagram, at: position, end: end)
        }
        fields.readFixed(path, datagram, at: position)
        return position + template.recordLength
    }

    /// Passes over the next record; over all of them, where they have one length.
    mutating func skip(_ datagram: Span<UInt8>, into fields: inout RecordFields) -> Bool {
        guard !template.hasVariableLength else { return next(datagram, into: &fields) }
        count += (end - position) / template.recordLength
        position = end
        return false
    }
}
