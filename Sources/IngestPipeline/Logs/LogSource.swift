import ByteInput
import CensusModel
import FlowLogs

/// A flow log that was opened: what it is known by, and a reader of it.
struct LogSource {
    let input: ReplayInput
    let format: LogFormat
    let marks: CaptureMarks
    /// Bytes of the file, where it is not packed.
    let size: UInt64?
    private let isGrowing: Bool
    private let opened: OpenedInput

    /// - Parameter isGrowing: whether it is followed, so that a last line without an end is left for later.
    init(_ input: ReplayInput, _ opened: OpenedInput, _ format: LogFormat, isGrowing: Bool) {
        (self.input, self.opened, self.format, self.isGrowing) = (input, opened, format, isGrowing)
        marks = LogMarks.of(opened, format)
        size = opened.unpackedSize
    }

    /// What became of the question whether the log was counted before.
    enum Match {
        /// The same log, and a reader that stands where it was counted to.
        case same(CountedInput, LogReader)
        /// The beginning of a log that was counted further.
        case shorter(CountedInput)
        case none

        var counted: CountedInput? {
            switch self {
            case .same(let counted, _), .shorter(let counted): counted
            case .none: nil
            }
        }
    }

    /// A reader from the first record on.
    func freshReader(isFirst: Bool = false) throws -> LogReader {
        guard !isFirst, input.isFile else { return try LogReader(opened, as: format, isGrowing: isGrowing) }
        return try LogReader(
            OpenedInput(path: input.path, name: input.name), as: format, isGrowing: isGrowing)
    }

    /// Finds the log that it is among those that begin like it, the one counted furthest first.
    func find(among alike: [CountedInput]) throws -> Match {
        guard !alike.isEmpty else { return .none }
        for counted in alike {
            if let size, counted.position > size { continue }
            let begins = try marks.identity(upTo: counted.position).map(counted.head.isBeginning(of:)) ?? false
            if begins, let reader = try reader(ifSameAs: counted) { return .same(counted, reader) }
        }
        guard let end = try size ?? length(), let head = try marks.identity(upTo: end) else { return .none }
        return alike.first { $0.position > end && head.isBeginning(of: $0.head) }.map(Match.shorter) ?? .none
    }

    /// Finds the log that it was when its first line had no end: all that was counted of that is in the first bytes. Or that it was
    /// when its collector had not closed it: by the first block of that it is known well enough.
    func findUnfinished(among known: [CountedInput]) -> CountedInput? {
        guard format.isText else { return known.first { $0.position <= size ?? .max } }
        return known.first { counted in
            guard counted.position <= UInt64(opened.head.count) else { return false }
            return Digest.sha256(Array(opened.head.prefix(Int(counted.position)))) == counted.tail
                || (try? reader(ifSameAs: counted)) != nil
        }
    }

    /// Whether the log goes on at some place within a line that was its last one.
    func goesOnWithinLine(at position: UInt64, _ reader: LogReader) throws -> Bool {
        guard format.isText, position > 0, let last = try reader.input.tail().last, last != UInt8(ascii: "\n") else {
            return false
        }
        guard let size else { return try goesOn(behind: last, reader.input) }
        guard position < size else { return false }
        return Self.goesOn(behind: last, with: try FileSource.bytes(of: input.path, from: position, count: 1).first)
    }

    /// Whether a packed log goes on where it was read to; where that has not been unpacked yet, it is said to.
    private func goesOn(behind last: UInt8, _ input: LogInput) throws -> Bool {
        if let next = input.buffer.unused.first { return Self.goesOn(behind: last, with: next) }
        var input = input
        return try input.fill(1)
    }

    /// What closes a document behind its last object is no more of a line.
    private static func goesOn(behind last: UInt8, with next: UInt8?) -> Bool {
        guard let next, next != UInt8(ascii: "\n") else { return false }
        let closes = next == UInt8(ascii: "]") || next == UInt8(ascii: "}") || next <= UInt8(ascii: " ")
        return last != UInt8(ascii: "}") || !closes
    }

    /// A reader from where a log was counted to, if it is the same one.
    private func reader(ifSameAs counted: CountedInput) throws -> LogReader? {
        if let known = input.knownLog, known.position == counted.position,
            let tail = try? opened.tail(before: known.position),
            Digest.sha256(tail + known.layout.mark) == counted.tail
        {
            return try reader(from: known.position, known.layout)
        }
        let fresh = try freshReader()
        if let tail = try? opened.tail(before: counted.position), fresh.layout.mark.isEmpty,
            Digest.sha256(tail) == counted.tail, fresh.layout.canBeCut
        {
            return try reader(from: counted.position, fresh.layout)
        }
        var reader = fresh
        guard (try? reader.pass(to: counted.position)) == true else { return nil }
        let tail = try reader.input.tail()
        return Digest.sha256(tail + reader.layout.mark) == counted.tail ? reader : nil
    }

    private func reader(from position: UInt64, _ layout: LogLayout) throws -> LogReader {
        try LogReader(
            path: input.path, name: input.name, range: position..<UInt64.max, layout: layout, isGrowing: isGrowing)
    }

    /// Where a packed log ends.
    private func length() throws -> UInt64? {
        guard input.isFile else { return nil }
        var reader = try freshReader()
        var sink = NullLogSink()
        while (try? reader.next(into: &sink)) == true {}
        return reader.position
    }
}

extension LogFormat {
    /// Who is held to tell what a log of this format says, where it names no exporter.
    var program: Exporter { Exporter(program: rawValue) }

    /// Who is held to tell what its logs say that lie beside each other, and may tell of one flow, by their records' domain.
    var programsBesides: [UInt32: Exporter] {
        switch self {
        case .zeek: [1: Exporter(program: "zeek-open")]
        case .suricata: [1: Exporter(program: "eve-netflow")]
        case .gcp:
            [
                1: Exporter(program: "gcp-src"), 2: Exporter(program: "gcp-dest-gw"),
                3: Exporter(program: "gcp-src-gw"),
            ]
        default: [:]
        }
    }

    /// Whether its records are lines of text.
    var isText: Bool {
        switch self {
        case .ipfix, .nfcapd: false
        case .zeek, .suricata, .aws, .gcp, .azure, .argus: true
        }
    }
}
