/// The fields of one line of comma-separated values (RFC 4180 section 2), trimmed.
package enum CSVFields {
    /// `nil` when a quoted field is not closed or something follows its closing quote.
    /// - Parameter separator: what stands between fields: a comma, or what spreadsheets put in its place.
    package static func split(_ line: ArraySlice<UInt8>, separator: UInt8 = UInt8(ascii: ",")) -> [String]? {
        let quote = UInt8(ascii: "\"")
        let isBlank = { (byte: UInt8) in (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")) && byte != separator
        }
        var fields: [String] = []
        var rest = line
        while true {
            rest = rest.drop(while: isBlank)
            var field: ArraySlice<UInt8>
            if rest.first == quote {
                guard let quoted = takeQuoted(&rest) else { return nil }
                field = quoted[...]
                let gap = rest.prefix { $0 != separator }
                guard gap.trimmed.isEmpty else { return nil }
                rest = rest.dropFirst(gap.count)
            } else {
                field = rest.prefix { $0 != separator }
                rest = rest.dropFirst(field.count)
                field = field.trimmed
            }
            fields.append(String(decoding: field, as: UTF8.self))
            guard rest.first == separator else { return fields }
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

extension CSVFields {
    /// Whether a line may end within a quoted field: it has an odd number of quotes.
    package static func isOpen(_ line: ArraySlice<UInt8>) -> Bool {
        line.count { $0 == UInt8(ascii: "\"") } % 2 == 1
    }
}
