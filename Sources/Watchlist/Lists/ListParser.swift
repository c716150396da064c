private import Crypto
import NetworkTypes

/// Reads a list in whatever format it is.
package enum ListParser {
    /// Reads a whole list.
    ///
    /// A line that does not parse is refused and named; the others load. A list is refused as a whole when it is
    /// no list, or when more than one line in ten does not parse.
    package static func parse(_ bytes: [UInt8], name: String) throws(WatchlistError) -> ParsedList {
        let version = SHA256.hash(data: bytes).map { padded2($0) }.joined()
        var list = ParsedList(name: name, version: version)
        do {
            try parse(bytes, into: &list)
        } catch {
            throw WatchlistError(list: name, problem: error)
        }
        return list
    }

    private static func parse(_ bytes: [UInt8], into list: inout ParsedList) throws(WatchlistError.Problem) {
        try refuseWhatIsNoText(bytes)
        let lines = TextLines(bytes)
        if let header = try CSVListFormat.header(of: lines) {
            header.parse(lines, into: &list)
        } else {
            PlainListFormat.parse(bytes, into: &list)
        }
        let all = list.table.count + list.refusedCount
        if let first = list.refused.first, list.refusedCount * 10 > all {
            throw .tooManyBadLines(bad: list.refusedCount, of: all, first: first)
        }
    }

    private static func refuseWhatIsNoText(_ bytes: [UInt8]) throws(WatchlistError.Problem) {
        let (tab, lineFeed, carriageReturn, space, delete): (UInt8, UInt8, UInt8, UInt8, UInt8) = (9, 10, 13, 32, 127)
        let text = bytes.span
        for index in text.indices {
            let byte = text[index]
            guard byte < space || byte == delete else { continue }
            if byte != tab, byte != lineFeed, byte != carriageReturn { throw .binary(offset: index) }
        }
        switch bytes.first(where: { $0 > space && $0 < 0x80 }) {
        case UInt8(ascii: "<"): throw .markup
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            throw .unknownFormat(hint: "looks like JSON, which is not read as a list yet")
        default: return
        }
    }

    private static func padded2(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
