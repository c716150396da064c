/// What a usual line says at least: that it is whole and sound, between which IPv4 addresses its flow was, and when.
struct ScreenedLine {
    let ends: IPv4Ends
    /// Nanoseconds since 1970.
    let first: Int64
    let last: Int64
}

/// Usual lines one behind another, until it is known which of them concern a sink: these are read then, and of all others nothing
/// is kept but their number.
struct ScreenedLines {
    private(set) var ends = EndsBatch()
    private var lines = InlineArray<64, Line>(repeating: Line())
    private var run = PassedRunBuilder()

    private struct Line {
        var start: Int32 = 0
        var end: Int32 = 0
        var first: Int64 = 0
        var last: Int64 = 0
    }

    var isEmpty: Bool { ends.count == 0 }

    /// Appends a line, which stands in some range of the buffer; there must be room for it.
    @inline(__always)
    mutating func append(_ line: ScreenedLine, _ range: Range<Int>) {
        lines[ends.count] = Line(
            start: Int32(truncatingIfNeeded: range.lowerBound), end: Int32(truncatingIfNeeded: range.upperBound),
            first: line.first, last: line.last)
        ends.append(source: line.ends.source, destination: line.ends.destination)
    }

    func range(_ index: Int) -> Range<Int> { Int(lines[index].start)..<Int(lines[index].end) }

    /// Passes over lines from some number on, as long as they concern nobody and make runs, which are handed on.
    ///
    /// - Returns: the number of the first that is to be read; `nil` where there is none.
    mutating func passOver(from index: Int, unless concerned: UInt64, into sink: inout some LogSink) -> Int? {
        var index = index
        while index < ends.count, concerned >> UInt64(index) & 1 == 0 {
            let (first, last) = (lines[index].first, lines[index].last)
            if !run.take(first: first, last: last) {
                run.finish(into: &sink, from: LogOrigin())
                guard run.begin(first: first, last: last) else { return index }
            }
            index += 1
        }
        run.finish(into: &sink, from: LogOrigin())
        return index < ends.count ? index : nil
    }

    mutating func removeAll() {
        ends.removeAll()
    }
}
