import CensusModel
import Foundation
import GRDB
import NetworkTypes
import Testing

@testable import SQLiteStore

@Suite("What a store keeps for events")
struct EventLedgerTests {
    private func event(_ number: Int, host: String = "10.0.0.1") throws -> KeptEvent {
        KeptEvent(
            identifier: "id \(number)", noted: Timestamp(nanoseconds: Int64(number)), host: try Traffic.address(host),
            content: "{}")
    }

    @Test("is there when the store is opened again, in the order in which it was noted, each event once")
    func kept() throws {
        let folder = try StoreFolder()
        do {
            let store = try SQLiteCensus(path: folder.store, access: .write)
            let added = try store.withEventMemory { memory in
                try [1, 2, 1, 3].map { try memory.add(event($0)) }
            }
            #expect(added == [true, true, false, true])
        }
        let store = try SQLiteCensus(path: folder.store, access: .change)
        #expect(try store.events(after: 0, limit: 10).map(\.identifier) == ["id 1", "id 2", "id 3"])
        #expect(try store.events(after: 1, limit: 1).map(\.number) == [2])
        try store.withEventMemory { try $0.removeEvents(upTo: 3, notedBefore: Timestamp(nanoseconds: .max)) }
        _ = try store.withEventMemory { try $0.add(event(4)) }
        #expect(try store.events(after: 0, limit: 10).map(\.number) == [4], "numbers go on")
    }

    @Test("is changed as a whole or not at all")
    func atomic() throws {
        struct Stop: Error {}
        let folder = try StoreFolder()
        let store = try SQLiteCensus(path: folder.store, access: .write)
        #expect(throws: Stop.self) {
            try store.withEventMemory { memory in
                _ = try memory.add(event(1))
                try memory.setPosition(7, of: "sink")
                throw Stop()
            }
        }
        #expect(try store.events(after: 0, limit: 10).isEmpty)
        #expect(try store.withEventMemory { try $0.position(of: "sink") } == nil)
    }

    @Test("has a mark for each hour, which is another one after every commit")
    func marks() throws {
        let folder = try StoreFolder()
        let store = try SQLiteCensus(path: folder.store, access: .write)
        let session = SessionRecord(identity: "s", interfaces: "eth0")
        try store.begin(session)
        var seen: Set<String> = []
        for _ in 0..<40 {
            try store.commit([Traffic.tally([Traffic.observation()])], of: session)
            let marks = try store.eventMarks(from: nil)
            #expect(marks.count == 1)
            seen.formUnion(marks.values)
        }
        #expect(seen.count == 40, "runs that were merged make no mark come again")
        let later = try #require(try store.eventMarks(from: nil).keys.first).advanced(by: 1)
        #expect(try store.eventMarks(from: later).isEmpty)
    }

    @Test("is seen to by one process at a time, until that ends")
    func claim() throws {
        let folder = try StoreFolder()
        let store = try SQLiteCensus(path: folder.store, access: .write)
        for _ in 0..<2 { #expect(try store.claimEvents(), "one's own claim holds") }
        let other = Process()
        other.executableURL = URL(fileURLWithPath: "/usr/bin/sleep")
        other.arguments = ["1000"]
        try other.run()
        let identity = ProcessIdentity.of(Int64(other.processIdentifier))
        try store.queue.write { database in
            try database.execute(
                sql: "UPDATE event_watcher SET boot = ?, process = ?, started = ?",
                arguments: [identity.boot, identity.process, identity.started])
        }
        #expect(try !store.claimEvents())
        try store.releaseEvents()
        #expect(try !store.claimEvents(), "nobody releases what another one holds")
        kill(other.processIdentifier, SIGKILL)
        other.waitUntilExit()
        #expect(try store.claimEvents())
    }
}
