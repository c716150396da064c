import NetworkTypes

/// A value of one column.
package enum Cell: Equatable, Sendable {
    case text(String)
    case number(UInt64)
    /// A share from 0 to 1.
    case share(Double)
    case empty
}

extension Cell {
    /// The value as CSV has it.
    var csv: String {
        var bytes: [UInt8] = []
        appendCSV(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the value as CSV has it: quoted where it must be (RFC 4180 section 2).
    ///
    /// Byte by byte: a quote that carries a combining mark is a quote all the same.
    func appendCSV(to bytes: inout [UInt8]) {
        switch self {
        case .text(let text):
            let (comma, quote, lineFeed, carriageReturn): (UInt8, UInt8, UInt8, UInt8) = (0x2C, 0x22, 0x0A, 0x0D)
            let start = bytes.count
            bytes.append(contentsOf: text.utf8)
            let mustQuote = bytes[start...].contains {
                $0 == comma || $0 == quote || $0 == lineFeed || $0 == carriageReturn
            }
            guard mustQuote else { return }
            let doubled = bytes[start...].flatMap { $0 == quote ? [quote, quote] : [$0] }
            bytes.replaceSubrange(start..., with: [quote] + doubled + [quote])
        case .number(let number): bytes.appendDecimal(number)
        case .share(let share): bytes.append(contentsOf: Self.sixDigits(share).utf8)
        case .empty: break
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
