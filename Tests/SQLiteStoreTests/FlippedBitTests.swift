import CensusModel
import FlowRuns
import Foundation
import GRDB
import HourlyRollup
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import SQLiteStore

@Suite("A bit that flips in a store's file")
struct FlippedBitTests {
    /// All that exports and reports are made of.
    private struct Content: Equatable {
        let flows: [FlowRecord]
        let coverage: [Hour: Coverage]
        let totals: InputTotals
        let lists: [UsedList]
        let inputs: [CountedInput]
    }

    private func content(_ path: String) throws -> Content {
        let store = try SQLiteCensus(path: path, access: .read)
        var filter = FlowFilter(hours: HourRange())
        filter.includesPruned = true
        return Content(
            flows: try store.flows(filter), coverage: try store.coverage(in: HourRange()),
            totals: try store.inputTotals(), lists: try store.lists(),
            inputs: try store.inputs(beginning: Array("a".utf8)))
    }

    private func makeStore(_ path: String, _ random: inout SeededGenerator) throws {
        let store = try SQLiteCensus(path: path, access: .write)
        try store.note([ListRecord(version: "ab", name: "list.csv", entries: 7)])
        for name in ["a", "b"] {
            try store.add(Traffic.countedTally((0..<500).map { _ in Traffic.randomObservation(&random) }), of: name)
        }
    }

    @Test("is found, or changes nothing: no number is another one, wherever it is")
    func anywhere() throws {
        var random = SeededGenerator()
        let folder = try StoreFolder()
        try makeStore(folder.store, &random)
        let expected = try content(folder.store)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.store))
        let copy = folder.path + "/copy.db"
        var found = 0
        for _ in 0..<300 {
            var flipped = bytes
            let bit = Int.random(in: 0..<8 * bytes.count, using: &random)
            flipped[bit / 8] ^= 1 << UInt8(bit % 8)
            try flipped.write(to: URL(fileURLWithPath: copy))
            do {
                #expect(try content(copy) == expected, "bit \(bit)")
            } catch {
                #expect(error is SQLiteCensusError, "bit \(bit): \(error)")
                found += 1
            }
            for name in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy + name) }
        }
        #expect(found > 0)
    }

    @Test("in a page of a run is named with the run by whoever reads it and by the check, and other hours are read")
    func named() throws {
        let folder = try StoreFolder()
        // Enough flows for the content of a page to stand in pages of the file that hold nothing else.
        let packets = (0..<6_000 as Range<UInt32>).map { number in
            Traffic.observation {
                $0.time = Timestamp(nanoseconds: Int64(number % 2) * Hour.nanoseconds + Int64(number) * 77_777)
                $0.host = .v4(IPv4Address(rawValue: 0x0A00_0000 | (number &* 2_654_435_761) >> 8))
            }
        }
        try SQLiteCensus(path: folder.store, access: .write).add(Traffic.countedTally(packets), of: "a")
        let content = try SQLiteCensus(path: folder.store, access: .read).queue.read { database in
            let run = try #require(try RunTable.runs(where: "hour = 3600", [], database).first)
            return try PageReading(database).stored(of: run, 0).content
        }
        var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.store))
        // Somewhere in the middle, and not where one page of the file ends and another begins.
        let place = try #require(
            stride(from: content.count / 2, to: content.count - 64, by: 64).lazy.compactMap {
                bytes.range(of: Data(content[$0..<$0 + 32]))
            }
            .first
        ).lowerBound
        bytes[place] ^= 4
        try bytes.write(to: URL(fileURLWithPath: folder.store))
        let store = try SQLiteCensus(path: folder.store, access: .read)
        let error = #expect(throws: SQLiteCensusError.self) { try store.flows() }
        let words = "of the hour 1970-01-01T01:00:00Z and the source 1: page "
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(try store.findings().contains { $0.contains(words) })
        #expect(try store.findings().contains("hours that can still be read: 1970-01-01T00:00:00Z"))
        #expect(try store.flows(FlowFilter(hours: HourRange(only: Hour(index: 0)))).count == 3_000)
        let check = #expect(throws: SQLiteCensusError.self) { try SQLiteCensus.inMemory().merge(folder.store) }
        #expect(check?.store == folder.store)
    }
}
