package import CensusModel
import NetworkTypes

/// 5-tuples from one on, and before another.
package struct TupleRange: Sendable {
    /// `nil` for the first there can be.
    package var start: FlowTuple?
    /// `nil` where it goes on to the last there can be.
    package var end: FlowTuple?

    package init(from start: FlowTuple? = nil, before end: FlowTuple? = nil) {
        (self.start, self.end) = (start, end)
    }

    /// Where in a page its records lie.
    package func places(in records: PageRecords) -> Range<Int> {
        let first = start.map { records.place(of: $0, in: 0..<records.count) } ?? 0
        let last = end.map { records.place(of: $0, in: first..<records.count) } ?? records.count
        return first..<last
    }
}

extension PageRecords {
    /// The place of the first record in a range that is not before a 5-tuple; the range's end where all are.
    fileprivate func place(of tuple: FlowTuple, in range: Range<Int>) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if self.tuple(at: middle) < tuple { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
