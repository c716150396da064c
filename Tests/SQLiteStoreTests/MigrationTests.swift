import CensusModel
import GRDB
import HourlyRollup
import NetworkTypes
import Testing

@testable import SQLiteStore

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
        let store = try SQLiteCensus(path: folder.store, access: .write)
        let read = { () throws -> [FlowRecord] in
            var flows: [FlowRecord] = []
            try store.forEachFlow(FlowFilter(hours: HourRange())) { flows.append($0) }
            return flows
        }
        #expect(try read().map(\.labels) == [["zeus"]])
        #expect(try read().map(\.matchesPort) == [false])
        var tally = HourlyTally(attributions: [Attribution(threatClass: .c2, labels: ["zeus"], matchesPort: true)])
        tally.record(Traffic.observation())
        try store.add(tally, of: "second")
        let merged = try read()
        #expect(merged.count == 1)
        #expect(merged.first?.packets == 2)
        #expect(merged.first?.matchesPort == true)
    }

    @Test(
        "of whose TCP flows the flags tell what they opened and answered, whether it is brought up to date or read as it is"
    )
    func roles() throws {
        let folder = try StoreFolder()
        try makeFirstVersion(folder.store)
        let flags = [TCPFlags(header: 0x02), TCPFlags(header: 0x12), TCPFlags(header: 0x18)].map { Int($0.rawValue) }
        try DatabaseQueue(path: folder.store).write { database in
            for (port, flags) in flags.enumerated() {
                try database.execute(
                    sql: """
                        INSERT INTO flow VALUES (0, \(0xC000_0201), \(0x0A00_0001), 6, \(port), 53, 7,
                            1, 100, 0, \(flags), 0, 5, 5, NULL, 1, 40, 0, \(flags), 0, 6, 6, NULL)
                        """)
            }
        }
        let asItIs = try flows(asTheyAre: folder.store)
        let store = try SQLiteCensus(path: folder.store, access: .write)
        for flows in [asItIs, try store.flows()] {
            let flows = flows.filter { $0.key.transport == .tcp }
            #expect(flows.map { Int($0.fromHost.tcpFlags.rawValue) } == flags)
            #expect(flows.map(\.fromHost.roles) == [.opening, .answer, []])
            #expect(flows.map(\.fromOrigin.roles) == [.opening, .answer, []])
        }
        #expect(try !store.findings().contains { $0.contains("bits") })
    }

    /// The flows of a store of the first version that is not brought up to date.
    private func flows(asTheyAre path: String) throws -> [FlowRecord] {
        try SQLiteCensus.openAsItIs(StoreFile(path)).read { database in
            let attributions = try AttributionTable.all(database)
            let select = FlowRow.select(where: [], ofVersion: 1, includesPruned: false)
            let rows = RawStatement(try database.makeStatement(sql: select), database)
            var flows: [FlowRecord] = []
            while try rows.step() { flows.append(try FlowRow.flow(rows, attributions: attributions)) }
            return flows
        }
    }

    /// A store of the third version, with a flow, its coverage, a capture and a session.
    private func makeThirdVersion(_ path: String) throws {
        try makeFirstVersion(path)
        let queue = try DatabaseQueue(path: path)
        try Schema.migrator.migrate(queue, upTo: "3 sessions on live interfaces")
        try queue.write { database in
            try database.execute(
                sql: """
                    INSERT INTO coverage VALUES (0, 'seen', '', 9), (0, 'decoded', '', 9), (0, 'dropped', 'kernel', 4);
                    INSERT INTO capture VALUES ('ab', 'a.pcap', 9, '2026-11-23T00:00:00Z');
                    INSERT INTO session VALUES ('0123', 'eth0', 3, 5, 4, '2026-11-23T00:00:00Z', '2026-11-23T00:01:00Z')
                    """)
        }
    }

    @Test("has its flows and coverage in a source of their own, and knows the captures and sessions that it noted")
    func sources() throws {
        let folder = try StoreFolder()
        try makeThirdVersion(folder.store)
        let store = try SQLiteCensus(path: folder.store, access: .write)
        let rows = try store.queue.read { database in
            try Row.fetchAll(database, sql: "SELECT kind, name, packets, dropped FROM source ORDER BY kind").map {
                "\($0["kind"] as String) \($0["name"] as String) \($0["packets"] as Int) \($0["dropped"] as Int)"
            }
        }
        #expect(rows == ["earlier counted by an earlier version 9 4", "session eth0 5 4"])
        #expect(try store.earlierName(ofInput: "ab") == "a.pcap")
        let again = Traffic.segment("a", Traffic.tally([]), earlierIdentity: "ab")
        #expect(try store.commit(again, as: .new(besides: [])) == .countedEarlier(name: "a.pcap"))
        var coverage = Coverage()
        (coverage.seen, coverage.decoded, coverage.dropped) = (9, 9, ["kernel": 4])
        #expect(try store.coverage(in: HourRange()) == [Hour(index: 0): coverage])
    }

    @Test("that holds nothing has no source")
    func nothing() throws {
        let folder = try StoreFolder()
        try Schema.migrator.migrate(DatabaseQueue(path: folder.store), upTo: "3 sessions on live interfaces")
        let store = try SQLiteCensus(path: folder.store, access: .write)
        #expect(try store.queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM source") } == 0)
    }

    @Test("whose file must not be written is read as it is, and not brought up to date")
    func readOnly() throws {
        let folder = try StoreFolder()
        try makeThirdVersion(folder.store)
        let before = try folder.content()["census.db"]
        let queue = try SQLiteCensus.openAsItIs(StoreFile(folder.store))
        let counts = try queue.read { database in
            try [
                FlowRow.select(where: [], ofVersion: 3, includesPruned: false),
                "SELECT hour, kind, name, packets FROM coverage",
            ].map {
                try Row.fetchAll(database, sql: $0).count
            }
        }
        #expect(counts == [1, 3])
        #expect(try folder.content()["census.db"] == before)
    }

    @Test("of which there is no more than the table of migrations is made whole: its maker was killed")
    func begun() throws {
        let folder = try StoreFolder()
        try DatabaseQueue(path: folder.store).write { database in
            try database.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
        }
        try SQLiteCensus(path: folder.store, access: .write).add(Traffic.tally([Traffic.observation()]), of: "first")
        #expect(try SQLiteCensus(path: folder.store, access: .read).flows().count == 1)
    }
}
