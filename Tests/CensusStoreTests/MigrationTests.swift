import GRDB
import HourlyRollup
import NetworkTypes
import Testing

@testable import CensusStore

@Suite("A store of an earlier version")
struct MigrationTests {
    /// A store of the first version, with one flow.
    private func makeFirstVersion(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(queue, upTo: "1 flows, coverage, captures, lists")
        try queue.write { database in
            try database.execute(sql: "INSERT INTO attribution VALUES (7, 0, '[\"zeus\"]')")
            try database.execute(
                sql: """
                    INSERT INTO flow VALUES (0, \(0xC000_0201), \(0x0A00_0001), 17, 50000, 53, 7,
                        1, 100, 72, 0, 0, 5, 5, NULL, 0, 0, 0, 0, 0, NULL, NULL, NULL)
                    """)
        }
    }

    @Test("keeps its flows, which are not known to have matched a port, and takes new ones beside them")
    func flows() throws {
        let folder = try StoreFolder()
        try makeFirstVersion(folder.store)
        let store = try CensusStore(path: folder.store, access: .write)
        let read = { () throws -> [FlowRecord] in
            var flows: [FlowRecord] = []
            try store.forEachFlow(FlowFilter(hours: HourRange())) { flows.append($0) }
            return flows
        }
        #expect(try read().map(\.labels) == [["zeus"]])
        #expect(try read().map(\.matchesPort) == [false])
        var tally = HourlyTally(attributions: [Attribution(threatClass: .c2, labels: ["zeus"], matchesPort: true)])
        tally.record(Traffic.sighting())
        _ = try store.commit(tally, of: Traffic.capture("second"))
        let merged = try read()
        #expect(merged.count == 1)
        #expect(merged.first?.packets == 2)
        #expect(merged.first?.matchesPort == true)
    }
}
