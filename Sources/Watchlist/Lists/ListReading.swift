/// Reads lists of one form.
///
/// A value is made for one list and thrown away with it. Every line, or element of JSON, ends in the list's table or in one of
/// its logs: refused where it does not parse, skipped where it is well formed and no matter of a watchlist. What makes the
/// whole list useless is thrown. `checkSize` is called after every piece, so that no list grows beyond its bounds.
protocol ListReading {
    mutating func parse(_ reader: ListReader, into list: inout ParsedList) throws(WatchlistError.Problem)
}

/// A format in one of the forms in which it is published: as text or as JSON.
struct PublishedForm: Sendable {
    typealias MakeReader = @Sendable (ListHead) -> any ListReading

    let format: ListFormat
    let isJSON: Bool
    /// Whether a list that begins so has this form. Of several that say yes the first one counts.
    let recognizes: @Sendable (ListHead) -> Bool
    /// Makes a reader for a list that begins so.
    let reader: MakeReader

    /// A form of text.
    static func text(
        _ format: ListFormat, when recognizes: @escaping @Sendable (ListHead) -> Bool, reader: @escaping MakeReader
    ) -> Self {
        Self(format: format, isJSON: false, recognizes: recognizes, reader: reader)
    }

    /// A form of JSON.
    static func json(
        _ format: ListFormat, when recognizes: @escaping @Sendable (ListHead) -> Bool, reader: @escaping MakeReader
    ) -> Self {
        Self(format: format, isJSON: true, recognizes: recognizes, reader: reader)
    }

    /// The form of a format that the operator states: the one that the list has, else the one that stands last.
    static func form(of format: ListFormat, _ head: ListHead) throws(WatchlistError.Problem) -> PublishedForm {
        let forms = all.filter { $0.format == format && $0.isJSON == head.isJSON }
        guard let form = forms.first(where: { $0.recognizes(head) }) ?? forms.last else {
            throw .unknownFormat(
                hint: "is \(head.isJSON ? "JSON" : "no JSON"), and a list of the format \(format.rawValue) is not")
        }
        return form
    }
}
