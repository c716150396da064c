/// Which segments of a file no worker has taken.
///
/// A worker begins where most is left to do, and reads on from segment to segment until it comes to one that is taken: so each
/// has as few tallies as can be, and the last segment is begun by whoever is free.
struct UntakenSegments {
    private var isTaken: [Bool]
    /// The segments that workers come to next when they read on.
    private var awaited: Set<Int> = []

    init(count: Int) {
        isTaken = Array(repeating: false, count: count)
    }

    /// Takes a segment for a worker that is to begin there: the first segment of a gap to which no worker comes, so that what all
    /// others wait for is never left; else the middle of the longest gap. In a window first, and behind it where none is left
    /// in it.
    mutating func take(within window: Range<Int>) -> Int? {
        guard let segment = beginning(in: window) ?? beginning(in: window.upperBound..<isTaken.count) else {
            return nil
        }
        isTaken[segment] = true
        awaited.insert(segment + 1)
        return segment
    }

    /// Takes the segment behind those that a worker has read; false when somebody else has, or there is none.
    mutating func take(behind taken: Range<Int>) -> Bool {
        awaited.remove(taken.upperBound)
        guard taken.upperBound < isTaken.count, !isTaken[taken.upperBound] else { return false }
        isTaken[taken.upperBound] = true
        awaited.insert(taken.upperBound + 1)
        return true
    }

    /// Notes that a worker reads on no more.
    mutating func end(_ taken: Range<Int>) {
        awaited.remove(taken.upperBound)
    }

    private func beginning(in window: Range<Int>) -> Int? {
        var (longest, start) = (0..<0, window.lowerBound)
        for segment in window.lowerBound...window.upperBound where segment == window.upperBound || isTaken[segment] {
            let gap = start..<segment
            if !gap.isEmpty, !awaited.contains(gap.lowerBound) { return gap.lowerBound }
            if gap.count > longest.count { longest = gap }
            start = segment + 1
        }
        return longest.isEmpty ? nil : longest.lowerBound + longest.count / 2
    }
}
