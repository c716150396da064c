import ByteInput
import CensusModel
import PacketCapture
import PacketDecoding
import SQLiteStore

/// A capture whose count can begin, or go on.
struct CaptureOpening {
    /// What is known of the capture from before.
    enum Standing: Sendable {
        case new
        /// One that begins like a counted one, and is another all the same.
        case besides(name: String)
        case continued(CountedInput)
        case again
    }

    let marks: CaptureMarks
    /// Stands at the first record to count.
    var reader: CaptureFileReader
    /// Bytes of the file, where it is not packed.
    let size: UInt64?
    /// `nil` as long as the capture has no whole record.
    let claim: Claim?
    let standing: Standing
}

/// Opens captures, and finds out how far each was counted.
struct CaptureLookup: Sendable {
    enum Found {
        case open(CaptureOpening)
        /// All of it was counted, under that name; or of a longer one that begins with it.
        case countedBefore(name: String, isShorter: Bool)
    }

    let census: Census
    /// Whether what was counted is to be counted anew.
    let countsAgain: Bool

    /// - Parameters:
    ///   - isCounted: whether a source was counted in this run, and so is not to be counted anew again.
    ///   - reserve: is told by what the capture is known, before the store is asked.
    func open(
        _ input: ReplayInput, isCounted: (Int64) -> Bool, reserve: ([UInt8]) -> Void
    ) throws -> Found {
        let opened = try Opened(input)
        guard let head = opened.marks.head() else { return .open(opened.opening(claim: nil, .new)) }
        reserve(head.beginning)
        let known = try census.captures(beginning: head.beginning)
        let alike = known.filter { $0.head.agrees(with: head) }
        if countsAgain, let capture = alike.first(where: { !isCounted($0.source) }) {
            let claim = Claim.replaces(source: capture.source, position: capture.position)
            return .open(opened.opening(claim: claim, .again))
        }
        return try find(opened, among: alike, besides: Set(known.map(\.source)))
    }

    /// Finds the capture among those that begin like it.
    private func find(_ opened: Opened, among alike: [CountedInput], besides others: Set<Int64>) throws -> Found {
        switch try opened.find(among: alike) {
        case .same(let capture, let reader):
            return .open(opened.opening(claim: .continues(source: capture.source), .continued(capture), reader))
        case .shorter(let capture):
            return .countedBefore(name: capture.name, isShorter: true)
        case .none: break
        }
        if let size = opened.size, others.isEmpty,
            let name = try census.earlierName(ofCapture: opened.marks.earlierIdentity(length: size))
        {
            return .countedBefore(name: name, isShorter: false)
        }
        let standing = alike.first.map { CaptureOpening.Standing.besides(name: $0.name) } ?? .new
        return .open(opened.opening(claim: .new(besides: others), standing, try opened.freshReader()))
    }
}

/// An input that was opened, before it is known what it is.
private struct Opened {
    enum Match {
        /// The same capture, and a reader that stands where it was counted to.
        case same(CountedInput, CaptureFileReader)
        /// The beginning of a capture that was counted further.
        case shorter(CountedInput)
        case none
    }

    let input: ReplayInput
    let marks: CaptureMarks
    let size: UInt64?
    private let capture: OpenedInput
    private let reader: CaptureFileReader

    init(_ input: ReplayInput) throws(CaptureError) {
        self.input = input
        (capture, reader) = try Self.open(input)
        marks = CaptureMarks(capture)
        size = capture.unpackedSize
    }

    private static func open(_ input: ReplayInput) throws(CaptureError) -> (OpenedInput, CaptureFileReader) {
        let capture = try asCaptureError { () throws(ByteInputError) in
            try OpenedInput(path: input.path, name: input.name)
        }
        return (capture, try CaptureFileReader(capture, isKnown: LinkHeader.isKnown))
    }

    func opening(
        claim: Claim?, _ standing: CaptureOpening.Standing, _ reader: CaptureFileReader? = nil
    ) -> CaptureOpening {
        CaptureOpening(
            marks: marks, reader: reader ?? self.reader, size: size, claim: claim, standing: standing)
    }

    /// A reader from the first record on, whatever was read before.
    func freshReader() throws(CaptureError) -> CaptureFileReader {
        input.isFile ? try Self.open(input).1 : reader
    }

    /// Finds the capture that it is among those that begin like it, the one counted furthest first.
    func find(among alike: [CountedInput]) throws(CaptureError) -> Match {
        guard !alike.isEmpty else { return .none }
        guard let size else { return try readThrough(alike) }
        for counted in alike where counted.position <= size {
            let tail = try asCaptureError { () throws(ByteInputError) in try capture.tail(before: counted.position) }
            guard let tail, Digest.sha256(tail) == counted.tail else { continue }
            return .same(counted, try reader(from: counted.position))
        }
        return alike.last { $0.position > size }.map(Match.shorter) ?? .none
    }

    /// A reader from a record on, in a file that is not packed.
    private func reader(from position: UInt64) throws(CaptureError) -> CaptureFileReader {
        let known = input.known.flatMap { $0.position == position ? $0.layout : nil }
        if let layout = known ?? (reader.layout.isSameThroughout ? reader.layout : nil) {
            return try CaptureFileReader(
                path: input.path, name: input.name, range: position..<UInt64.max, layout: layout,
                of: self.reader.fileIdentity)
        }
        // What was declared on the way is learnt by reading it.
        var reader = try freshReader()
        _ = try reader.pass(to: position)
        return reader
    }

    /// Reads, and counts nothing, to where one of some captures was counted to.
    private func readThrough(_ alike: [CountedInput]) throws(CaptureError) -> Match {
        var reader = reader
        for counted in alike.reversed() {
            let isThere = (try? reader.pass(to: counted.position)) ?? false
            if isThere, Digest.sha256(try reader.tail()) == counted.tail { return .same(counted, reader) }
            if reader.position < counted.position { return .shorter(counted) }
        }
        guard input.isFile else {
            throw CaptureError(
                input: input.name, offset: reader.position, problem: .differsFromCounted(name: alike[0].name))
        }
        return .none
    }
}
