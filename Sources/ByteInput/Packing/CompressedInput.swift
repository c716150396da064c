/// The packed bytes that a decompressor has taken from its source and not used up.
struct CompressedInput {
    private let source: any ByteSource
    private var bytes: [UInt8]
    private var start = 0
    private var end: Int
    private(set) var atEnd = false

    /// - Parameter head: what was already read from `source` to learn the packing.
    init(source: any ByteSource, head: ArraySlice<UInt8>) {
        self.source = source
        bytes = Array(head) + [UInt8](repeating: 0, count: max(0, 256 * 1_024 - head.count))
        end = head.count
    }

    var fileBytesRead: UInt64 { source.fileBytesRead }
    var count: Int { end - start }

    /// The unused bytes without the used ones before them.
    var unused: ArraySlice<UInt8> { bytes[start..<end] }

    /// Reads more when nothing is left.
    mutating func refillIfEmpty() throws(ByteInputError.Problem) {
        guard start == end, !atEnd else { return }
        let count = try source.read(into: &bytes, from: 0)
        (start, end) = (0, count)
        atEnd = count == 0
    }

    mutating func use(_ count: Int) {
        start += count
    }
}
