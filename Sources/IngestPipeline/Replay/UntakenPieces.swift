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

    /// Takes a piece for a worker that is to begin there: of the longest gap in a window, or behind it where none is left in
    /// it, the first piece; the middle one where a worker comes to the first next.
    mutating func take(within window: Range<Int>) -> Int? {
        guard let gap = longestGap(in: window) ?? longestGap(in: window.upperBound..<isTaken.count) else { return nil }
        let piece = awaited.contains(gap.lowerBound) ? gap.lowerBound + gap.count / 2 : gap.lowerBound
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

    private func longestGap(in window: Range<Int>) -> Range<Int>? {
        var (longest, start) = (0..<0, window.lowerBound)
        for piece in window where isTaken[piece] {
            if piece - start > longest.count { longest = start..<piece }
            start = piece + 1
        }
        if window.upperBound - start > longest.count { longest = start..<window.upperBound }
        return longest.isEmpty ? nil : longest
    }
}
