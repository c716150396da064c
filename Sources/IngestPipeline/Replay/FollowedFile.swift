import ByteInput
import CensusModel
import FlowLogs
import Glibc

/// A file that is followed: held open, so that what was written to it before it was moved away can still be read.
struct FollowedFile {
    let path: String
    private let format: LogFormat?
    private let identity: FileIdentity
    private let descriptor: OpenDescriptor
    /// How long it was when it was last looked at.
    private var size: UInt64?
    /// How often in a row there was nothing new.
    private(set) var quietLooks = 0
    /// What became of it in all.
    private(set) var outcome: InputOutcome?

    /// `nil` where there is no file, or one that cannot grow.
    /// - Parameter format: the flow log that the operator says it is.
    init?(path: String, format: LogFormat? = nil) {
        self.format = format
        let number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { return nil }
        descriptor = OpenDescriptor(number)
        guard let status = descriptor.status, status.st_mode & S_IFMT == S_IFREG else { return nil }
        self.path = path
        identity = FileIdentity(status)
    }

    /// Looks at the file; an input where it has changed.
    mutating func inputIfChanged() -> ReplayInput? {
        guard let status = descriptor.status, let now = UInt64(exactly: status.st_size), now != size else {
            quietLooks += 1
            return nil
        }
        (size, quietLooks) = (now, 0)
        // The name may be another file's by now; the descriptor is not.
        var input = ReplayInput(path: "/proc/self/fd/\(descriptor.number)", name: path, format: format)
        input.known = outcome?.reached
        input.knownLog = outcome?.reachedLog
        return input
    }

    /// Whether the path names another file now.
    var isReplaced: Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && identity != FileIdentity(status)
    }

    /// Adds what became of the file since the last look.
    /// - Returns: whether there is something to say that was not said.
    mutating func note(_ new: InputOutcome) -> Bool {
        var new = new
        let isNews = outcome == nil || new.isProblem && outcome?.isProblem == false
        if let before = outcome {
            new.coverage.merge(before.coverage)
            if !new.isProblem { new.result = before.isProblem ? .counted(.whole) : before.result }
        }
        outcome = new
        return isNews
    }
}

/// A descriptor that is closed when nobody holds it any more.
private final class OpenDescriptor {
    let number: CInt

    init(_ number: CInt) {
        self.number = number
    }

    deinit {
        close(number)
    }

    var status: stat? {
        var status = stat()
        return unsafe fstat(number, &status) == 0 ? status : nil
    }
}
