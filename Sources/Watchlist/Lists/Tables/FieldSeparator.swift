import TextFormats

/// What stands between the fields of a line.
enum FieldSeparator: CaseIterable {
    case tab
    case semicolon
    case comma
    case pipe
    /// Any number of blanks and tabs.
    case blanks

    private var byte: UInt8 {
        switch self {
        case .tab: UInt8(ascii: "\t")
        case .semicolon: UInt8(ascii: ";")
        case .comma: UInt8(ascii: ",")
        case .pipe: UInt8(ascii: "|")
        case .blanks: UInt8(ascii: " ")
        }
    }

    /// The fields of a line, trimmed; `nil` when a quoted field is not closed or something follows its closing quote
    /// (RFC 4180 section 2). Only commas and semicolons have quotes that must fit.
    ///
    /// - Parameter count: how many fields there are at most, where the last may hold blanks.
    func split(_ text: ArraySlice<UInt8>, count: Int = .max) -> [String]? {
        switch self {
        case .comma, .semicolon: CSVFields.split(text, separator: byte)
        case .tab, .pipe: CSVFields.split(text, separator: byte) ?? words(of: text, between: { $0 == byte })
        case .blanks:
            text.split(maxSplits: count - 1) { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                .map { String(decoding: $0.trimmed, as: UTF8.self) }
        }
    }

    private func words(of text: ArraySlice<UInt8>, between isSeparator: (UInt8) -> Bool) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: isSeparator)
            .map { String(decoding: $0.trimmed, as: UTF8.self) }
    }
}
