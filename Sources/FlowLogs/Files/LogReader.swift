package import ByteInput

/// Reads a flow log of whichever format it is.
package struct LogReader: LogFileReader {
    /// The dynamic call costs nothing: it is made once a batch.
    private var reader: any LogFileReader

    /// Reads a log from its first byte on.
    ///
    /// - Parameters:
    ///   - format: what the operator says it is; `nil` for what its content says.
    ///   - isGrowing: whether it is followed while it is written, so that a last line without an end is left for later.
    package init(_ input: OpenedInput, as format: LogFormat? = nil, isGrowing: Bool = false) throws(LogError) {
        do {
            reader = try Self.reader(LogInput(input), input.head, as: format, isGrowing)
        } catch {
            throw LogError(input: input.name, problem: error)
        }
    }

    private static func reader(
        _ input: LogInput, _ head: ArraySlice<UInt8>, as format: LogFormat?, _ isGrowing: Bool
    ) throws(LogError.Problem) -> any LogFileReader {
        guard !head.isEmpty else { throw .empty }
        guard let format = format ?? .recognised(head: head) else {
            throw .notALog(firstBytes: Array(head.prefix(8)))
        }
        switch format {
        case .ipfix: return IPFIXFileReader(input, isGrowing: isGrowing)
        case .nfcapd: return try NfcapdReader(input, head: head, isGrowing: isGrowing)
        case .zeek: return try TextLogReader<ZeekDialect>(input, head: head, isGrowing: isGrowing)
        case .suricata: return try TextLogReader<SuricataDialect>(input, head: head, isGrowing: isGrowing)
        case .aws: return try TextLogReader<AWSDialect>(input, head: head, isGrowing: isGrowing)
        case .gcp: return try TextLogReader<GCPDialect>(input, head: head, isGrowing: isGrowing)
        case .azure: return try TextLogReader<AzureDialect>(input, head: head, isGrowing: isGrowing)
        case .argus: return try TextLogReader<ArgusDialect>(input, head: head, isGrowing: isGrowing)
        }
    }

    /// Reads the records that begin in a range of a file's bytes, which begins at a record.
    ///
    /// - Parameters:
    ///   - layout: how to read at the range's beginning.
    ///   - identity: of the file that is meant; `nil` for whichever is there.
    package init(
        path: String, name: String, range: Range<UInt64>, layout: LogLayout, of identity: FileIdentity? = nil,
        isGrowing: Bool = false
    ) throws(LogError) {
        let input = try LogInput(path: path, name: name, range: range, of: identity)
        switch layout.state {
        case .ipfix(let state): reader = IPFIXFileReader(input, state: state, isGrowing: isGrowing)
        case .nfcapd(let state): reader = NfcapdReader(input, state, isGrowing: isGrowing)
        case .zeek(let layout): reader = TextLogReader(input, layout, isGrowing: isGrowing)
        case .suricata(let layout): reader = TextLogReader(input, layout, isGrowing: isGrowing)
        case .aws(let layout): reader = TextLogReader(input, layout, isGrowing: isGrowing)
        case .gcp(let layout): reader = TextLogReader(input, layout, isGrowing: isGrowing)
        case .azure(let layout): reader = TextLogReader(input, layout, isGrowing: isGrowing)
        case .argus(let layout): reader = TextLogReader(input, layout, isGrowing: isGrowing)
        }
    }

    package var input: LogInput {
        get { reader.input }
        _modify { yield &reader.input }
    }

    package var layout: LogLayout { reader.layout }
    package var problems: LogProblems { reader.problems }

    package mutating func next(into sink: inout some LogSink) throws(LogError) -> Bool {
        try reader.next(into: &sink)
    }
}

extension LogFileReader {
    /// Where the next record begins, or the damaged place: bytes of the unpacked input.
    package var position: UInt64 { input.position }

    /// Passes over the records that begin before some place.
    ///
    /// - Returns: whether a record begins there, or the log ends.
    package mutating func pass(to position: UInt64) throws(LogError) -> Bool {
        var sink = NullLogSink()
        input.stop(at: position)
        defer { input.stop(at: .max) }
        while try next(into: &sink) {}
        return self.position == position
    }
}
