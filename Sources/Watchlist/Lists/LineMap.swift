/// Which line each entry came from. Lines that follow one another take no room: a plain list has a handful of runs.
struct LineMap: Sendable {
    /// Where a run of entries from consecutive lines begins.
    private var runs: [(index: Int, line: Int)] = []
    private var nextLine = 0

    /// Notes the line of the entry with the next index.
    mutating func append(_ line: Int, at index: Int) {
        if line != nextLine || runs.isEmpty { runs.append((index, line)) }
        nextLine = line + 1
    }

    /// The line of an entry; `nil` when none was noted.
    func line(of index: Int) -> Int? {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].index <= index { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : runs[low - 1].line + index - runs[low - 1].index
    }
}
