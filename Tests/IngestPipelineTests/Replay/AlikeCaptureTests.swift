import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import SQLiteStore
import Synchronization
import TestSupport
import Testing
import TrafficSimulation

@testable import IngestPipeline

@Suite("Captures that begin alike")
struct AlikeCaptureTests {
    private let folder: CaptureFolder

    init() throws {
        folder = try CaptureFolder()
        // A reader that goes away is no reason to end the tests.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Captures of a few branches of one stem, of about so many bytes, and beginnings of some of them.
    ///
    /// - Parameter leastOwn: packets that a branch has behind the stem, at least.
    private func family(
        _ random: inout SeededGenerator, stemBytes: Int, payload: Int, leastOwn: Int = 1
    ) -> [NumberedCapture] {
        let record = 58 + payload
        let stem = (0..<UInt32(stemBytes / record)).map { _ in UInt32.random(in: 0..<200, using: &random) }
        var captures = (0..<3).map { branch in
            let shared = Bool.random(using: &random) ? stem.count : Int.random(in: 0...stem.count, using: &random)
            let own = (0..<leastOwn + Int.random(in: 0...5, using: &random)).map { UInt32(1_000 * (branch + 1) + $0) }
            return NumberedCapture(numbers: stem.prefix(shared) + own, payload: payload)
        }
        for capture in captures.prefix(2) {
            let length = Int.random(in: 1...capture.numbers.count, using: &random)
            captures.append(NumberedCapture(numbers: Array(capture.numbers.prefix(length)), payload: payload))
        }
        return captures.shuffled(using: &random)
    }

    private func write(_ captures: [NumberedCapture]) throws -> [String] {
        try captures.map { try folder.write($0.bytes, to: UUID().uuidString) }
    }

    /// A stem within a record, within 64 KiB, beyond them, beyond 4 MiB, and beyond a segment, each with the payload of
    /// its packets and how many families are drawn.
    private static let stems = [
        (30, 0, 20), (3_000, 10, 20), (40_000, 100, 10), (300_000, 300, 6), (5_000_000, 9_000, 2),
    ]

    @Test("are told apart in any order, in one run or several, in any number of jobs", arguments: Self.stems)
    func orders(stemBytes: Int, payload: Int, families: Int) throws {
        var random = SeededGenerator()
        for _ in 0..<families {
            let captures = family(&random, stemBytes: stemBytes, payload: payload)
            let expected = NumberedCapture.packets(NumberedCapture.whole(captures))
            let paths = try write(captures)
            let together = try ReplayInProcess()
            try together.run(paths, jobs: [1, 2, 5].randomElement(using: &random) ?? 1)
            #expect(try together.store.packetsByHost() == expected)
            let apart = try ReplayInProcess()
            for path in paths.shuffled(using: &random) + paths { try apart.run([path]) }
            #expect(try apart.store.packetsByHost() == expected)
        }
    }

    @Test("are told apart through pipes, which cannot be read twice", arguments: Self.stems)
    func pipes(stemBytes: Int, payload: Int, families: Int) throws {
        var random = SeededGenerator()
        // Behind the first 4 MiB they must differ in one probe of 64 KiB, for there is no file to look at again.
        let leastOwn = stemBytes > 4_000_000 ? 16 : 1
        for _ in 0..<max(2, families / 3) {
            let captures = family(&random, stemBytes: stemBytes, payload: payload, leastOwn: leastOwn)
            let expected = NumberedCapture.packets(NumberedCapture.whole(captures))
            let replay = try ReplayInProcess()
            for capture in captures + captures.shuffled(using: &random) {
                let isPiped = Bool.random(using: &random)
                let piece = [1_000, 65_536, 1_000_000].randomElement(using: &random) ?? 1_000
                let path =
                    isPiped
                    ? try FedPipe(capture.bytes, in: folder, pieceLength: piece).path : try write([capture])[0]
                try replay.run([path])
            }
            #expect(try replay.store.packetsByHost() == expected)
        }
    }

    @Test("are known again through a pipe where their last record lies across a place at which they are looked at")
    func endsAcrossAStop() throws {
        // 367 records of 358 bytes, the last of which begins before 128 KiB and ends behind.
        let longer = NumberedCapture(numbers: Array(0..<400), payload: 300)
        let other = NumberedCapture(numbers: Array(0..<361) + [900, 901, 902, 903, 904, 905], payload: 300)
        let replay = try ReplayInProcess()
        try replay.run(write([longer, other]))
        try replay.run([FedPipe(other.bytes, in: folder, pieceLength: 65_536).path])
        #expect(try replay.store.packetsByHost() == NumberedCapture.packets([longer, other]))
    }

    @Test("are told apart when stores that counted them are merged, in any order")
    func merged() throws {
        var random = SeededGenerator()
        for (stemBytes, payload, families) in Self.stems.dropLast() {
            for _ in 0..<families / 2 {
                let captures = family(&random, stemBytes: stemBytes, payload: payload)
                let paths = try write(captures)
                let stores = try paths.map { path in
                    let store = folder.path("\(UUID().uuidString).db")
                    try ReplayInProcess(SQLiteCensus(path: store, access: .write)).run([path])
                    return store
                }
                let whole = try SQLiteCensus(path: SQLiteCensus.inMemoryPath, access: .write)
                for store in stores.shuffled(using: &random) { _ = try whole.merge(store) }
                #expect(try whole.packetsByHost() == NumberedCapture.packets(NumberedCapture.whole(captures)))
            }
        }
    }

    @Test("and whose counts end at any commit are told apart when they are counted to their ends", arguments: [1, 3])
    func interrupted(jobs: Int) throws {
        var random = SeededGenerator()
        for _ in 0..<12 {
            let captures = family(&random, stemBytes: 400_000, payload: 40)
            let paths = try write(captures)
            let replay = try ReplayInProcess()
            for path in paths {
                let sink = EndingSink(replay.store, after: .random(in: 0...3, using: &random))
                _ = try? replay.run([path], jobs: jobs, memory: 1 << 14, into: sink)
            }
            try replay.run(paths.shuffled(using: &random), jobs: jobs)
            #expect(
                try replay.store.packetsByHost() == NumberedCapture.packets(NumberedCapture.whole(captures)))
        }
    }

