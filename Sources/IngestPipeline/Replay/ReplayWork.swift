import HourlyRollup

/// What is still to read of all files, and what came of the rest.
struct ReplayWork {
    /// A piece of a file, which any worker can read.
    struct Item {
        let file: Int
        let piece: Int
    }

    private var items: ArraySlice<Item>
    private var missing: [Int]
    private var summaries: [ReplaySummary?]
    private var failure: (any Error)?

    init(_ files: [ReplayedFile]) {
        items = files.indices.flatMap { file in (0..<files[file].pieces).map { Item(file: file, piece: $0) } }[...]
        missing = files.map(\.pieces)
        summaries = Array(repeating: nil, count: files.count)
    }

    /// The next piece to read; `nil` when there is none, or the run has failed.
    mutating func next() -> Item? {
        failure == nil ? items.popFirst() : nil
    }

    /// Notes that a piece was read; true when it was the last one missing of its file.
    mutating func finish(_ item: Item) -> Bool {
        missing[item.file] -= 1
        return missing[item.file] == 0
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
