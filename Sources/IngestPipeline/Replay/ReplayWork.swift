import HourlyRollup

/// What is still to read of all files, and what came of the rest.
struct ReplayWork {
    /// A piece of a file, which any worker can read.
    struct Item {
        let file: Int
        let piece: Int
    }

    typealias Piece = Result<StretchResult?, any Error>

    private var items: ArraySlice<Item>
    private var pieces: [[Piece?]]
    private var missing: [Int]
    private var summaries: [ReplaySummary?]
    private var failure: (any Error)?

    init(_ files: [ReplayedFile]) {
        items = files.indices.flatMap { file in (0..<files[file].pieces).map { Item(file: file, piece: $0) } }[...]
        pieces = files.map { Array(repeating: nil, count: $0.pieces) }
        missing = files.map(\.pieces)
        summaries = Array(repeating: nil, count: files.count)
    }

    /// The next piece to read; `nil` when there is none, or the run has failed.
    mutating func next() -> Item? {
        failure == nil ? items.popFirst() : nil
    }

    /// Takes a piece; when it is the last one missing of its file, hands back all.
    mutating func finish(_ item: Item, _ piece: Piece) -> [Piece]? {
        pieces[item.file][item.piece] = piece
        missing[item.file] -= 1
        guard missing[item.file] == 0 else { return nil }
        defer { pieces[item.file] = [] }
        return pieces[item.file].compactMap { $0 }
    }

    mutating func settle(_ file: Int, _ done: Result<ReplaySummary, any Error>) {
        switch done {
        case .success(let summary): summaries[file] = summary
        case .failure(let error): failure = failure ?? error
        }
    }

    /// What became of all files, in their order.
    func summary() throws -> ReplaySummary {
        if let failure { throw failure }
        var all = ReplaySummary()
        for summary in summaries.compactMap({ $0 }) {
            all.outcomes += summary.outcomes
            all.coverage.merge(summary.coverage)
        }
        return all
    }
}
