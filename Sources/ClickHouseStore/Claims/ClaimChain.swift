import CensusModel

/// The claims of one input that count, and those that do not.
///
/// Claims are only appended, so several processes may claim the same stretch, each without knowing of the others. Which chain
/// of claims counts is decided by what stands in the table alone, the same for everybody: the one begun again most often, of
/// these the one that reaches furthest, of equals that of the sensor which `merge` prefers, then the longer, then of one sensor the
/// one of the later attempt, then the earlier one. What was counted never shrinks by that: a chain gives way only to one that reaches
/// as far.
struct ClaimChain: Equatable, Sendable {
    /// From the first one on; never empty.
    let claims: [ClaimRow]

    var last: ClaimRow { claims[claims.count - 1] }
    var source: Int64 { last.source }

    /// - Parameter rows: the claims of one source, in any order, some perhaps twice.
    /// - Returns: `nil` where no claim goes back to a first one.
    init?(_ rows: [ClaimRow]) {
        var byID: [UInt128: ClaimRow] = [:]
        for row in rows { byID[row.id] = row }
        // A parent ends where its children begin, so that in the order of numbers it most often comes before them; where both
        // have one number, the length of the chain is found by walking it.
        var lengths: [UInt128: Int] = [:]
        var best: (row: ClaimRow, length: Int)?
        for row in byID.values {
            guard let length = Self.length(of: row, byID, &lengths) else { continue }
            if best.map({ Self.isBetter((row, length), than: $0) }) ?? true { best = (row, length) }
        }
        guard let best else { return nil }
        var claims = [best.row]
        while let parent = byID[claims[claims.count - 1].parent] { claims.append(parent) }
        self.claims = claims.reversed()
    }

    /// How many claims lead to one from the first one on; `nil` where one of them is not there.
    private static func length(
        of row: ClaimRow, _ byID: [UInt128: ClaimRow], _ lengths: inout [UInt128: Int]
    ) -> Int? {
        var path: [ClaimRow] = []
        var next: ClaimRow? = row
        var length: Int? = 0
        while let row = next {
            if let known = lengths[row.id] {
                length = known < 0 ? nil : known
                break
            }
            // Forged claims may go round in a circle.
            guard path.count <= byID.count else { return nil }
            path.append(row)
            if row.parent == 0 { break }
            next = byID[row.parent]
            if next.map({ $0.number > row.number || $0.generation != row.generation }) ?? true {
                length = nil
                break
            }
        }
        for row in path.reversed() {
            length = length.map { $0 + 1 }
            lengths[row.id] = length ?? -1
        }
        return length
    }

    private static func isBetter(_ one: (row: ClaimRow, length: Int), than other: (row: ClaimRow, length: Int)) -> Bool
    {
        let (left, right) = (one.row, other.row)
        if left.generation != right.generation { return left.generation > right.generation }
        if left.number != right.number { return left.number > right.number }
        if let isPreferred = left.isPreferred(to: right) { return isPreferred }
        if one.length != other.length { return one.length > other.length }
        if left.attempt != right.attempt { return left.attempt > right.attempt }
        return (left.noted, left.id) < (right.noted, right.id)
    }

    /// Whether it counts where another source turns out to be the same input.
    func comes(before other: ClaimChain) -> Bool {
        if last.generation != other.last.generation { return last.generation > other.last.generation }
        if last.number != other.last.number { return last.number > other.last.number }
        if let isPreferred = last.isPreferred(to: other.last) { return isPreferred }
        if last.attempt != other.last.attempt { return last.attempt > other.last.attempt }
        return (claims[0].noted, source) < (other.claims[0].noted, other.source)
    }
}

extension ClaimRow {
    /// Whether it is taken in place of what another sensor shipped of the same; `nil` where that does not decide.
    fileprivate func isPreferred(to other: ClaimRow) -> Bool? {
        guard let extent, let otherExtent = other.extent, shipped?.identity != other.shipped?.identity else {
            return nil
        }
        if extent.preference(over: otherExtent) != .none { return true }
        return otherExtent.preference(over: extent) != .none ? false : nil
    }
}
