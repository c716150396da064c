package import NetworkTypes

/// A value of one column.
package enum Cell: Equatable, Sendable {
    case text(String)
    /// Text from outside, which a spreadsheet must not take for a formula.
    case outside(String)
    case number(UInt64)
    /// A share from 0 to 1.
    case share(Double)
    case address(IPAddress)
    case time(Timestamp)
    case hour(Hour)
    case empty
}

extension Cell {
    /// The value, or an empty cell without one.
    init<Value>(_ value: Value?, _ cell: (Value) -> Cell) {
        self = value.map(cell) ?? .empty
    }

    /// What matched: address and port, or the address alone.
    init(matchesPort: Bool) {
        self = .text(matchesPort ? "port" : "address")
    }

    /// Labels joined by semicolons.
    init(labels: [String]) {
        self = .outside(labels.count == 1 ? labels[0] : labels.joined(separator: ";"))
    }
}

// MARK: - CSV

extension Cell {
    /// Appends the value as CSV has it: quoted where it must be (RFC 4180 section 2).
    func writeCSV(to line: inout [UInt8]) {
        switch self {
        case .text(let text): Self.writeQuoted(text, to: &line)
        case .outside(let text): Self.writeQuoted(text.spreadsheetSafe, to: &line)
        case .number(let number): line.append(number)
        case .share(let share): Self.writeSixDigits(share, to: &line)
        case .address(let address): line.append(address)
        case .time(let time): line.append(time)
        case .hour(let hour): line.append(hour)
        case .empty: break
        }
    }

    /// Byte by byte: a quote that carries a combining mark is a quote all the same.
    private static func writeQuoted(_ text: String, to line: inout [UInt8]) {
        let (comma, quote, lineFeed, carriageReturn): (UInt8, UInt8, UInt8, UInt8) = (0x2C, 0x22, 0x0A, 0x0D)
        let start = line.count
        line.append(contentsOf: text.utf8)
        let mustQuote = line[start...].contains {
            $0 == comma || $0 == quote || $0 == lineFeed || $0 == carriageReturn
        }
        guard mustQuote else { return }
        let doubled = line[start...].flatMap { $0 == quote ? [quote, quote] : [$0] }
        line.replaceSubrange(start..., with: [quote] + doubled + [quote])
    }

    /// Six decimals, cut and not rounded: 1 stands only for a whole.
    private static func writeSixDigits(_ share: Double, to line: inout [UInt8]) {
        // The billionth makes up for shares that no binary fraction meets: 41 of 80 is 0.5125.
        let millionths = UInt64(max(0, min(1, share)) * 1_000_000 + 1e-9)
        line.append(millionths / 1_000_000)
        line.append(UInt8(ascii: "."))
        // A leading 1 keeps the zeros in front; then it goes.
        let digits = line.count
        line.append(1_000_000 + millionths % 1_000_000)
        line.remove(at: digits)
    }
}

// MARK: - JSON

extension Cell {
    /// Appends the value as JSON has it.
    func writeJSON(to line: inout [UInt8]) {
        switch self {
        case .text(let text), .outside(let text): line.append(contentsOf: "\"\(Self.escaped(text))\"".utf8)
        case .number, .share: writeCSV(to: &line)
        case .address, .time, .hour:
            line.append(UInt8(ascii: "\""))
            writeCSV(to: &line)
            line.append(UInt8(ascii: "\""))
        case .empty: line.append(contentsOf: "null".utf8)
        }
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
