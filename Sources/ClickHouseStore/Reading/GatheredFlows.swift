import CensusModel
import HourlyRollup
import NetworkTypes

/// All flows of an answer, which the server sends in no order, handed on in the order of flow keys.
///
/// Rows come in pieces that are sorted, for the server keeps them so: what is in order is found, and merged here. To have the server
/// sort all rows took it five times as long as to send them.
struct GatheredFlows {
    private var blocks: [AnsweredBlock] = []
    private var reader = BlockReader()
    /// Rows that are in order.
    private var chains: [[BlockRows]] = []
    private var last: RowKey?
    private(set) var count: UInt64 = 0

    /// Takes the next piece of the answer.
    mutating func take(_ piece: [UInt8]) throws {
        var new: [AnsweredBlock] = []
        try reader.take(piece) { new.append($0) }
        for block in new { add(block) }
    }

    func finish() throws { try reader.finish() }

    private mutating func add(_ block: AnsweredBlock) {
        let number = blocks.count
        blocks.append(block)
        count += UInt64(block.count)
        block.withRows { rows in
            var (start, key) = (0, rows.key(0))
            if chains.isEmpty || last.map({ key < $0 }) ?? true { chains.append([]) }
            for row in 1..<max(block.count, 1) {
                let next = rows.key(row)
                if next < key {
                    chains[chains.count - 1].append(BlockRows(number, start..<row))
                    chains.append([])
                    start = row
                }
                key = next
            }
            chains[chains.count - 1].append(BlockRows(number, start..<block.count))
            last = key
        }
    }

    /// Hands on every flow that a filter admits, once, in the order of flow keys.
    /// - Parameter alone: as in `LoneFlowSource`.
    consuming func forEachFlow(
        _ filter: FlowFilter, alone: (inout JudgedFlow) throws -> Void, _ body: (FlowRecord) throws -> Void
    ) throws {
        var making = AnsweredFlows(reader.table, filter)
        let ordered = merged()
        var last: RowKey?
        for (place, part) in ordered.enumerated() {
            let behind = place + 1 < ordered.count ? key(ordered[place + 1]) : nil
            try blocks[part.block].withRows { rows in
                var key = rows.key(part.rows.lowerBound)
                for row in part.rows {
                    let next = row + 1 < part.rows.upperBound ? rows.key(row + 1) : behind
                    if key == last || key == next {
                        try making.add(rows, row, body)
                    } else {
                        try making.add(alone: rows, row, alone, body)
                    }
                    last = key
                    if let next { key = next }
                }
            }
        }
        try making.finish(body)
    }

    // MARK: - Order

    /// Some rows of a block, which are in order.
    private struct BlockRows {
        let block: Int
        var rows: Range<Int>

        init(_ block: Int, _ rows: Range<Int>) {
            (self.block, self.rows) = (block, rows)
        }
    }

    /// Of the first row of a part.
    private func key(_ part: BlockRows) -> RowKey { blocks[part.block].key(part.rows.lowerBound) }

    /// All rows in order.
    private func merged() -> [BlockRows] {
        var chains = chains
        while chains.count > 1 {
            chains = stride(from: 0, to: chains.count, by: 2).map { place in
                place + 1 < chains.count ? merge(chains[place], chains[place + 1]) : chains[place]
            }
        }
        return chains.first ?? []
    }

    private func merge(_ first: [BlockRows], _ second: [BlockRows]) -> [BlockRows] {
        var result: [BlockRows] = []
        var (one, other) = (first[...], second[...])
        while var part = one.first, let rival = other.first {
            let end = self.end(of: part, upTo: key(rival))
            if end > part.rows.lowerBound {
                result.append(BlockRows(part.block, part.rows.lowerBound..<end))
                part.rows = end..<part.rows.upperBound
                if part.rows.isEmpty { one.removeFirst() } else { one[one.startIndex] = part }
            }
            // Where there is more of the part, its next row is behind the rival's first.
            if !part.rows.isEmpty { swap(&one, &other) }
        }
        return result + one + other
    }

    /// The place in a block behind the rows of a part whose keys are not behind another one.
    private func end(of part: BlockRows, upTo limit: RowKey) -> Int {
        let end = part.rows.upperBound
        return blocks[part.block].withRows { rows in
            var (low, step) = (part.rows.lowerBound, 1)
            // In ever longer steps, for there may be one such row, or all.
            while low < end, rows.key(min(low + step, end) - 1) <= limit {
                low = min(low + step, end)
                step *= 2
            }
            var high = min(low + step, end)
            while low < high {
                let middle = (low + high) / 2
                if rows.key(middle) <= limit { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }
}
