import TestSupport
import Testing
import TrafficSimulation

@testable import IngestPipeline

/// Which segment is begun next is a matter of speed; what must hold is said here, and no more.
@Suite("Segments that nobody has taken")
struct UntakenSegmentsTests {
    @Test("are begun at the first one, and then with some left behind every worker")
    func split() throws {
        var segments = UntakenSegments(count: 10)
        let first = segments.take(within: 0..<10)
        #expect(first == 0)
        let secondTaken = segments.take(within: 0..<10)
        let second = try #require(secondTaken)
        #expect((2..<10).contains(second))
        // The first worker reads on up to where the second one began.
        let readOn = (0..<second).map { segments.take(behind: 0..<$0 + 1) }
        #expect(readOn == (1..<second).map { _ in true } + [false])
    }

    @Test("are begun at the first one, where no worker comes to it")
    func abandoned() {
        var segments = UntakenSegments(count: 9)
        let first = segments.take(within: 0..<9)
        segments.end(0..<1)
        let next = segments.take(within: 0..<9)
        #expect([first, next] == [0, 1])
    }

    @Test("are begun at the first one that no worker comes to, however long the gaps behind it")
    func firstOfAll() throws {
        var segments = UntakenSegments(count: 20)
        _ = segments.take(within: 0..<20)
        let secondTaken = segments.take(within: 0..<20)
        let second = try #require(secondTaken)
        segments.end(second..<second + 1)
        let next = segments.take(within: 0..<20)
        #expect(next == (second + 1 < 20 ? second + 1 : nil))
    }

    @Test("are begun behind a window only where none is left in it")
    func window() throws {
        var segments = UntakenSegments(count: 100)
        let inside = (0..<3).map { _ in segments.take(within: 0..<3) }
        #expect(Set(inside) == [0, 1, 2])
        let behindTaken = segments.take(within: 0..<3)
        let behind = try #require(behindTaken)
        #expect((3..<100).contains(behind))
    }

    @Test("are each taken once, whatever the order", arguments: [1, 2, 7, 64])
    func once(mostSegments: Int) {
        var generator = SeededGenerator()
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
