import CYAML

/// The events of a YAML text, one after another.
@safe struct YAMLEvents: ~Copyable {
    enum Kind {
        case end
        case document
        case scalar(String, isPlain: Bool)
        case sequence
        case sequenceEnd
        case mapping
        case mappingEnd
        /// The beginning of the stream, the end of a document.
        case other
    }

    struct Event {
        let kind: Kind
        /// From 1.
        let line: Int
    }

    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private let reader: UnsafeMutablePointer<flowcensus_yaml>

    /// - Throws: where there is no memory.
    init(_ text: [UInt8]) throws(YAMLError) {
        // The library reads from these bytes until it is closed.
        unsafe bytes = .allocate(capacity: text.count)
        _ = unsafe bytes.initialize(fromContentsOf: text)
        guard let opened = unsafe flowcensus_yaml_open(bytes.baseAddress, text.count) else {
            unsafe bytes.deallocate()
            throw YAMLError(line: 1, problem: "there is not enough memory to read it")
        }
        unsafe reader = opened
    }

    deinit {
        unsafe flowcensus_yaml_close(reader)
        unsafe bytes.deallocate()
    }

    /// - Throws: what is no YAML, or no YAML that is read here: anchors, aliases and tags.
    mutating func next() throws(YAMLError) -> Event {
        unsafe flowcensus_yaml_next(reader)
        let line = unsafe reader.pointee.line + 1
        if unsafe reader.pointee.is_marked != 0 || reader.pointee.kind == Int32(FLOWCENSUS_YAML_ALIAS.rawValue) {
            throw YAMLError(
                line: line, problem: "anchors (&), aliases (*) and tags (!) are not read: write the value itself")
        }
        return Event(kind: try kind(), line: line)
    }

    private func kind() throws(YAMLError) -> Kind {
        switch unsafe flowcensus_yaml_kind(rawValue: UInt32(reader.pointee.kind)) {
        case FLOWCENSUS_YAML_ERROR: throw failure
        case FLOWCENSUS_YAML_END: return .end
        case FLOWCENSUS_YAML_DOCUMENT: return .document
        case FLOWCENSUS_YAML_SCALAR:
            let text = unsafe UnsafeBufferPointer(start: reader.pointee.text, count: reader.pointee.length)
            return unsafe .scalar(String(decoding: text, as: UTF8.self), isPlain: reader.pointee.is_plain != 0)
        case FLOWCENSUS_YAML_SEQUENCE: return .sequence
        case FLOWCENSUS_YAML_SEQUENCE_END: return .sequenceEnd
        case FLOWCENSUS_YAML_MAPPING: return .mapping
        case FLOWCENSUS_YAML_MAPPING_END: return .mappingEnd
        default: return .other
        }
    }

    /// The library's words. Of bytes that are no text it states an offset and no line.
    private var failure: YAMLError {
        let problem = unsafe reader.pointee.problem.map { unsafe String(cString: $0) } ?? "is no YAML"
        let offset = unsafe reader.pointee.offset
        guard unsafe offset <= bytes.count else {
            return YAMLError(line: unsafe reader.pointee.line + 1, problem: problem)
        }
        let before = unsafe bytes[..<offset].count { $0 == UInt8(ascii: "\n") }
        return YAMLError(line: before + 1, problem: problem)
    }
}
