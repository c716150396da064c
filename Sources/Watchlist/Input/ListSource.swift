/// Where the bytes of a list come from, unpacked, a piece after another: a file, a pipe, memory.
package protocol ListSource: AnyObject {
    /// The next bytes, at most a mebibyte of them; none at the end.
    func nextPiece() throws(WatchlistError.Problem) -> [UInt8]
}

/// A list that is in memory.
final class MemoryListSource: ListSource {
    private static let pieceLength = 256 * 1_024
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    func nextPiece() -> [UInt8] {
        defer { rest = rest.dropFirst(Self.pieceLength) }
        return Array(rest.prefix(Self.pieceLength))
    }
}
