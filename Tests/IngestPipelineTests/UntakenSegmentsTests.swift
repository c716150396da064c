import Testing

@testable import IngestPipeline

@Suite("Pieces that nobody has taken")
struct UntakenSegmentsTests {
    @Test("are begun where most is left to do, and read on from there")
    func split() {
        var segments = UntakenSegments(count: 10)
        let begun = [segments.take(within: 0..<10), segments.take(within: 0..<10)]
        // The second of 1 to 9, to which the first worker comes next.
        #expect(begun == [0, 5])
        let readOn = (0..<5).map { segments.take(behind: 0..<$0 + 1) }
        #expect(readOn == [true, true, true, true, false])
        // The second worker is at 5; who is free begins in the middle of 6 to 9.
        let free = segments.take(within: 0..<10)
        #expect(free == 8)
        let rest = [5..<6, 5..<7, 5..<8, 8..<9, 8..<10].map { segments.take(behind: $0) }
        #expect(rest == [true, true, false, true, false])
        let none = segments.take(within: 10..<10)
        #expect(none == nil)
    }

    @Test("are begun at the first one, where no worker comes to it")
    func abandoned() {
        var segments = UntakenSegments(count: 9)
        let first = segments.take(within: 0..<9)
        segments.end(0..<1)
        let begun = [segments.take(within: 0..<9), segments.take(within: 0..<9)]
        #expect([first] + begun == [0, 1, 5])
    }

    @Test("are never left for a longer gap, where no worker comes to them and all wait for them")
    func firstOfAll() {
        var segments = UntakenSegments(count: 20)
        let begun = [segments.take(within: 0..<20), segments.take(within: 0..<20), segments.take(within: 0..<20)]
        #expect(begun == [0, 10, 5])
        let readOn = [segments.take(behind: 5..<6), segments.take(behind: 5..<7)]
        #expect(readOn == [true, true])
        segments.end(5..<8)
        // 1 to 4, 8 and 9, and 11 to 19 are left; workers come to 1 and to 11.
        let next = segments.take(within: 0..<20)
        #expect(next == 8)
    }

    @Test("are begun behind a window only where none is left in it")
    func window() {
        var segments = UntakenSegments(count: 100)
        let inside = (0..<3).map { _ in segments.take(within: 0..<3) }
        #expect(inside == [0, 2, 1])
        let behind = [segments.take(within: 0..<3), segments.take(within: 50..<60)]
        #expect(behind == [51, 50])
    }

    @Test("are each taken once, whatever the order", arguments: [1, 2, 7, 64])
    func once(mostSegments: Int) {
        var generator = SystemRandomNumberGenerator()
        var segments = UntakenSegments(count: 300)
        var (runs, taken): ([Range<Int>], [Int]) = ([], [])
        while taken.count < 300 {
            if runs.isEmpty || Int.random(in: 0..<4, using: &generator) == 0 {
                guard let segment = segments.take(within: 0..<300) else { continue }
                taken.append(segment)
                runs.append(segment..<segment + 1)
            } else {
                let run = runs.remove(at: Int.random(in: runs.indices, using: &generator))
                guard run.count < mostSegments, segments.take(behind: run) else {
                    segments.end(run)
                    continue
                }
                taken.append(run.upperBound)
                runs.append(run.lowerBound..<run.upperBound + 1)
            }
        }
        #expect(taken.sorted() == Array(0..<300))
        let none = segments.take(within: 0..<300)
        #expect(none == nil)
    }
}