    @Test("by two runs at a time are told apart, files and pipes")
    func twoRuns() throws {
        var random = SeededGenerator()
        for _ in 0..<12 {
            let captures = family(&random, stemBytes: 200_000, payload: 40)
            let store = folder.path("\(UUID().uuidString).db")
            let halves = [captures, captures.shuffled(using: &random)]
            let isPiped = Bool.random(using: &random)
            let paths = try halves.map { half in
                try half.map { isPiped ? try FedPipe($0.bytes, in: folder).path : try write([$0])[0] }
            }
            let runs = try paths.map { _ in try ReplayInProcess(SQLiteCensus(path: store, access: .write)) }
            let failures = Mutex(0)
            DispatchQueue.concurrentPerform(iterations: 2) { number in
                do {
                    for path in paths[number] { try runs[number].run([path]) }
                } catch {
                    failures.withLock { $0 += 1 }
                }
            }
            #expect(failures.withLock { $0 } == 0)
            #expect(
                try runs[0].store.packetsByHost() == NumberedCapture.packets(NumberedCapture.whole(captures)))
        }
    }

    @Test(
        "and of which one is counted anew, while the files are gone, leave the other as it is",
        arguments: [false, true])
    func again(isPiped: Bool) throws {
        let stem = (0..<600).map { UInt32($0) }
        let captures = [stem + [1_001], stem + [2_001, 2_002, 2_003]].map {
            NumberedCapture(numbers: $0, payload: 9_000)
        }
        let replay = try ReplayInProcess()
        for capture in captures { try replay.run([folder.write(capture.bytes, to: "gone")]) }
        // Both were counted under a name that is another file's now.
        _ = try folder.write(SmallCapture.classic(0..<3), to: "gone")
        for capture in captures {
            let path =
                isPiped ? try FedPipe(capture.bytes, in: folder).path : try folder.write(capture.bytes, to: "copy")
            try replay.run([path], again: true)
            #expect(try replay.store.packetsByHost() == NumberedCapture.packets(captures))
        }
    }

    @Test(
        "and differ in one byte anywhere in their first 16 MiB are two",
        arguments: [20_000, 70_000, 1_000_000, 9_000_000])
    func oneByte(place: Int) throws {
        var bytes = NumberedCapture(numbers: Array(0..<1_200), payload: 9_000).bytes
        let replay = try ReplayInProcess()
        try replay.run([folder.write(bytes, to: "one")])
        // Payload, which no count depends on.
        bytes[place - place % 9_058 + 4_000] ^= 1
        let outcome = try replay.run([folder.write(bytes, to: "another")]).outcomes[0]
        #expect(outcome.coverage.seen == 1_200)
        let again = try replay.run([folder.path("one"), folder.path("another")]).outcomes
        for outcome in again {
            guard case .countedBefore(_, isShorter: false) = outcome.result else {
                throw ProblemOfTest("\(outcome.result)")
            }
        }
    }
}

