import NetworkTypes
import Testing
import Watchlist

/// The list of some text, under the name `list`.
func parse(_ text: String) throws -> ParsedList {
    try ListParser.parse(Array(text.utf8), name: "list")
}

/// Why a text is not a list; `nil` when it is one.
func refusal(of text: String) -> WatchlistError.Problem? {
    do {
        _ = try ListParser.parse(Array(text.utf8), name: "list")
        return nil
    } catch {
        return error.problem
    }
}

func address(_ text: String) throws -> IPAddress {
    try #require(IPAddress(parsing: text.utf8))
}

func time(_ text: String) throws -> Timestamp {
    try #require(Timestamp(parsing: text))
}

/// An entry for a prefix, changed as a test needs it.
func entry(_ prefix: String, _ change: (inout WatchlistEntry) throws -> Void = { _ in }) throws -> WatchlistEntry {
    var entry = WatchlistEntry(prefix: try #require(IPPrefix.parse(prefix.utf8)).prefix)
    try change(&entry)
    return entry
}

extension ParsedList {
    var prefixes: [String] { entries.map(\.prefix.description) }
}
