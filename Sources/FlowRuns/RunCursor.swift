import CensusModel

/// A place in a run, whose pages are read one after another.
package struct RunCursor {
    /// Anything that tells the run from others, for whoever takes its records.
    package let isPruned: Bool
    private let tuples: TupleRange
    private let nextPage: () throws -> PageRecords?
    private(set) var records: PageRecords
    private(set) var index: Int
    /// Where in the page the records end that it hands on.
    private var end: Int
    /// Of the record at which it stands.
    private(set) var tuple: FlowTuple

    /// - Parameters:
    ///   - tuples: what the run has of others is passed over.
    ///   - nextPage: the pages in their order, `nil` behind the last one.
    /// - Returns: `nil` where the run has no such records.
    package init?(
        isPruned: Bool = false, of tuples: TupleRange = TupleRange(), _ nextPage: @escaping () throws -> PageRecords?
    ) throws {
        while let records = try nextPage() {
            let places = tuples.places(in: records)
            if places.lowerBound == records.count { continue }
            guard !places.isEmpty else { return nil }
            (self.isPruned, self.tuples, self.nextPage, self.records) = (isPruned, tuples, nextPage, records)
            (index, end) = (places.lowerBound, places.upperBound)
            tuple = records.tuple(at: index)
            return
        }
        return nil
    }

    /// The place behind the records of the page from here on whose 5-tuples are before another; it is behind this one at least.
    func end(before other: FlowTuple?) -> Int {
        guard let other else { return end }
        var place = index + 1
        while place < end, records.tuple(at: place) < other { place += 1 }
        return place
    }

    /// Goes to a record behind this one, at most the first one of the next page; false where there is none.
    mutating func advance(to place: Int) throws -> Bool {
        let last = records.tuple(at: place - 1)
        index = place
        guard index == end else {
            tuple = records.tuple(at: index)
            return true
        }
        guard end == records.count, let next = try nextPage() else { return false }
        (records, index, end) = (next, 0, tuples.end == nil ? next.count : tuples.places(in: next).upperBound)
        tuple = records.tuple(at: 0)
        guard last <= tuple else { throw RunFault.impossible("flows that are not in their order") }
        return end > 0
    }
}
