package import NetworkTypes
import TextFormats

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
    package init<Value>(_ value: Value?, _ cell: (Value) -> Cell) {
        self = value.map(cell) ?? .empty
    }

    /// What matched: address and port, or the address alone.
    package init(matchesPort: Bool) {
        self = .text(matchesPort ? "port" : "address")
    }

    /// Labels joined by semicolons.
    package init(labels: [String]) {
        self = .outside(labels.count == 1 ? labels[0] : labels.joined(separator: ";"))
    }
}

// MARK: - CSV

extension Cell {
    /// The most bytes that the value has as CSV or as JSON.
    var maximumLength: Int {
        switch self {
        // A control character takes six bytes in JSON, and both have quotes.
        case .text(let text): 6 * text.utf8.count + 2
        // A scalar that is not seen takes ten at most, and a formula's mark has an apostrophe before it.
        case .outside(let text): 10 * text.utf8.count + 2
        case .number: UInt64.maximumTextLength
        case .share: 8
        case .address: IPAddress.maximumTextLength + 2
        case .time: Timestamp.maximumTextLength + 2
        case .hour: Hour.maximumTextLength + 2
        case .empty: 4
        }
    }

    /// Appends the value as CSV has it: quoted where it must be (RFC 4180 section 2).
    func writeCSV(to line: inout OutputSpan<UInt8>) {
        switch self {
        case .text(let text): Self.writeQuoted(text, to: &line)
        case .outside(let text): Self.writeQuoted(text.spreadsheetSafe, to: &line)
        case .number(let number): number.write(to: &line)
        case .share(let share): Self.writeSixDigits(share, to: &line)
        case .address(let address): address.write(to: &line)
        case .time(let time): time.write(to: &line)
        case .hour(let hour): hour.write(to: &line)
        case .empty: break
        }
    }

    /// Byte by byte: a quote that carries a combining mark is a quote all the same.
    private static func writeQuoted(_ text: String, to line: inout OutputSpan<UInt8>) {
        let (comma, quote, lineFeed, carriageReturn): (UInt8, UInt8, UInt8, UInt8) = (0x2C, 0x22, 0x0A, 0x0D)
        let mustQuote = text.utf8.contains {
            $0 == comma || $0 == quote || $0 == lineFeed || $0 == carriageReturn
        }
        if mustQuote { line.append(quote) }
        for byte in text.utf8 {
            if byte == quote { line.append(quote) }
            line.append(byte)
        }
        if mustQuote { line.append(quote) }
    }

    /// Six decimals, cut and not rounded: 1 stands only for a whole.
    private static func writeSixDigits(_ share: Double, to line: inout OutputSpan<UInt8>) {
        // The billionth makes up for shares that no binary fraction meets: 41 of 80 is 0.5125.
        let millionths = UInt32(max(0, min(1, share)) * 1_000_000 + 1e-9)
        var divisor: UInt32 = 1_000_000
        while divisor > 0 {
            line.append(UInt8(ascii: "0") + UInt8(millionths / divisor % 10))
            if divisor == 1_000_000 { line.append(UInt8(ascii: ".")) }
            divisor /= 10
        }
    }
}

// MARK: - JSON

extension Cell {
    /// Appends the value as JSON has it.
    func writeJSON(to line: inout OutputSpan<UInt8>) {
        switch self {
        case .text(let text), .outside(let text): line.appendJSON(text)
        case .number, .share: writeCSV(to: &line)
        case .address, .time, .hour:
            line.append(UInt8(ascii: "\""))
            writeCSV(to: &line)
            line.append(UInt8(ascii: "\""))
        case .empty: for byte in "null".utf8 { line.append(byte) }
        }
    }
}
