import Prefetch

/// IPv4 prefixes as ranges that do not overlap, each with the number of its list of rules: those of the longest prefix
/// first, then those of the prefixes around it.
///
/// A question is a binary search in one piece.
struct RangeTable: Sendable {
    /// Where a range begins; it ends where the next begins. The first begins at 0.
    private var starts: [UInt32] = [0]
    /// 0 for a range between prefixes.
    private var numbers: [RuleLists.Number] = [0]
    private var pieces = PieceIndex([])

    struct Prefix {
        let first: UInt32
        let last: UInt32
        let number: RuleLists.Number
    }

    /// - Parameter prefixes: sorted by first address, a longer prefix after the one around it; none twice.
    init(_ prefixes: [Prefix], _ lists: inout RuleLists) {
        var open: [Prefix] = []
        for prefix in prefixes {
            close(&open, before: prefix.first)
            let number = lists.number(of: prefix.number, then: open.last?.number ?? 0)
            begin(prefix.first, number)
            open.append(Prefix(first: prefix.first, last: prefix.last, number: number))
        }
        close(&open, before: nil)
        pieces = PieceIndex(starts)
    }

    /// Ends the open prefixes that reach less far than `first`, the innermost first.
    private mutating func close(_ open: inout [Prefix], before first: UInt32?) {
        while let innermost = open.last, first.map({ innermost.last < $0 }) ?? true {
            open.removeLast()
            if innermost.last < .max { begin(innermost.last + 1, open.last?.number ?? 0) }
        }
    }

    private mutating func begin(_ start: UInt32, _ number: RuleLists.Number) {
        if starts[starts.count - 1] == start {
            numbers[numbers.count - 1] = number
        } else {
            starts.append(start)
            numbers.append(number)
        }
    }

    /// The number of the list of rules of the longest prefix around an address; 0 when there is none.
    func number(of address: UInt32) -> RuleLists.Number {
        guard starts.count > 1 else { return numbers[0] }
        let piece = pieces.piece(of: address)
        // The last start at or before the address lies in [low, high): it may be the last one below the piece.
        var (low, high) = (max(0, piece.low - 1), piece.high)
        while high - low > 1 {
            let middle = (low + high) >> 1
            if starts[middle] <= address { low = middle } else { high = middle }
        }
        return numbers[low]
    }

    /// Asks for what `number` reads first.
    func prefetchPiece(of address: UInt32) {
        pieces.prefetch(address)
    }

    /// Asks for what `number` reads next.
    func prefetch(_ address: UInt32) {
        let low = max(0, pieces.piece(of: address).low - 1)
        starts.prefetch(low)
        numbers.prefetch(low)
    }
}
