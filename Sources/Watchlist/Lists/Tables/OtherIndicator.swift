import NetworkTypes

/// What a record is about that names no address: a domain, a URL, a hash, in a field whose name says so.
struct OtherIndicator {
    /// The field's name, in the feed's own words.
    private let name: String
    private let value: String

    /// Finds it among the fields of a record; `nil` where there is none, or where some field holds an address under a name
    /// that is not known, for that record is not understood.
    init?(_ fields: some Sequence<(name: String, value: String)>) {
        var found: (name: String, value: String)?
        for field in fields where !Record.isNothing(field.value) {
            let text = Array(field.value.utf8)[...]
            if AddressText(text) != nil, text.contains(where: { ".:".utf8.contains($0) }) { return nil }
            if found == nil, Self.isAbout(field.name), IndicatorKind(text) != nil { found = field }
        }
        guard let found else { return nil }
        (name, value) = found
    }

    /// Whether a field of this name holds what the record is about, and not where more is said of it.
    private static func isAbout(_ name: String) -> Bool {
        let name = RecordField.normalized(name)
        guard !name.contains("ref"), !name.contains("link") else { return false }
        return name == "host" || IndicatorType(name).isOther
    }

    func skip(in list: inout ParsedList, _ line: Int) {
        list.skip(line, reason: IndicatorKind.reason(name), value)
    }
}
