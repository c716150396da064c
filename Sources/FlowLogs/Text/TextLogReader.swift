import ByteInput
import TextFormats

/// Reads a log of lines, or of JSON documents, of one format.
///
/// Memory is a buffer of 512 KiB, or the longest line or element; a line longer than `longestLine` is passed over and named.
struct TextLogReader<Dialect: TextDialect>: LogFileReader {
    package var input: LogInput
    private var text: TextLayout<Dialect>
    private(set) var problems = LogProblems()
    private let isGrowing: Bool
    private var output = LineOutput()
    private var screened = ScreenedLines()
    private var order = MemberOrder()

    /// Bytes.
    static var longestLine: Int { 1_024 * 1_024 }
    /// Bytes of an element of a document.
    static var longestElement: Int { 64 * 1_024 * 1_024 }

    init(_ input: LogInput, _ layout: TextLayout<Dialect>, isGrowing: Bool) {
        (self.input, text, self.isGrowing) = (input, layout, isGrowing)
    }

    /// Reads a text from its first byte on.
    init(_ input: LogInput, head: ArraySlice<UInt8>, isGrowing: Bool) throws(LogError.Problem) {
        let dialect = try Dialect(head: head)
        let shape = TextShape(head: head)
        self.init(input, TextLayout(dialect: dialect, opening: dialect, shape: shape), isGrowing: isGrowing)
        if input.position == 0, head.starts(with: ByteOrderMark.utf8) { self.input.use(ByteOrderMark.utf8.count) }
    }

    var layout: LogLayout { LogLayout(text) }

    mutating func next(into sink: inout some LogSink) throws(LogError) -> Bool {
        while !input.isAtLimit {
            let begin = input.position
            switch text.shape {
            case .lines: try readLines(into: &sink)
            case .document: try readElements(into: &sink)
            }
            if input.position > begin { return true }
            guard try readOn() else { return try readUnfinished(into: &sink) }
        }
        return false
    }

    /// Gets more bytes than there are; false at the end of the input.
    private mutating func readOn() throws(LogError) -> Bool {
        let count = input.buffer.count
        let limit = text.shape == .lines ? Self.longestLine : Self.longestElement
        if count > limit {
            guard text.shape == .lines else {
                throw input.error(.damaged(reason: "an element has more than \(limit) bytes"))
            }
            try passLongLine()
            return true
        }
        let wanted = max(count + 1, min(2 * count, limit + 1))
        return try input.fill(wanted) || input.buffer.count > count
    }

    /// Passes over a line that is longer than any is.
    private mutating func passLongLine() throws(LogError) {
        let begin = input.position
        while true {
            let unused = input.buffer.start..<input.buffer.end
            if let end = input.buffer.bytes.firstPlace(of: UInt8(ascii: "\n"), in: unused) {
                input.use(end + 1 - unused.lowerBound)
                break
            }
            input.use(unused.count)
            guard input.position - begin <= UInt64(Self.longestElement) else {
                throw LogError(
                    input: input.name, place: .line(problems.passed + 1, at: begin),
                    problem: .damaged(reason: "a line has more than \(Self.longestElement) bytes"))
            }
            guard try input.fill(1) else { break }
        }
        problems.passed += 1
        noteLongLine(at: .line(problems.passed, at: begin))
    }

    private mutating func noteLongLine(at place: LogPlace) {
        output.note(.undecoded("line_too_long"))
        problems.note(place, "has more than \(Self.longestLine) bytes")
    }
}

// MARK: - Lines

extension TextLogReader {
    /// Reads the whole lines that are in memory and begin before the limit.
    private mutating func readLines(into sink: inout some LogSink) throws(LogError) {
        let (start, end) = (input.buffer.start, input.buffer.end)
        let stop = min(end, input.countToLimit > end - start ? end : start + input.countToLimit)
        // Held, and not copied, while nothing is read into it.
        let bytes = input.buffer.bytes
        var position = start
        while position < stop, let lineEnd = bytes.firstPlace(of: UInt8(ascii: "\n"), in: position..<end) {
            let line = Self.content(bytes, position..<lineEnd)
            if let usual = text.dialect.screened(bytes.span, line, &order) {
                problems.passed += 1
                screened.append(usual, line)
                position = lineEnd + 1
                if screened.ends.isFull { readScreened(bytes, into: &sink) }
                continue
            }
            readScreened(bytes, into: &sink)
            problems.passed += 1
            read(bytes, line, number: problems.passed)
            if let refusal = text.dialect.refusal {
                output.drain(into: &sink)
                input.use(position - start)
                throw input.error(.refused(reason: refusal), at: .line(problems.passed, at: input.position))
            }
            position = lineEnd + 1
            if output.isFull { output.drain(into: &sink) }
        }
        readScreened(bytes, into: &sink)
        output.drain(into: &sink)
        input.use(position - start)
    }

