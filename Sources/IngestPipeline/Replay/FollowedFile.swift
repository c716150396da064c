import ByteInput
import CensusModel
import FlowLogs

/// A file that is followed: held open, so that what was written to it before it was moved away can still be read.
struct FollowedFile {
    let path: String
    private let format: LogFormat?
    private let identity: FileIdentity
    private let file: PlacedFile
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
        guard let file = PlacedFile(path: path), let status = file.status else { return nil }
        self.file = file
        self.path = path
        identity = status.identity
    }

    /// Looks at the file; an input where it has changed.
    mutating func inputIfChanged() -> ReplayInput? {
        guard let now = file.status?.size, now != size else {
            quietLooks += 1
            return nil
        }
        (size, quietLooks) = (now, 0)
        // The name may be another file's by now; the descriptor is not.
        var input = ReplayInput(path: file.path, name: path, format: format)
        input.known = outcome?.reached
        input.knownLog = outcome?.reachedLog
        return input
    }

    /// Whether the path names another file now.
    var isReplaced: Bool {
        FileStatus(path: path).map { $0.identity != identity } ?? false
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
