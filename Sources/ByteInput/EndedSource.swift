/// A source that gives nothing more: what follows a capture that is in memory whole, or one that was found damaged.
final class EndedSource: ByteSource {
    let fileBytesRead: UInt64
    private let problem: ByteInputError.Problem?

    init(problem: ByteInputError.Problem? = nil, fileBytesRead: UInt64 = 0) {
        self.problem = problem
        self.fileBytesRead = fileBytesRead
    }

    func read(into bytes: inout [UInt8], from start: Int) throws(ByteInputError.Problem) -> Int {
        if let problem { throw problem }
        return 0
    }
}