extension AlikeCaptureTests {
    @Test("what was read in ten seconds is committed then, by the clock that was handed in")
    func tenSeconds() throws {
        let path = try write([NumberedCapture(numbers: Array(0..<900), payload: 9_000)])[0]
        let replay = try ReplayInProcess()
        let seconds = Mutex<Int64>(0)
        // Two seconds pass from one look at the clock to the next: there is one a batch.
        let clock = { @Sendable () -> Int64 in
            seconds.withLock { seconds in
                seconds += 2
                return seconds * Timestamp.nanosecondsPerSecond
            }
        }
        let commits = Mutex<[Int64]>([])
        let sink = WatchedSink(replay.store) { commits.withLock { $0.append(seconds.withLock { $0 }) } }
        try replay.run([path], into: sink, clock: clock)
        let first = try #require(commits.withLock { $0.first })
        #expect(first <= 18)
    }
}

/// A census that tells of each commit.
final class WatchedSink: CensusSink {
    private let census: any CensusSink
    private let tell: @Sendable () -> Void

    init(_ census: any CensusSink, tell: @escaping @Sendable () -> Void) {
        (self.census, self.tell) = (census, tell)
    }

    func inputs(beginning: [UInt8]) throws -> [CountedInput] { try census.inputs(beginning: beginning) }

    func earlierName(ofInput identity: String) throws -> String? { try census.earlierName(ofInput: identity) }

    func commit(_ segment: SegmentTally, as claim: Claim) throws -> CommitOutcome {
        tell()
        return try census.commit(segment, as: claim)
    }
}

struct ProblemOfTest: Error {
    let text: String

    init(_ text: String) {
        self.text = text
    }
}

/// A census that takes some commits and then no more, as a process does that is killed.
final class EndingSink: CensusSink {
    private let census: any CensusSink
    private let left: Mutex<Int>

    struct Ended: Error {}

    init(_ census: any CensusSink, after commits: Int) {
        self.census = census
        left = Mutex(commits)
    }

    func inputs(beginning: [UInt8]) throws -> [CountedInput] { try census.inputs(beginning: beginning) }

    func earlierName(ofInput identity: String) throws -> String? { try census.earlierName(ofInput: identity) }

    func commit(_ segment: SegmentTally, as claim: Claim) throws -> CommitOutcome {
        try left.withLock { left in
            guard left > 0 else { throw Ended() }
            left -= 1
        }
        return try census.commit(segment, as: claim)
    }
}
