/// The piece of a capture that is in memory: what was read and is not yet used lies in `bytes[start..<end]`.
package struct ReadBuffer {
    /// The most bytes asked of the source at once, unless a record is longer: so large that calls cost nothing, so small that
    /// what was read is still in the L2 cache when it is walked over.
    package static let largestPiece = 512 * 1_024
    /// Bytes requested at first, unless it is known that many more will come: most captures of a collection are small.
    package static let firstPiece = 64 * 1_024

    package var bytes: [UInt8]
    package private(set) var start: Int
    package private(set) var end: Int
    /// Bytes of the capture before `start`.
    package private(set) var offset: UInt64
    private var atEnd = false
    /// Whether the source had more than the buffer had room for.
    private var wasFilled = false
    /// How many used bytes stay before `start`, where there were so many.
    private let historyLength: Int

    /// - Parameters:
    ///   - head: what was already read of the capture.
    ///   - offset: where in the capture it begins.
    ///   - pieceLength: bytes requested at first.
    ///   - historyLength: how many used bytes are kept.
    package init(
        head: ArraySlice<UInt8>, offset: UInt64 = 0, pieceLength: Int = Self.firstPiece, historyLength: Int = 0
    ) {
        self.offset = offset
        self.historyLength = historyLength
        let length = pieceLength + historyLength
        bytes = [UInt8](repeating: 0, count: max(length, head.count))
        bytes.replaceSubrange(..<head.count, with: head)
        start = 0
        end = head.count
    }

    package var count: Int { end - start }
    package var unused: ArraySlice<UInt8> { bytes[start..<end] }

    /// Gives up the first `count` bytes.
    package mutating func use(_ count: Int) {
        precondition(count <= end - start)
        start += count
        offset += UInt64(count)
    }

    /// Reads on until `needed` bytes are there; false when the source ends before.
    package mutating func fill(_ needed: Int, from source: any ByteSource) throws(ByteInputError.Problem) -> Bool {
        guard count < needed else { return true }
        moveToFront()
        if wasFilled { enlarge() }
        while count < needed, !atEnd {
            // Grows with what comes, so that a length that is only claimed costs nothing.
            if end == bytes.count {
                let missing = start + needed - bytes.count
                bytes += [UInt8](repeating: 0, count: min(bytes.count, missing))
            }
            let read = try source.read(into: &bytes, from: end)
            end += read
            atEnd = read == 0
            wasFilled = end == bytes.count
        }
        return count >= needed
    }

    /// Passes over `count` bytes, which may lie beyond what is in memory; false when the source ends before.
    package mutating func skip(_ count: UInt64, from source: any ByteSource) throws(ByteInputError.Problem) -> Bool {
        var remaining = count
        while remaining > UInt64(self.count) {
            remaining -= UInt64(self.count)
            use(self.count)
            guard try fill(1, from: source) else { return false }
        }
        use(Int(remaining))
        return true
    }

    /// Doubles the room, up to the largest piece.
    private mutating func enlarge() {
        let missing = Self.largestPiece + historyLength - bytes.count
        if missing > 0 { bytes += [UInt8](repeating: 0, count: min(bytes.count, missing)) }
    }

    private mutating func moveToFront() {
        let kept = min(start, historyLength)
        let gap = start - kept
        guard gap > 0 else { return }
        unsafe bytes.withUnsafeMutableBytes { buffer in
            // Moves within one allocation: both ranges lie below `end`, which is at most its count.
            let kept = unsafe UnsafeRawBufferPointer(rebasing: buffer[gap..<end])
            unsafe buffer.copyMemory(from: kept)
        }
        end -= gap
        start = kept
    }
}
