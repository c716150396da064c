import ByteInput
import FlowLogs
import PacketCapture

/// Tells flow logs from captures, by what the operator says or by content.
enum LogOpening {
    /// The input and its format, where it is a flow log.
    static func log(_ input: ReplayInput, _ opened: OpenedInput) -> (input: OpenedInput, format: LogFormat)? {
        if let format = input.format { return (opened, format) }
        guard !CaptureLayout.beginsCapture(opened.head) else { return nil }
        return LogFormat.recognised(head: opened.head).map { (opened, $0) }
    }

    /// Opens an input. Of a stream so much is waited for as tells what it is, and 64 KiB at the most.
    static func opened(_ input: ReplayInput) throws -> OpenedInput {
        guard !input.isFile else { return try OpenedInput(path: input.path, name: input.name) }
        return try OpenedInput(path: input.path, name: input.name, headLength: leastHead) { head in
            if RecordMarks.Beginning(Array(head)).digest != nil { return true }
            guard !CaptureLayout.beginsCapture(head) else { return false }
            return (input.format ?? .recognised(head: head)).map { LogMarks.areEnough(head, $0) } ?? false
        }
    }

    /// Copies a stream to its end, unpacked, so that it can be read more than once.
    static func copied(_ opened: OpenedInput) throws -> SpoolFile {
        do throws(ByteInputError.Problem) {
            let copy = try SpoolFile()
            var buffer = ReadBuffer(head: opened.head)
            repeat {
                try copy.append(buffer.unused)
                buffer.use(buffer.count)
            } while try buffer.fill(1, from: opened.source)
            return copy
        } catch {
            throw ByteInputError(input: opened.name, problem: error)
        }
    }

    /// Bytes that are waited for of a stream before it is looked at.
    private static let leastHead = 64
}
