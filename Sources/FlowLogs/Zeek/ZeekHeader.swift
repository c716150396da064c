import TextFormats

/// What the lines say that begin with `#` in a TSV log of Zeek (base/frameworks/logging/writers/ascii).
struct ZeekHeader: Equatable, Sendable {
    private(set) var separator = UInt8(ascii: "\t")
    private(set) var unset = Array("-".utf8)
    private(set) var empty = Array("(empty)".utf8)
    /// Which log it is; `nil` where no line says so.
    private(set) var path: String?
    /// For each column the raw value of its field, `UInt8.max` for columns that are not read; empty before they are known.
    private(set) var columns: [UInt8] = []
    /// Whether a line of it was read.
    private(set) var isBegun = false
    /// Why the lines behind it cannot be read.
    private(set) var refusal: String?

    /// The logs of connections: ended ones, open ones, and what the package for long connections writes.
    private static let paths = ["conn", "open_conn", "conn_long"]

    /// Reads a line that begins with `#`.
    mutating func read(_ line: [UInt8]) {
        defer { isBegun = true }
        if line.starts(with: "#separator".utf8) { return readSeparator(line) }
        var parts = line.split(separator: separator, omittingEmptySubsequences: false)
        let name = String(decoding: parts.removeFirst(), as: UTF8.self)
        let value = parts.first.map(Array.init) ?? []
        switch name {
        case "#unset_field": unset = value
        case "#empty_field": empty = value
        case "#path": readPath(String(decoding: value, as: UTF8.self))
        case "#fields": readFields(parts)
        default: break
        }
    }

    private mutating func readSeparator(_ line: [UInt8]) {
        let text = line.dropFirst("#separator".utf8.count).drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let value = Self.unescaped(Array(text))
        guard let only = value.first, value.count == 1, only != UInt8(ascii: "\n") else {
            refusal =
                "has columns separated by '\(String(decoding: text.prefix(20), as: UTF8.self).printable)', where one character is read"
            return
        }
        // A new header begins.
        self = ZeekHeader()
        separator = only
    }

    private mutating func readPath(_ path: String) {
        self.path = path
        guard !Self.paths.contains(path) else { return }
        refusal =
            "is Zeek's log '\(path.shortened(to: 40).printable)': flows stand in conn.log and open_conn.log, which are read"
    }

    private mutating func readFields(_ names: [ArraySlice<UInt8>]) {
        columns = names.map { name in
            let bytes = Array(name)
            return ZeekField.columns.place(bytes.span, 0..<bytes.count).map { UInt8($0) } ?? .max
        }
        let missing = [(ZeekField.time, "ts"), (.originator, "id.orig_h"), (.responder, "id.resp_h")]
            .filter { !columns.contains($0.0.rawValue) }.map { "'\($0.1)'" }
        if !missing.isEmpty {
            refusal = "has no column \(missing.joined(separator: ", ")), without which nothing can be counted"
        }
    }

    /// `\x09` and the like as the byte that is meant.
    private static func unescaped(_ text: [UInt8]) -> [UInt8] {
        guard text.count == 4, text[0] == UInt8(ascii: "\\"), text[1] == UInt8(ascii: "x"),
            let byte = UInt8(String(decoding: text[2...], as: UTF8.self), radix: 16)
        else { return text }
        return [byte]
    }

    /// Whether its lines are usual ones that can be screened: those of conn.log, in which one byte says that a value is unset.
    var isUsual: Bool { !isOfOpenConnections && unset.count == 1 && !empty.isEmpty }

    /// Whether it is a log of connections that are still open, each with what was counted so far.
    var isOfOpenConnections: Bool { path == "open_conn" || path == "conn_long" }
}
