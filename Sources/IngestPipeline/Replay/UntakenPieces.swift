/// Which pieces of a file no worker has taken.
///
/// A worker begins where most is left to do, and reads on from piece to piece until it comes to one that is taken: so each
/// has as few tallies as can be, and the last piece is begun by whoever is free.
struct UntakenPieces {
    private var isTaken: [Bool]
    /// The pieces that workers come to next when they read on.
    private var awaited: Set<Int> = []

    init(count: Int) {
        isTaken = Array(repeating: false, count: count)
    }

    /// Takes a piece for a worker that is to begin there: the first piece of a gap to which no worker comes, so that what all
    /// others wait for is never left; else the middle of the longest gap. In a window first, and behind it where none is left
    /// in it.
    mutating func take(within window: Range<Int>) -> Int? {
        guard let piece = beginning(in: window) ?? beginning(in: window.upperBound..<isTaken.count) else { return nil }
        isTaken[piece] = true
        awaited.insert(piece + 1)
        return piece
    }

    /// Takes the piece behind those that a worker has read; false when somebody else has, or there is none.
    mutating func take(behind run: Range<Int>) -> Bool {
        awaited.remove(run.upperBound)
        guard run.upperBound < isTaken.count, !isTaken[run.upperBound] else { return false }
        isTaken[run.upperBound] = true
        awaited.insert(run.upperBound + 1)
        return true
    }

    /// Notes that a worker reads on no more.
    mutating func end(_ run: Range<Int>) {
        awaited.remove(run.upperBound)
    }

    private func beginning(in window: Range<Int>) -> Int? {
        var (longest, start) = (0..<0, window.lowerBound)
        for piece in window.lowerBound...window.upperBound where piece == window.upperBound || isTaken[piece] {
            let gap = start..<piece
            if !gap.isEmpty, !awaited.contains(gap.lowerBound) { return gap.lowerBound }
            if gap.count > longest.count { longest = gap }
            start = piece + 1
        }
        return longest.isEmpty ? nil : longest.lowerBound + longest.count / 2
    }
}
