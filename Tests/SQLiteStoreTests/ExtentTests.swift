import CensusModel
import GRDB
import HourlyRollup
import NetworkTypes
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
