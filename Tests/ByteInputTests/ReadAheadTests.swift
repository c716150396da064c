import Dispatch
import Synchronization
import Testing

@testable import ByteInput

@Suite("What is read ahead on another thread") struct ReadAheadTests {
    /// Gives blocks of bytes that count up, of different lengths; then its end, or a problem.
    private final class Counter: ByteSource {
        private let lengths: [Int]
        private let problem: ByteInputError.Problem?
        private let seen: SeenCounter
        private var next: UInt8 = 0
        private(set) var fileBytesRead: UInt64 = 0

        init(_ lengths: [Int], problem: ByteInputError.Problem? = nil, seen: SeenCounter = SeenCounter()) {
            (self.lengths, self.problem, self.seen) = (lengths, problem, seen)
        }

        deinit {
            seen.gone.signal()
        }

        func read(into bytes: inout [UInt8], from start: Int) throws(ByteInputError.Problem) -> Int {
            let number = seen.reads.add(1, ordering: .relaxed).oldValue
            guard number < lengths.count else {
                if let problem { throw problem }
                return 0
            }
            let count = min(lengths[number], bytes.count - start)
            for index in start..<start + count {
                bytes[index] = next
                next &+= 1
            }
            fileBytesRead += 1
            return count
        }
    }

    /// What the test sees of a counter from its own thread.
    private final class SeenCounter: Sendable {
        let reads = Atomic<Int>(0)
        let gone = DispatchSemaphore(value: 0)
    }

    /// Everything that comes, taken in pieces of some length behind bytes that must stay.
    private func all(_ source: ReadAhead, pieces: Int) throws(ByteInputError.Problem) -> [UInt8] {
        var result: [UInt8] = []
        while true {
            var bytes = [UInt8](repeating: 0xEE, count: 3 + pieces)
            let count = try source.read(into: &bytes, from: 3)
            guard count > 0 else { return result }
            #expect(bytes[..<3].allSatisfy { $0 == 0xEE } && bytes[(3 + count)...].allSatisfy { $0 == 0xEE })
            result += bytes[3..<3 + count]
        }
    }

    private static let lengths = [1, 100_000, 262_144, 7, 262_144, 262_144, 262_144, 262_144, 65_536, 2]

    @Test(
        "comes as the source gives it, whatever the pieces in which it is taken", arguments: [1_000, 262_144, 700_000])
    func bytes(_ pieces: Int) throws {
        let ahead = ReadAhead(Counter(Self.lengths))
        let expected = (0..<Self.lengths.reduce(0, +)).map { UInt8(truncatingIfNeeded: $0) }
        #expect(try all(ahead, pieces: pieces) == expected)
        #expect(ahead.fileBytesRead == UInt64(Self.lengths.count))
    }

    @Test("has its end, and a problem, again and again behind what was good")
    func end() throws {
        let ended = ReadAhead(Counter([5]))
        #expect(try all(ended, pieces: 100).count == 5)
        #expect(try all(ended, pieces: 100).isEmpty)
        let failing = ReadAhead(Counter([5, 6], problem: .tooLarge(limit: 1)))
        var bytes = [UInt8](repeating: 0, count: 100)
        #expect(try failing.read(into: &bytes, from: 0) == 5)
        #expect(try failing.read(into: &bytes, from: 0) == 6)
        for _ in 0..<2 {
            #expect(throws: ByteInputError.Problem.tooLarge(limit: 1)) { try failing.read(into: &bytes, from: 0) }
        }
    }

    @Test("is bounded: an endless source is not read on until blocks are taken")
    func bound() throws {
        let seen = SeenCounter()
        let ahead = ReadAhead(Counter(Array(repeating: 10, count: 1_000_000), seen: seen))
        var bytes = [UInt8](repeating: 0, count: 10)
        for taken in 1...100 {
            #expect(try ahead.read(into: &bytes, from: 0) == 10)
            // Four blocks lie ready at the most.
            #expect(seen.reads.load(ordering: .relaxed) <= taken + 4)
        }
    }

    @Test("is given up with who takes it: the thread ends, and the source goes")
    func givenUp() throws {
        let seen = SeenCounter()
        var ahead: ReadAhead? = ReadAhead(Counter(Array(repeating: 10, count: 1_000_000), seen: seen))
        var bytes = [UInt8](repeating: 0, count: 10)
        #expect(try ahead?.read(into: &bytes, from: 0) == 10)
        ahead = nil
        seen.gone.wait()
        #expect(seen.reads.load(ordering: .relaxed) <= 5)
    }

    @Test("is not begun where nothing is taken")
    func notBegun() {
        let seen = SeenCounter()
        var ahead: ReadAhead? = ReadAhead(Counter([10], seen: seen))
        #expect(ahead?.fileBytesRead == 0)
        ahead = nil
        seen.gone.wait()
        #expect(seen.reads.load(ordering: .relaxed) == 0)
    }
}
