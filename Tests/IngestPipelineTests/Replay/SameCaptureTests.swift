import ByteInput
import CensusModel
import HourlyRollup
import NetworkTypes
import PacketCapture
import Runtime
import SQLiteStore
import Testing

@testable import IngestPipeline

@Suite("The same capture, and another one")
struct SameCaptureTests {
    private let folder: CaptureFolder
    private let replay: ReplayInProcess

    init() throws {
        (folder, replay) = (try CaptureFolder(), try ReplayInProcess())
    }

    private func count(_ bytes: some Sequence<UInt8>, again: Bool = false) throws -> InputOutcome.Result {
        try replay.run([folder.write(bytes, to: "capture")], again: again).outcomes[0].result
    }

    private func packets(_ replay: ReplayInProcess) throws -> UInt64 {
        try replay.store.coverage(in: HourRange()).values.reduce(0) { $0 + $1.seen }
    }

    @Test("that begin alike and go on differently are counted apart, whichever is longer")
    func sharedBeginning() throws {
        let captures = [[0, 1, 2, 3], [0, 1, 2, 9], [0, 1, 8], [0, 7, 6, 5, 4, 3]]
        for capture in captures { _ = try count(SmallCapture.classic(capture)) }
        #expect(try packets(replay) == 17)
        for capture in captures {
            guard case .countedBefore(_, isShorter: false) = try count(SmallCapture.classic(capture)) else {
                throw CommandProblem("\(capture) was counted again")
            }
        }
        guard case .countedBefore(_, isShorter: true) = try count(SmallCapture.classic([0, 1])) else {
            throw CommandProblem("a beginning was counted again")
        }
        #expect(try packets(replay) == 17)
    }

    @Test("of which only the header is there is none yet, and beginning of none")
    func headerOnly() throws {
        let header = SmallCapture.classic([])
        for bytes in [header, SmallCapture.classic([1, 2]), header, SmallCapture.classic([3]), header] {
            _ = try count(bytes)
        }
        #expect(try packets(replay) == 3)
    }

    @Test("is another one when what stood before the place it was counted to has changed")
    func changed() throws {
        var bytes = SmallCapture.classic(0..<3_000)
        _ = try count(bytes)
        bytes[bytes.count - 200] ^= 1
        guard case .counted(.besides) = try count(bytes) else { throw CommandProblem("was not told apart") }
        #expect(try packets(replay) == 6_000)
    }

    @Test("is counted once in one run, with any number of jobs, and the longer one as a whole")
    func oneRun() throws {
        let lengths = [5, 3, 9, 9, 1, 7]
        for jobs in [1, 4] {
            let replay = try ReplayInProcess()
            let paths = try lengths.enumerated().map { number, length in
                try folder.write(SmallCapture.classic(0..<length), to: "\(number)")
            }
            try replay.run(paths, jobs: jobs)
            #expect(try packets(replay) == 9)
        }
    }

    @Test("counted anew takes the place of what it contributed, also where it has become shorter")
    func again() throws {
        _ = try count(SmallCapture.classic(0..<5))
        _ = try count(SmallCapture.classic(50..<60))
        let before = try replay.census()
        guard case .counted(.again) = try count(SmallCapture.classic(0..<5), again: true) else {
            throw CommandProblem("was not counted anew")
        }
        #expect(try replay.census() == before)
        _ = try count(SmallCapture.classic(0..<2), again: true)
        #expect(try packets(replay) == 12)
        _ = try count(SmallCapture.classic(0..<5))
        #expect(try replay.census() == before)
    }

    @Test("in any portions of memory gives the same census", arguments: [1, 3])
    func memory(jobs: Int) throws {
        let path = try folder.write(SmallCapture.classic(0..<20_000), to: "large")
        try replay.run([path], jobs: jobs)
        let small = try ReplayInProcess()
        try small.run([path], jobs: jobs, memory: 1 << 16)
        #expect(try small.census() == replay.census())
        let beginning = try #require(try CaptureMarks(OpenedInput(path: path)).beginning)
        #expect(try small.store.captures(beginning: beginning).count == 1)
    }
}
