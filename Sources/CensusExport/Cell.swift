/// A value of one column.
package enum Cell: Equatable, Sendable {
    case text(String)
    case number(UInt64)
    /// A share from 0 to 1.
    case share(Double)
    case empty
}

extension Cell {
    /// The value as CSV has it: quoted where it must be (RFC 4180 section 2).
    var csv: String {
        switch self {
        case .text(let text):
            let mustQuote = text.utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
            guard mustQuote else { return text }
            // Byte by byte: a quote that carries a combining mark is a quote all the same.
            let doubled = text.utf8.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] }
            return "\"\(String(decoding: doubled, as: UTF8.self))\""
        case .number(let number): return String(number)
        case .share(let share): return Self.sixDigits(share)
        case .empty: return ""
        }
    }

    var json: String {
        switch self {
        case .text(let text): "\"\(Self.escaped(text))\""
        case .number(let number): String(number)
        case .share(let share): Self.sixDigits(share)
        case .empty: "null"
        }
    }

    /// Six decimals, cut and not rounded: 1 stands only for a whole.
    private static func sixDigits(_ share: Double) -> String {
        // The billionth makes up for shares that no binary fraction meets: 41 of 80 is 0.5125.
        let millionths = UInt64(max(0, min(1, share)) * 1_000_000 + 1e-9)
        let digits = String(millionths % 1_000_000)
        return "\(millionths / 1_000_000).\(String(repeating: "0", count: 6 - digits.count))\(digits)"
    }

    /// RFC 8259 section 7: quotation mark, reverse solidus and control characters.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
