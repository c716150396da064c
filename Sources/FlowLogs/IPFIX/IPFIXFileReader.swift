import ByteInput
import NetworkTypes

/// Reads an IPFIX file (RFC 5655): messages of IPFIX, one behind another.
///
/// Memory is a buffer of 512 KiB and the state of a decoder. A message whose length or version cannot be is damage: nothing
/// behind it is read.
struct IPFIXFileReader: LogFileReader {
    package var input: LogInput
    private(set) var problems = LogProblems()
    private var decoder = ExportDecoder(ofFile: ExportDecoder.defaultMemoryLimit)
    private let isGrowing: Bool

    /// Messages in a batch.
    private static let batchLength = 64

    /// Reads from a file's first message on, or from one of which `state` says what stood before.
    init(_ input: LogInput, state: [UInt8]? = nil, isGrowing: Bool) {
        (self.input, self.isGrowing) = (input, isGrowing)
        // A state is one that a reader gave; of one that is damaged what came before the damage holds.
        if let state { try? decoder.restore(state, at: Timestamp(nanoseconds: 0)) }
    }

    var layout: LogLayout { LogLayout(ipfix: decoder.savedState()) }

    mutating func next(into sink: inout some LogSink) throws(LogError) -> Bool {
        for number in 0..<Self.batchLength {
            guard !input.isAtLimit else { return number > 0 }
            guard let length = try messageLength() else {
                if number == 0, !isGrowing { decoder.settle(into: &sink) }
                return number > 0
            }
            let start = input.buffer.start
            decode(input.buffer.bytes, start..<start + length, into: &sink)
            input.use(length)
            problems.passed += 1
        }
        return true
    }

    private mutating func decode(_ bytes: borrowing [UInt8], _ message: Range<Int>, into sink: inout some LogSink) {
        guard let damage = decoder.decodeFileMessage(bytes.span.extracting(message), into: &sink) else { return }
        problems.note(.byte(input.position), "a message is damaged (\(damage)): some of it is not decoded")
    }

    /// The length of the message that is in the buffer, whole; `nil` at the end of the file.
    private mutating func messageLength() throws(LogError) -> Int? {
        let headerLength = ExportDecoder.ipfixHeaderLength
        guard try input.fill(headerLength) else {
            guard input.buffer.count > 0, !isGrowing else { return nil }
            throw input.error(.cut(in: "a message's header", present: input.buffer.count, needed: headerLength))
        }
        let head = input.buffer.unused.prefix(4).map(Int.init)
        let (version, length) = (head[0] << 8 | head[1], head[2] << 8 | head[3])
        guard version == 10 else {
            throw input.error(.damaged(reason: "no message of IPFIX begins there (its version would be \(version))"))
        }
        guard length >= headerLength else {
            throw input.error(.damaged(reason: "a message states \(length) bytes, fewer than its header has"))
        }
        guard try input.fill(length) else {
            if isGrowing { return nil }
            throw input.error(.cut(in: "a message", present: input.buffer.count, needed: length))
        }
        return length
    }
}

extension ExportDecoder {
    /// Decodes a message of a file.
    /// - Returns: what is wrong with the form of its sets; `nil` where nothing is.
    mutating func decodeFileMessage(_ message: Span<UInt8>, into sink: inout some LogSink) -> String? {
        let exportTime = Timestamp(nanoseconds: Int64(message.number32(4)) * Timestamp.nanosecondsPerSecond)
        return decodeIPFIX(message, from: nil, at: exportTime, into: &sink)
    }
}

extension LogLayout {
    /// - Parameter state: what a decoder of IPFIX saved.
    init(ipfix state: [UInt8]) {
        format = .ipfix
        self.state = .ipfix(state)
        let isBegun = state.count > SavedExportState.signature.count
        mark = isBegun ? [1] + state : []
        canBeCut = false
    }
}
