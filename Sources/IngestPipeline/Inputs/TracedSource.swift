import ByteInput

/// The bytes of a packed capture or of a stream, of which a trace is kept on the way; and of a stream a copy, for as long as
/// it is not known which capture it is.
final class TracedSource: ByteSource {
    private let source: any ByteSource
    private let trace: StreamTrace
    /// Where in the capture the source's next byte stands.
    private var offset: UInt64
    private var copy: SpoolFile?
    /// Bytes of the copy that were read again; `nil` before it is read.
    private var replayed: UInt64?

    var fileBytesRead: UInt64 { source.fileBytesRead }

    /// - Parameter offset: bytes of the capture that were taken from the source before.
    init(_ source: any ByteSource, trace: StreamTrace, offset: Int) {
        (self.source, self.trace, self.offset) = (source, trace, UInt64(offset))
    }

    /// Copies from here on what is read, to be read again after `rewind`.
    func keepCopy() throws(ByteInputError.Problem) {
        if copy == nil { copy = try SpoolFile() }
    }

    /// Reads the copy again, and then on.
    func rewind() {
        if copy != nil, replayed == nil { replayed = 0 }
    }

    func read(into bytes: inout [UInt8], from start: Int) throws(ByteInputError.Problem) -> Int {
        if let count = try readCopy(into: &bytes, from: start) { return count }
        let count = try source.read(into: &bytes, from: start)
        let new = bytes[start..<start + count]
        trace.add(new, at: offset)
        offset += UInt64(count)
        if replayed == nil { try copy?.append(new) }
        return count
    }

    private func readCopy(
        into bytes: inout [UInt8], from start: Int
    ) throws(ByteInputError.Problem) -> Int? {
        guard let copy, let place = replayed else { return nil }
        let count = try copy.read(into: &bytes, from: start, at: place)
        guard count > 0 else {
            self.copy = nil
            return nil
        }
        replayed = place + UInt64(count)
        return count
    }
}
