import ByteInput
import CensusModel
import PacketCapture
import PacketDecoding

/// An input that was opened, before it is known which capture it is.
struct ExaminedInput {
    enum Match {
        /// The same capture, and a reader that stands where it was counted to.
        case same(CountedInput, CaptureFileReader)
        /// The beginning of a capture that was counted further.
        case shorter(CountedInput)
        case none

        var counted: CountedInput? {
            switch self {
            case .same(let counted, _), .shorter(let counted): counted
            case .none: nil
            }
        }
    }

    let marks: CaptureMarks
    /// Bytes of the capture, where that is known before it is read.
    let size: UInt64?
    private let input: ReplayInput
    private let capture: OpenedInput
    private let reader: CaptureFileReader
    /// Keeps the trace of what cannot be read at any place.
    private let source: TracedSource?
    private let trace: StreamTrace?

    /// - Parameter opened: the input, where it was opened already.
    init(_ input: ReplayInput, _ opened: OpenedInput? = nil) throws(CaptureError) {
        self.input = input
        let opened = if let opened { opened } else { try Self.open(input) }
        size = opened.unpackedSize
        trace = size == nil ? StreamTrace(head: opened.head) : nil
        source = trace.map { TracedSource(opened.source, trace: $0, offset: opened.head.count) }
        capture = source.map { OpenedInput(opened, through: $0) } ?? opened
        reader = try CaptureFileReader(capture, isKnown: LinkHeader.isKnown)
        marks = CaptureMarks(opened, trace: trace)
    }

    private static func open(_ input: ReplayInput) throws(CaptureError) -> OpenedInput {
        try asCaptureError { () throws(ByteInputError) in
            guard !input.isFile else { return try OpenedInput(path: input.path, name: input.name) }
            return try OpenedInput(path: input.path, name: input.name, headLength: leastHead) {
                RecordMarks.Beginning(Array($0)).digest != nil
            }
        }
    }

    /// Bytes that are waited for of a stream before it is looked at.
    private static let leastHead = 64

    func opening(
        claim: Claim?, _ standing: InputStanding, _ reader: CaptureFileReader? = nil
    ) -> CaptureOpening {
        CaptureOpening(
            marks: marks, reader: reader ?? self.reader, size: size, claim: claim, standing: standing)
    }

    /// A reader from the first record on, whatever was read before.
    func freshReader() throws(CaptureError) -> CaptureFileReader {
        if input.isFile {
            let opened = try Self.open(input)
            let traced = trace.map {
                OpenedInput(opened, through: TracedSource(opened.source, trace: $0, offset: opened.head.count))
            }
            return try CaptureFileReader(traced ?? opened, isKnown: LinkHeader.isKnown)
        }
        source?.rewind()
        return try CaptureFileReader(capture, isKnown: LinkHeader.isKnown)
    }

    /// Finds the capture that it is among those that begin like it; of several the one that was counted furthest.
    ///
    /// - Parameter known: in that order.
    func find(among known: [CountedInput]) throws -> Match {
        let alike = try known.filter { counted in
            try marks.identityOfBeginning().map(counted.head.beginsLike) ?? false
        }
        guard !alike.isEmpty else { return .none }
        guard let size else { return try readThrough(alike) }
        // One that ends just there is the same, not the beginning of another that cannot be told apart from it.
        for counted in alike where counted.position == size {
            if let reader = try reader(ifSameAs: counted, size) { return .same(counted, reader) }
        }
        for counted in alike {
            if let reader = try reader(ifSameAs: counted, size) { return .same(counted, reader) }
            if try isBeginning(of: counted, size) { return .shorter(counted) }
        }
        return .none
    }
}

// MARK: - Files that can be read at any place

extension ExaminedInput {
    /// A reader from where a capture was counted to, if the file is the same one.
    private func reader(ifSameAs counted: CountedInput, _ size: UInt64) throws(CaptureError) -> CaptureFileReader? {
        guard counted.position <= size else { return nil }
        let tail = try asCaptureError { () throws(ByteInputError) in try capture.tail(before: counted.position) }
        guard let tail else { return nil }
        let isInAnother = Digest.sha256(tail + CaptureLayout.markOfAnother) == counted.tail
        guard isInAnother || Digest.sha256(tail) == counted.tail else { return nil }
        // The same open file ended there when it was last looked at: what lies before is not read again each time it grows.
        if input.known?.position == counted.position { marks.adopt(counted.head) }
        guard
            try begins(like: counted, upTo: counted.position)
        else { return nil }
        return try reader(from: counted.position, inAnother: isInAnother)
    }

    private func begins(like counted: CountedInput, upTo position: UInt64) throws(CaptureError) -> Bool {
        try marks.identity(upTo: position).map(counted.head.isBeginning(of:)) ?? false
    }

