import ByteInput
import FlowLogs
import PacketCapture

/// An input of a replay.
struct ReplayInput: Sendable {
    let path: String
    /// As the operator named it.
    let name: String
    /// How to read on from some place, where that is known from an earlier look at the same file.
    var known: (position: UInt64, layout: CaptureLayout)?
    /// As `known`, of a flow log.
    var knownLog: (position: UInt64, layout: LogLayout)?
    /// The flow log that the operator says it is; `nil` for what its content says.
    let format: LogFormat?

    init(path: String, name: String? = nil, format: LogFormat? = nil) {
        self.path = path
        self.format = format
        self.name = name ?? (path == "-" ? "standard input" : path)
    }

    /// Whether it can be read more than once.
    var isFile: Bool { path != "-" && FileSource.sizeOfRegularFile(path) != nil }
}
