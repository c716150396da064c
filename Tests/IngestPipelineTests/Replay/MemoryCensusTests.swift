import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import Runtime
import SQLiteStore
import Testing
import Watchlist

@testable import IngestPipeline

@Suite("A census in memory")
struct MemoryCensusTests {
    private let folder: CaptureFolder
    private let replay: ReplayInProcess
    private let census: MemoryCensus

    init() throws {
        (folder, replay) = (try CaptureFolder(), try ReplayInProcess())
        let prefix = try #require(IPPrefix.parse("192.0.2.0/24".utf8)).prefix
        census = MemoryCensus(
            HourlyTally(attributions: Watchlist([WatchlistEntry(prefix: prefix)]).attributions),
            memory: TallyMemory(bytes: 1 << 30, jobs: 1), overflowingInto: SQLiteStores())
    }

    /// Captures of 100 KB to 5 MB that begin alike, of which the last two are beginnings of others.
    private static let alike = [
        NumberedCapture(numbers: Array(0..<1_000), payload: 100),
        NumberedCapture(numbers: Array(0..<900) + [7_000] + Array(901..<1_000), payload: 100),
        NumberedCapture(numbers: Array(0..<550) + [8_000], payload: 9_000),
        NumberedCapture(numbers: Array(0..<550) + [9_000, 9_001, 9_002], payload: 9_000),
        NumberedCapture(numbers: Array(0..<700), payload: 100),
        NumberedCapture(numbers: Array(0..<300), payload: 9_000),
    ]

    @Test(
        "tells captures apart that begin alike, in any order, by what it finds out when the second comes",
        arguments: [1, 3])
    func alike(jobs: Int) throws {
        let paths = try Self.alike.enumerated().map { number, capture in
            try folder.write(capture.bytes, to: "\(number)")
        }
        try replay.run(paths.shuffled(), jobs: jobs, into: census)
        #expect(try census.packetsByHost() == NumberedCapture.packets(NumberedCapture.whole(Self.alike)))
    }

    @Test("tells a capture apart from one whose file has another name by now")
    func renamed() throws {
        for capture in Self.alike {
            try replay.run([folder.write(capture.bytes, to: "same name")], into: census)
            try FileManager.default.removeItem(atPath: folder.path("same name"))
        }
        #expect(try census.packetsByHost() == NumberedCapture.packets(NumberedCapture.whole(Self.alike)))
    }

    @Test("knows captures again of which there are more than it keeps open")
    func many() throws {
        let captures = (0..<150).map { NumberedCapture(numbers: [$0, 5_000], payload: 10) }
        let paths = try captures.enumerated().map { try folder.write($1.bytes, to: "\($0)") }
        try replay.run(paths, into: census)
        let again = try replay.run(paths + paths.reversed(), into: census).outcomes
        for outcome in again {
            guard case .countedBefore(_, isShorter: false) = outcome.result else {
                throw ProblemOfTest("\(outcome.result)")
            }
        }
        #expect(try census.packetsByHost() == NumberedCapture.packets(captures))
    }
}
