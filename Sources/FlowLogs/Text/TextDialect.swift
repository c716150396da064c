/// What the lines of one format say, and what a reader of it must remember from one line to the next.
protocol TextDialect: Equatable, Sendable {
    static var format: LogFormat { get }
    /// How the dialect is kept in a layout.
    static func state(_ layout: TextLayout<Self>) -> LogLayout.State

    /// Learns from the first bytes what the first lines rest on.
    init(head: ArraySlice<UInt8>) throws(LogError.Problem)

    /// Reads a line without its end, or an element of a JSON document.
    mutating func read(
        _ bytes: Span<UInt8>, _ line: Range<Int>, into output: inout LineOutput
    ) throws(LineRefusal)

    /// What a line says at least that `read` would make one record of, with nothing to remark; `nil` for every other.
    ///
    /// - Parameter order: in which order the members of JSON's lines stand, as was learnt from those before.
    func screened(_ bytes: Span<UInt8>, _ line: Range<Int>, _ order: inout MemberOrder) -> ScreenedLine?

    /// Why nothing can be read behind the line that was just read; `nil` where all is well.
    var refusal: String? { get }
    /// What was learnt, as bytes for a digest.
    var mark: [UInt8] { get }
    /// Whether a line says all by itself, so that parts of a file can be read at the same time.
    var canBeCut: Bool { get }
}

extension TextDialect {
    func screened(_ bytes: Span<UInt8>, _ line: Range<Int>, _ order: inout MemberOrder) -> ScreenedLine? { nil }
    var refusal: String? { nil }
    var canBeCut: Bool { true }
}

/// How to read on in a text from a place.
struct TextLayout<Dialect: TextDialect>: Equatable, Sendable {
    var dialect: Dialect
    /// What the first bytes of the input alone say.
    let opening: Dialect
    var shape: TextShape
}

/// How records lie in a text.
enum TextShape: Equatable, Sendable {
    /// One on a line.
    case lines
    /// Elements of JSON documents, whatever the lines: in an array that an object wraps, or outside of one.
    case document(isWrapped: Bool)
}
