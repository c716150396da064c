import CensusStore
import PacketCapture

/// An input of a replay, and how it is going to be read.
struct ReplayedFile: Sendable {
    enum Plan: Sendable {
        case whole
        case segmented(SegmentedFile)
        /// Not at all: the same capture was counted, under that name.
        case countedBefore(name: String)
    }

    let path: String
    let plan: Plan
    private let knownIdentity: (identity: CaptureIdentity, length: UInt64)?

    /// Looks at a file without reading it: what cannot be opened is said when its turn comes.
    init(path: String, census: Census, jobs: Int) throws {
        self.path = path
        // A pipe can be read once only, so only regular files are looked at before.
        guard path != "-", FileSource.sizeOfRegularFile(path) != nil, let input = try? CaptureInput(path: path),
            let size = input.unpackedSize
        else {
            (plan, knownIdentity) = (.whole, nil)
            return
        }
        let identity = CaptureIdentity(input)
        knownIdentity = (identity, size)
        if let name = try census.captures(beginning: Array(identity.digest(length: size).utf8)).first?.name {
            plan = .countedBefore(name: name)
        } else if let segments = (try? SegmentedFile(path: path, input, jobs: jobs)) ?? nil {
            plan = .segmented(segments)
        } else {
            plan = .whole
        }
    }

    /// What makes the capture the same one again, once it is read.
    func digest(_ whole: StretchResult) -> String {
        if let (identity, length) = knownIdentity { return identity.digest(length: length) }
        guard let identity = whole.identity else { preconditionFailure("a file read whole states its identity") }
        return identity.digest(length: whole.end)
    }

    /// As the operator named it.
    var name: String { path == "-" ? "standard input" : path }

    /// How many pieces there are to read.
    var pieces: Int {
        if case .segmented(let segments) = plan { segments.segmentCount } else { 1 }
    }
}
