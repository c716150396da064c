package import ByteInput

/// The bytes of a flow log as readers of all formats take them: a buffer, where it stands in the unpacked input, and how far
/// to read.
///
/// Memory is one buffer of 512 KiB, or the longest record.
package struct LogInput {
    /// The input as the operator named it.
    package let name: String
    private let source: any ByteSource
    package private(set) var buffer: ReadBuffer
    /// Records that begin here or later are left.
    package private(set) var limit: UInt64
    /// What a file had at least when it was opened, in bytes; 0 where that is not known.
    private var leastLength: UInt64
    /// The file, where what was read can be read again: a regular one, not packed.
    private let file: FileSource?

    /// Reads an input from its first byte on.
    package init(_ input: OpenedInput) {
        name = input.name
        source = input.source
        limit = .max
        file = input.unpackedSize == nil ? nil : input.source as? FileSource
        buffer = ReadBuffer(head: input.head, historyLength: file == nil ? OpenedInput.tailLength : 0)
        leastLength = input.unpackedSize ?? 0
    }

    /// Reads the records that begin in a range of a file's bytes.
    ///
    /// - Parameters:
    ///   - range: begins at a record, and may end anywhere, or not at all.
    ///   - identity: of the file that is meant; `nil` for whichever is there.
    package init(
        path: String, name: String, range: Range<UInt64>, of identity: FileIdentity? = nil
    ) throws(LogError) {
        do {
            let file = try FileSource(path: path, from: range.lowerBound)
            (source, self.file) = (file, file)
        } catch {
            throw LogError(input: name, problem: .input(error))
        }
        guard identity == nil || file?.identity == identity else { throw LogError(input: name, problem: .replaced) }
        self.name = name
        limit = range.upperBound
        leastLength = range.upperBound == .max ? range.lowerBound : range.upperBound
        let piece = min(UInt64(ReadBuffer.largestPiece), range.upperBound - range.lowerBound)
        buffer = ReadBuffer(head: [], offset: range.lowerBound, pieceLength: max(4_096, Int(clamping: piece)))
    }

    /// Where the next unused byte stands in the unpacked input.
    package var position: UInt64 { buffer.offset }
    package var isAtLimit: Bool { buffer.offset >= limit }
    /// How many bytes lie before the limit, as far as `Int` tells.
    package var countToLimit: Int { limit > position ? Int(clamping: limit - position) : 0 }
    /// Bytes taken from the file itself so far, before decompression.
    package var fileBytesRead: UInt64 { source.fileBytesRead }
    /// What makes the file the same one; `nil` for what is not a regular file, or packed.
    package var fileIdentity: FileIdentity? { file?.identity }

    /// Up to 64 KiB of the input before `position`.
    package func tail() throws(LogError) -> [UInt8] {
        guard let file else {
            return Array(buffer.bytes[max(0, buffer.start - OpenedInput.tailLength)..<buffer.start])
        }
        do {
            return try file.tail(before: position)
        } catch {
            throw self.error(.input(error))
        }
    }

    package mutating func use(_ count: Int) {
        buffer.use(count)
    }

    /// Reads on until `needed` bytes are there; false when the input ends before.
    package mutating func fill(_ needed: Int) throws(LogError) -> Bool {
        do {
            if try buffer.fill(needed, from: source) { return true }
        } catch {
            throw self.error(.input(error))
        }
        let end = buffer.offset + UInt64(buffer.count)
        guard end >= leastLength else { throw error(.shrunk(end: end, expected: leastLength)) }
        return false
    }

    /// Has a reader of a range go on behind it, from where it stands.
    package mutating func extend(to end: UInt64) {
        limit = max(limit, end)
        leastLength = max(leastLength, end)
    }

    /// Reads on to some place, or no further.
    package mutating func stop(at end: UInt64) {
        limit = end
    }

    package func error(_ problem: LogError.Problem, at place: LogPlace? = nil) -> LogError {
        LogError(input: name, place: place ?? .byte(position), problem: problem)
    }
}