    /// A reader from a record on, in a file that is not packed.
    ///
    /// - Parameter inAnother: whether the record lies in a capture that was joined to the one that the file begins with.
    private func reader(from position: UInt64, inAnother: Bool) throws(CaptureError) -> CaptureFileReader {
        let known = input.known.flatMap { $0.position == position ? $0.layout : nil }
        if let layout = known ?? (reader.layout.isOpening && !inAnother ? reader.layout : nil) {
            return try CaptureFileReader(
                path: input.path, name: input.name, range: position..<UInt64.max, layout: layout,
                of: self.reader.fileIdentity)
        }
        // What was declared on the way is learnt by reading it.
        var reader = try freshReader()
        _ = try reader.pass(to: position)
        return reader
    }

    /// Whether all that can be counted of the file is the beginning of a capture that was counted further.
    private func isBeginning(of counted: CountedInput, _ size: UInt64) throws(CaptureError) -> Bool {
        guard let end = try end(asBeginningOf: counted, size), end < counted.position else { return false }
        return try marks.identity(upTo: end)?.isBeginning(of: counted.head) == true
            && agreesWithFile(of: counted, before: end)
    }

    /// Where the file's records end; `nil` where its first 4 MiB tell that it is another capture.
    private func end(asBeginningOf counted: CountedInput, _ size: UInt64) throws(CaptureError) -> UInt64? {
        if let end = try marks.endOfRecords() { return end }
        guard try marks.identityOfBeginning()?.isBeginning(of: counted.head) == true else { return nil }
        if size < counted.position, try marks.identity(upTo: size)?.isBeginning(of: counted.head) == true {
            return size
        }
        // It differs, and may be damaged before it does: then it is counted up to there only.
        var reader = try freshReader()
        _ = try? reader.pass(to: counted.position)
        return reader.position
    }

    /// Behind the first 4 MiB not every record's end is known. Where the file that was counted is still there, it decides about
    /// what lies between the last probe and the end; else what came before does.
    private func agreesWithFile(of counted: CountedInput, before end: UInt64) -> Bool {
        let start = SourceTrail.probe(max(0, SourceTrail.probeCount(upTo: end) - 1)).upperBound
        guard end > SourceTrail.recordsLength, start < end, let mine = PlacedFile(path: input.path),
            let other = PlacedFile(path: counted.name), other.size >= counted.position
        else { return true }
        let tailLength = UInt64(OpenedInput.tailLength)
        let tail = try? other.bytes(from: counted.position - tailLength, count: OpenedInput.tailLength)
        guard tail.map(Digest.sha256) == counted.tail else { return true }
        let count = Int(end - start)
        return (try? mine.bytes(from: start, count: count)) == (try? other.bytes(from: start, count: count))
    }
}

// MARK: - What is read front to back

extension ExaminedInput {
    /// Reads, and counts nothing, for as long as the input may be one of some captures.
    private func readThrough(_ alike: [CountedInput]) throws -> Match {
        if !input.isFile, let source {
            try asCaptureError { () throws(ByteInputError) in
                do throws(ByteInputError.Problem) {
                    try source.keepCopy()
                } catch {
                    throw ByteInputError(input: input.name, problem: error)
                }
            }
        }
        var (reader, open) = (reader, alike)
        var same: CountedInput?
        for stop in Self.stops(alike) {
            // The record at which it stops may go on behind the place, to where another stop would be.
            let hasPassed = (try? reader.pass(to: stop)) != nil
            let position = reader.position
            if hasPassed, let counted = try open.first(where: { try isSame($0, reader) }) { same = counted }
            open = try open.filter { counted in
                guard counted.position > position else { return false }
                return try marks.identity(upTo: position)?.isBeginning(of: counted.head) == true
            }
            guard !open.isEmpty, position >= stop else { break }
        }
        if let longer = open.first, same?.position != reader.position { return .shorter(longer) }
        guard let same else { return .none }
        if reader.position != same.position {
            reader = try freshReader()
            _ = try reader.pass(to: same.position)
        }
        return .same(same, reader)
    }

    private func isSame(_ counted: CountedInput, _ reader: CaptureFileReader) throws -> Bool {
        guard counted.position == reader.position else { return false }
        return try Digest.sha256(reader.tail() + reader.layout.mark) == counted.tail
            && begins(like: counted, upTo: counted.position)
    }

    /// Where to look whether it may still be one of some captures: where each was counted to, and now and then before.
    private static func stops(_ captures: [CountedInput]) -> [UInt64] {
        let furthest = captures.map(\.position).max() ?? 0
        var stops = Set(captures.map(\.position))
        var stop = UInt64(OpenedInput.minimumHeadLength)
        while stop < furthest {
            stops.insert(stop)
            stop += min(stop, UInt64(SourceTrail.recordsLength))
        }
        return stops.sorted()
    }
}
