/// Goes through the records of a data set.
struct RecordWalk {
    private let template: Template
    private var position: Int
    private let end: Int
    /// How many records there were so far.
    private(set) var count = 0
    /// Whether a record goes on behind the set's end. What is shorter than any record is padding.
    private(set) var isDamaged = false

    init(_ template: Template, content: Range<Int>) {
        self.template = template
        (position, end) = (content.lowerBound, content.upperBound)
    }

    /// Reads the next record; false where there is none.
    /// - Parameter fields: filled with it.
    mutating func next(_ datagram: Span<UInt8>, into fields: inout RecordFields) -> Bool {
        guard end - position >= template.recordLength else { return false }
        if template.hasVariableLength {
            guard let behind = fields.readVariable(template, datagram, at: position, end: end) else {
                isDamaged = true
                position = end
                return false
            }
            position = behind
        } else {
            fields.readFixed(template, datagram, at: position)
            position += template.recordLength
        }
        count += 1
        return true
    }

    /// Passes over the next record; over all of them, where they have one length.
    mutating func skip(_ datagram: Span<UInt8>, into fields: inout RecordFields) -> Bool {
        guard !template.hasVariableLength else { return next(datagram, into: &fields) }
        count += (end - position) / template.recordLength
        position = end
        return false
    }
}
