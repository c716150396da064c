/// Reads a flow log front to back and hands its records to a sink, a batch of bounded size at a time.
///
/// After each batch `input.position` is where a record, line or block begins (or the input's end), and `layout` is what a
/// reader must know to go on from there. What is wrong with one line or block is noted as `undecoded` and named in `problems`,
/// and the rest is read; what leaves nothing to go on with is thrown, after all before it was handed out. A damaged log is at
/// `input.position` where the damage begins.
package protocol LogFileReader {
    var input: LogInput { get set }
    var layout: LogLayout { get }
    var problems: LogProblems { get }

    /// Hands the next batch to the sink; false at the end of the input, or of the requested range.
    mutating func next(into sink: inout some LogSink) throws(LogError) -> Bool
}
