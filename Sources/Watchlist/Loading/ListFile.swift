import ByteInput

/// A list in a file, on standard input or packed, as its parser takes it.
final class ListFile: ListSource {
    private let pieces: InputPieces

    init(path: String) throws(ByteInputError) {
        pieces = InputPieces(try OpenedInput(path: path))
    }

    func nextPiece() throws(WatchlistError.Problem) -> [UInt8] {
        do {
            return try pieces.next()
        } catch {
            throw .unreadable(reason: "\(error.problem)")
        }
    }
}
