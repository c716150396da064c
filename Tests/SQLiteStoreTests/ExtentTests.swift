import CensusModel
import GRDB
import HourlyRollup
import NetworkTypes
import Synchronization
import TestSupport
import Testing
import TrafficSimulation

@testable import SQLiteStore

@Suite("What the catalogue says that a store holds")
struct ExtentTests {
    private func counted(_ store: SQLiteCensus) throws -> ExtentCounts {
        try store.queue.read { try SQLiteCensus.countExtent($0) }
    }

    private func kept(_ path: String) throws -> ExtentCounts? {
        try SQLiteCensus(path: path, access: .read).queue.read(ExtentTable.kept)
    }

    private func tally(_ count: Int, _ random: inout SeededGenerator) -> HourlyTally {
        Traffic.countedTally((0..<count).map { _ in Traffic.randomObservation(&random) })
    }

    @Test("is there when a writer is done, and gone as soon as flows change")
    func writers() throws {
        var random = SeededGenerator()
        let folder = try StoreFolder()
        for name in ["a", "b"] {
            do {
                let store = try SQLiteCensus(path: folder.store, access: .write)
                try store.add(tally(300, &random), of: name)
                #expect(try store.queue.read(ExtentTable.kept) == nil)
            }
            let store = try SQLiteCensus(path: folder.store, access: .read)
            #expect(try kept(folder.store) == counted(store))
            #expect(try store.summary().flows == UInt64(store.flows().count))
            #expect(try store.findings() == [])
        }
    }

    @Test("follows pruning, erasing, replacing, merging and compaction")
    func changes() throws {
        var random = SeededGenerator()
        let (folder, other) = (try StoreFolder(), try StoreFolder())
        try SQLiteCensus(path: other.store, access: .write).add(tally(200, &random), of: "b")
        try SQLiteCensus(path: folder.store, access: .write).add(tally(400, &random), of: "a")
        let host = try #require(try SQLiteCensus(path: folder.store, access: .read).flows().first).key.host
        let changes: [(SQLiteCensus) throws -> Void] = [
            { _ = try $0.merge(other.store) }, { _ = try $0.compact() }, { _ = try $0.erase(host: host) },
            { _ = try $0.prune(before: Hour(index: 0)) },
        ]
        for change in changes {
            do {
                let store = try SQLiteCensus(path: folder.store, access: .change)
                try change(store)
            }
            let store = try SQLiteCensus(path: folder.store, access: .read)
            let found = try counted(store)
            #expect(try kept(folder.store) == found)
            #expect(try store.summary().hosts == found.hosts)
            #expect(try store.findings() == [])
        }
    }

    /// A store of its own with some flows.
    private func sensor(
        _ number: Int, in folder: StoreFolder, _ tallies: [(name: String, tally: HourlyTally)]
    ) throws -> String {
        let path = "\(folder.path)/sensor-\(number).db"
        let store = try SQLiteCensus(path: path, access: .write)
        for (name, tally) in tallies { try store.add(tally, of: name) }
        return path
    }

    @Test("is counted while stores are merged, whatever hours, 5-tuples and classes they share")
    func merged() throws {
        var random = SeededGenerator()
        let folder = try StoreFolder()
        let shared = (0..<200).map { _ in Traffic.randomObservation(&random) }
        let hourAlone = Traffic.observation { $0.time = Timestamp(nanoseconds: 900 * Hour.nanoseconds) }
        let otherClass = Traffic.countedTally(
            shared.prefix(50).map { observation in
                var observation = observation
                observation.attribution = AttributionID(rawValue: (observation.attribution.rawValue + 1) % 4)
                return observation
            })
        let paths = [
            try sensor(0, in: folder, [("a", tally(300, &random)), ("b", Traffic.countedTally(shared))]),
            try sensor(1, in: folder, [("c", Traffic.countedTally(shared + [hourAlone])), ("b", tally(1, &random))]),
            try sensor(2, in: folder, [("d", otherClass)]),
        ]
        do {
            let store = try SQLiteCensus(path: folder.store, access: .write)
            for path in paths {
                _ = try store.merge(path)
                #expect(store.mergedExtent.withLock { $0 } != nil)
            }
            let settings = try store.queue.read { database in
                try ["wal_autocheckpoint", "cache_size"].map { try Int.fetchOne(database, sql: "PRAGMA \($0)") }
            }
            #expect(settings == [1_000, -2_000])
        }
        let files = try folder.content().keys.filter { $0.hasPrefix("census.db") }
        #expect(files == ["census.db"])
        let store = try SQLiteCensus(path: folder.store, access: .read)
        #expect(try kept(folder.store) == counted(store))
        #expect(try store.findings() == [])
    }

    @Test("is counted again where merging removes flows, where others wrote in between, and where a merge failed")
    func notOnlyMerged() throws {
        var random = SeededGenerator()
        let folder = try StoreFolder()
        let short = try sensor(0, in: folder, [("a", tally(100, &random))])
        let long = "\(folder.path)/long.db"
        _ = try SQLiteCensus(path: long, access: .write).commit(
            Traffic.segment("a", tally(200, &random), 24..<200), as: .new(besides: []))
        let unsound = try sensor(2, in: folder, [("b", tally(100, &random))])
        try SQLiteCensus(path: unsound, access: .change).queue.write {
            try $0.execute(sql: "UPDATE run SET packets = packets + 1")
        }
        for number in 0..<3 {
            let path = "\(folder.path)/\(number).db"
            do {
                let store = try SQLiteCensus(path: path, access: .write)
                _ = try store.merge(short)
                switch number {
                case 0: #expect(try store.merge(long).map(\.result) == [.replaced(name: "a.pcap")])
                case 1: try store.add(tally(50, &random), of: "c")
                default: #expect(throws: SQLiteCensusError.self) { try store.merge(unsound) }
                }
            }
            let store = try SQLiteCensus(path: path, access: .read)
            #expect(try kept(path) == counted(store))
            #expect(try store.findings() == [])
        }
    }

    @Test("that is wrong is named by the check")
    func wrong() throws {
        var random = SeededGenerator()
        let folder = try StoreFolder()
        try SQLiteCensus(path: folder.store, access: .write).add(tally(300, &random), of: "a")
        let store = try SQLiteCensus(path: folder.store, access: .change)
        try store.queue.write { try $0.execute(sql: "UPDATE extent SET hosts = hosts + 1") }
        let findings = try store.findings()
        #expect(findings.count == 1 && findings[0].hasPrefix("the catalogue says "), "\(findings)")
    }
}
