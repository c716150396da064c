import Testing

@testable import IngestPipeline

@Suite("Pieces that nobody has taken")
struct UntakenPiecesTests {
    @Test("are begun where most is left to do, and read on from there")
    func split() {
        var pieces = UntakenPieces(count: 10)
        let begun = [pieces.take(within: 0..<10), pieces.take(within: 0..<10)]
        // The second of 1 to 9, to which the first worker comes next.
        #expect(begun == [0, 5])
        let readOn = (0..<5).map { pieces.take(behind: 0..<$0 + 1) }
        #expect(readOn == [true, true, true, true, false])
        // The second worker is at 5; who is free begins in the middle of 6 to 9.
        let free = pieces.take(within: 0..<10)
        #expect(free == 8)
        let rest = [5..<6, 5..<7, 5..<8, 8..<9, 8..<10].map { pieces.take(behind: $0) }
        #expect(rest == [true, true, false, true, false])
        let none = pieces.take(within: 10..<10)
        #expect(none == nil)
    }

    @Test("are begun at the first one, where no worker comes to it")
    func abandoned() {
        var pieces = UntakenPieces(count: 9)
        let first = pieces.take(within: 0..<9)
        pieces.end(0..<1)
        let begun = [pieces.take(within: 0..<9), pieces.take(within: 0..<9)]
        #expect([first] + begun == [0, 1, 5])
    }

    @Test("are never left for a longer gap, where no worker comes to them and all wait for them")
    func firstOfAll() {
        var pieces = UntakenPieces(count: 20)
        let begun = [pieces.take(within: 0..<20), pieces.take(within: 0..<20), pieces.take(within: 0..<20)]
        #expect(begun == [0, 10, 5])
        let readOn = [pieces.take(behind: 5..<6), pieces.take(behind: 5..<7)]
        #expect(readOn == [true, true])
        pieces.end(5..<8)
        // 1 to 4, 8 and 9, and 11 to 19 are left; workers come to 1 and to 11.
        let next = pieces.take(within: 0..<20)
        #expect(next == 8)
    }

    @Test("are begun behind a window only where none is left in it")
    func window() {
        var pieces = UntakenPieces(count: 100)
        let inside = (0..<3).map { _ in pieces.take(within: 0..<3) }
        #expect(inside == [0, 2, 1])
        let behind = [pieces.take(within: 0..<3), pieces.take(within: 50..<60)]
        #expect(behind == [51, 50])
    }

    @Test("are each taken once, whatever the order", arguments: [1, 2, 7, 64])
    func once(runLength: Int) {
        var generator = SystemRandomNumberGenerator()
        var pieces = UntakenPieces(count: 300)
        var (runs, taken): ([Range<Int>], [Int]) = ([], [])
        while taken.count < 300 {
            if runs.isEmpty || Int.random(in: 0..<4, using: &generator) == 0 {
                guard let piece = pieces.take(within: 0..<300) else { continue }
                taken.append(piece)
                runs.append(piece..<piece + 1)
            } else {
                let run = runs.remove(at: Int.random(in: runs.indices, using: &generator))
                guard run.count < runLength, pieces.take(behind: run) else {
                    pieces.end(run)
                    continue
                }
                taken.append(run.upperBound)
                runs.append(run.lowerBound..<run.upperBound + 1)
            }
        }
        #expect(taken.sorted() == Array(0..<300))
        let none = pieces.take(within: 0..<300)
        #expect(none == nil)
    }
}