    /// A line without what ends it.
    @inline(__always)
    private static func content(_ bytes: [UInt8], _ line: Range<Int>) -> Range<Int> {
        !line.isEmpty && bytes[line.upperBound - 1] == UInt8(ascii: "\r") ? line.dropLast() : line
    }

    /// Reads of the lines that were screened those that concern the sink.
    private mutating func readScreened(_ bytes: [UInt8], into sink: inout some LogSink) {
        guard !screened.isEmpty else { return }
        output.drain(into: &sink)
        let concerned = screened.ends.concerned(by: sink)
        var index = 0
        while let next = screened.passOver(from: index, unless: concerned, into: &sink) {
            read(bytes, screened.range(next), number: problems.passed - (screened.ends.count - 1 - next))
            output.drain(into: &sink)
            index = next + 1
        }
        screened.removeAll()
    }

    /// Reads a line.
    private mutating func read(_ bytes: [UInt8], _ line: Range<Int>, number: Int) {
        if line.isEmpty { return }
        let offset = input.position + UInt64(line.lowerBound - input.buffer.start)
        guard line.count <= Self.longestLine else { return noteLongLine(at: .line(number, at: offset)) }
        do {
            try text.dialect.read(bytes.span, line, into: &output)
        } catch {
            note(error, bytes, line, at: .line(number, at: offset))
        }
    }

    private mutating func note(_ refusal: LineRefusal, _ bytes: [UInt8], _ line: Range<Int>, at place: LogPlace) {
        output.note(.undecoded(refusal.reason))
        problems.note(place, Self.message(refusal, bytes, line))
    }

    private static func message(_ refusal: LineRefusal, _ bytes: [UInt8], _ line: Range<Int>) -> String {
        let field = refusal.field ?? line
        let shown = bytes[field.clamped(to: 0..<bytes.count)].prefix(80)
        guard !shown.isEmpty else { return refusal.message }
        return "\(refusal.message): '\(String(decoding: shown, as: UTF8.self).printable)\(field.count > 80 ? "…" : "")'"
    }

    /// What is left at the end of the input: a line without an end.
    private mutating func readUnfinished(into sink: inout some LogSink) throws(LogError) -> Bool {
        let rest = input.buffer.start..<input.buffer.end
        guard !rest.isEmpty, !isGrowing else { return false }
        guard text.shape == .lines else {
            var walk = DocumentWalk(rest, shape: text.shape)
            // Nothing is left but what closes the arrays and objects.
            if case .more(isPartial: false)? = try? walk.next(input.buffer.bytes.span) { return false }
            throw input.error(.cut(in: "an element", present: rest.count, needed: nil))
        }
        let bytes = input.buffer.bytes
        do {
            try text.dialect.read(bytes.span, rest, into: &output)
        } catch {
            throw input.error(
                .cut(in: "its last line", present: rest.count, needed: nil),
                at: .line(problems.passed + 1, at: input.position))
        }
        problems.passed += 1
        output.drain(into: &sink)
        input.use(rest.count)
        return true
    }
}

// MARK: - Elements of documents

extension TextLogReader {
    /// Reads the whole elements that are in memory and begin before the limit.
    private mutating func readElements(into sink: inout some LogSink) throws(LogError) {
        let (start, end) = (input.buffer.start, input.buffer.end)
        var walk = DocumentWalk(start..<end, shape: text.shape)
        let bytes = input.buffer.bytes
        var used = start
        defer { input.use(used - start) }
        while true {
            let step: DocumentWalk.Step
            do {
                step = try walk.next(bytes.span)
            } catch {
                output.drain(into: &sink)
                let place = LogPlace.byte(input.position + UInt64(walk.position - start))
                throw input.error(.damaged(reason: "the JSON is damaged: \(error.message)"), at: place)
            }
            (used, text.shape) = (walk.used, walk.usedShape)
            guard case .element(let element) = step, input.countToLimit > element.lowerBound - start else { break }
            problems.passed += 1
            do {
                try text.dialect.read(bytes.span, element, into: &output)
            } catch {
                let offset = input.position + UInt64(element.lowerBound - start)
                note(error, bytes, element, at: .byte(offset))
            }
            used = element.upperBound
            walk.take(element)
            output.drain(into: &sink)
        }
    }
}
