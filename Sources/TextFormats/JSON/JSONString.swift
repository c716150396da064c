extension OutputSpan<UInt8> {
    /// The most bytes that a text has as a string of JSON: a control character takes six, and there are quotes around all.
    package static func longestJSON(_ text: String) -> Int { 6 * text.utf8.count + 2 }

    /// Appends a text as a string of JSON (RFC 8259 section 7): quotation mark, reverse solidus and control characters are
    /// escaped.
    package mutating func appendJSON(_ text: String) {
        append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): appendEscape(byte)
            case UInt8(ascii: "\n"): appendEscape(UInt8(ascii: "n"))
            case UInt8(ascii: "\r"): appendEscape(UInt8(ascii: "r"))
            case UInt8(ascii: "\t"): appendEscape(UInt8(ascii: "t"))
            case ..<0x20, 0x7F: appendNumericEscape(byte)
            default: append(byte)
            }
        }
        append(UInt8(ascii: "\""))
    }

    private mutating func appendEscape(_ character: UInt8) {
        append(UInt8(ascii: "\\"))
        append(character)
    }

    /// The character's number as four hexadecimal digits.
    private mutating func appendNumericEscape(_ character: UInt8) {
        appendEscape(UInt8(ascii: "u"))
        for byte in "00".utf8 { append(byte) }
        for digit in [character >> 4, character & 0xF] {
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
