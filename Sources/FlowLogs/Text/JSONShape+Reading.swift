extension JSONShape {
    /// Hands on the members of an object, with the bytes in which their values stand: those of the line, or a copy in which nothing is
    /// escaped, of which a refusal states no place.
    @inline(__always)
    func read(
        _ bytes: Span<UInt8>, _ line: Range<Int>,
        _ body: (Span<UInt8>, LineFields) throws(LineRefusal) -> Void
    ) throws(LineRefusal) {
        let fields = try fields(bytes, line)
        guard fields.hasEscapes else { return try body(bytes, fields) }
        let plain = fields.unescaped(bytes)
        do {
            try body(plain.bytes.span, plain.fields)
        } catch {
            throw LineRefusal(error.reason, error.message)
        }
    }
}
