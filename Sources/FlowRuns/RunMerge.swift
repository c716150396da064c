import CensusModel

/// Records of one page one after another, which no record of another run comes between.
package struct RunStretch {
    package let records: PageRecords
    package let range: Range<Int>
    package let isPruned: Bool
    /// Whether the first one may have the 5-tuple of the record before, and the last one that of the record behind.
    fileprivate let mayRepeat: (first: Bool, last: Bool)

    /// Whether a record is certainly the only one of its 5-tuple.
    package func isAlone(_ index: Int) -> Bool {
        let (isFirst, isLast) = (index == range.lowerBound, index + 1 == range.upperBound)
        guard records.repeatsTuples else { return !(isFirst && mayRepeat.first) && !(isLast && mayRepeat.last) }
        return !(isFirst ? mayRepeat.first : records.repeatsTuple(at: index))
            && !(isLast ? mayRepeat.last : records.repeatsTuple(at: index + 1))
    }
}

/// Hands on the records of several runs of one hour in the order of their 5-tuples.
///
/// A heap holds the runs by the 5-tuple at which each stands; the first goes on for as long as it is before the others, so
/// that a run by itself costs no comparison. The heap moves 5-tuples, not cursors, whose references would be counted each time: a store
/// that many small inputs were counted into has hundreds of runs an hour.
package struct RunMerge {
    private struct Place {
        var tuple: FlowTuple
        /// Where in `cursors` the run is.
        var cursor: Int
    }

    private var cursors: [RunCursor]
    /// Each is not behind those at twice its place, plus one and two.
    private var heap: [Place]

    package init(_ cursors: [RunCursor]) {
        self.cursors = cursors
        heap = cursors.enumerated().map { Place(tuple: $1.tuple, cursor: $0) }
        for place in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sift(place) }
    }

    package mutating func handOn(_ body: (RunRecord, _ isPruned: Bool) throws -> Void) throws {
        try forEachStretch { stretch in
            for index in stretch.range { try body(stretch.records.record(at: index), stretch.isPruned) }
        }
    }

    /// Hands on all records in stretches that are as long as can be.
    package mutating func forEachStretch(_ body: (RunStretch) throws -> Void) throws {
        var last: FlowTuple?
        while let first = heap.first {
            let (next, place) = (nextTuple, first.cursor)
            let (records, isPruned) = (cursors[place].records, cursors[place].isPruned)
            let range = cursors[place].index..<cursors[place].end(before: next)
            let end = records.tuple(at: range.upperBound - 1)
            let goesOn = try cursors[place].advance(to: range.upperBound)
            let mayRepeat = (
                first: first.tuple == last, last: end == next || goesOn && cursors[place].tuple == end
            )
            try body(RunStretch(records: records, range: range, isPruned: isPruned, mayRepeat: mayRepeat))
            last = end
            if goesOn { heap[0].tuple = cursors[place].tuple } else { removeFirst() }
            sift(0)
        }
    }

    /// The 5-tuple of the run that is next behind the first.
    private var nextTuple: FlowTuple? {
        guard heap.count > 1 else { return nil }
        return heap.count > 2 ? min(heap[1].tuple, heap[2].tuple) : heap[1].tuple
    }

    /// Removes the run at the top, and lets go of its page.
    private mutating func removeFirst() {
        let (place, last) = (heap[0].cursor, cursors.count - 1)
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        cursors.swapAt(place, last)
        cursors.removeLast()
        if let moved = heap.firstIndex(where: { $0.cursor == last }) { heap[moved].cursor = place }
    }

    /// Moves the run at a place down to where it belongs.
    private mutating func sift(_ start: Int) {
        var place = start
        while true {
            var least = place
            for child in (2 * place + 1)...(2 * place + 2) where child < heap.count {
                if heap[child].tuple < heap[least].tuple { least = child }
            }
            guard least != place else { return }
            heap.swapAt(place, least)
            place = least
        }
    }
}

/// Adds up records of one 5-tuple, attribution and exporter that come one after another or close to each other; but two whose
/// counters no page can keep as one stay two.
package struct RecordUnion {
    /// The records of one 5-tuple.
    private var held: [RunRecord] = []

    package init() {}

    /// Takes the next record; when it is of another 5-tuple, hands on those before.
    package mutating func add(_ record: RunRecord, _ body: (RunRecord) throws -> Void) rethrows {
        if let first = held.first, first.tuple != record.tuple { try finish(body) }
        let alike = held.firstIndex { $0.isAlike(record) && $0.hasRoom(for: record) }
        guard let place = alike else { return held.append(record) }
        held[place].fromHost.merge(record.fromHost)
        held[place].fromOrigin.merge(record.fromOrigin)
    }

    /// Hands on what is held.
    package mutating func finish(_ body: (RunRecord) throws -> Void) rethrows {
        for record in held { try body(record) }
        held.removeAll(keepingCapacity: true)
    }
}

extension RunRecord {
    /// Whether the sums of its counters and another record's are such as a page can keep.
    fileprivate func hasRoom(for other: RunRecord) -> Bool {
        let sums = fromHost.sums(with: other.fromHost) | fromOrigin.sums(with: other.fromOrigin)
        return sums >> RunPage.counterBits == 0
    }
}

extension DirectionCounters {
    /// The bits of all sums of its counters and another's.
    fileprivate func sums(with other: DirectionCounters) -> UInt64 {
        packets.addingClamped(other.packets) | bytes.addingClamped(other.bytes)
            | payloadBytes.addingClamped(other.payloadBytes) | refusals.addingClamped(other.refusals)
    }
}
