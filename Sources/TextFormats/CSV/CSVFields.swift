/// The fields of one line of comma-separated values (RFC 4180 section 2), trimmed.
package enum CSVFields {
    /// `nil` when a quoted field is not closed or something follows its closing quote.
    package static func split(_ line: ArraySlice<UInt8>) -> [String]? {
        let (comma, quote) = (UInt8(ascii: ","), UInt8(ascii: "\""))
        var fields: [String] = []
        var rest = line
        while true {
            rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            var field: ArraySlice<UInt8>
            if rest.first == quote {
                guard let quoted = takeQuoted(&rest) else { return nil }
                field = quoted[...]
                let gap = rest.prefix { $0 != comma }
                guard gap.trimmed.isEmpty else { return nil }
                rest = rest.dropFirst(gap.count)
            } else {
                field = rest.prefix { $0 != comma }
                rest = rest.dropFirst(field.count)
                field = field.trimmed
            }
            fields.append(String(decoding: field, as: UTF8.self))
            guard rest.first == comma else { return fields }
            rest = rest.dropFirst()
        }
    }

    /// The content between quotes, in which two quotes stand for one.
    private static func takeQuoted(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        let quote = UInt8(ascii: "\"")
        var content: [UInt8] = []
        rest = rest.dropFirst()
        while let byte = rest.first {
            rest = rest.dropFirst()
            if byte == quote {
                guard rest.first == quote else { return content }
                rest = rest.dropFirst()
            }
            content.append(byte)
        }
        return nil
    }
}
