import CensusEvents
import Runtime

/// Writes events to standard output, one a line.
final class StandardOutputSink: EventSink {
    let batchSize = 256
    private let line: EventLine
    private let output: TextOutput

    init(_ line: EventLine) throws {
        self.line = line
        output = try TextOutput(path: nil)
    }

    func send(_ events: [CensusEvent]) throws(EventSinkFailure) {
        do {
            try output.write(events.flatMap { line.bytes($0) + [UInt8(ascii: "\n")] })
        } catch is ReaderGone {
            throw .gone
        } catch {
            throw .away(reason: "\(error)")
        }
    }
}
