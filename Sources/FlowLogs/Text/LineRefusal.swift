/// Why a line, or an element of a document, gives no record.
struct LineRefusal: Error {
    /// The name in coverage.
    let reason: String
    /// What is wrong, without what stands there: a literal, so that a flood of bad lines makes no strings.
    let message: String
    /// Where in the bytes that were read it stands, where that says more.
    var field: Range<Int>?

    init(_ reason: String, _ message: String, _ field: Range<Int>? = nil) {
        (self.reason, self.message, self.field) = (reason, message, field)
    }

    static func noJSON(_ message: String, at place: Int? = nil) -> LineRefusal {
        LineRefusal("line_is_no_json", message, place.map { $0..<$0 })
    }
}
