import ByteInput
import PacketCapture

/// An input of a replay.
struct ReplayInput: Sendable {
    let path: String
    /// As the operator named it.
    let name: String
    /// How to read on from some place, where that is known from an earlier look at the same file.
    var known: (position: UInt64, layout: CaptureLayout)?

    init(path: String, name: String? = nil) {
        self.path = path
        self.name = name ?? (path == "-" ? "standard input" : path)
    }

    /// Whether it can be read more than once.
    var isFile: Bool { path != "-" && FileSource.sizeOfRegularFile(path) != nil }
}
