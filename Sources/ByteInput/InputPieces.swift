/// The unpacked bytes of an input, a piece after another, for readers that are no captures'.
package final class InputPieces {
    private let input: OpenedInput
    private var isHeadRead = false

    private static let pieceLength = 256 * 1_024

    package init(_ input: OpenedInput) {
        self.input = input
    }

    /// The next bytes, at most `pieceLength` of them; none at the end.
    package func next() throws(ByteInputError) -> [UInt8] {
        if !isHeadRead {
            isHeadRead = true
            if !input.head.isEmpty { return Array(input.head) }
        }
        var buffer = ReadBuffer(head: [], pieceLength: Self.pieceLength)
        do {
            _ = try buffer.fill(1, from: input.source)
        } catch {
            throw ByteInputError(input: input.name, problem: error)
        }
        return Array(buffer.unused)
    }
}
