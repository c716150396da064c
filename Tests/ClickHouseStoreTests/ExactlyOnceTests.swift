import CensusModel
import Foundation
import NetworkTypes
import SQLiteStore
import Synchronization
import TestSupport
import Testing
import TrafficSimulation

@testable import ClickHouseStore

@Suite("What is counted into ClickHouse counts once", .serialized)
struct ExactlyOnceTests {
    private func open(_ engine: ClickHouseEngine, _ database: String) throws -> ClickHouseCensus {
        try ClickHouseCensus(path: engine.store(database), access: .write)
    }

    /// What a store of SQLite holds of some tallies.
    private func expected(_ tallies: [any FlowTally]) throws -> (flows: [FlowRecord], coverage: [Hour: Coverage]) {
        let store = try SQLiteCensus(path: StoreName.memory, access: .write)
        _ = try store.commit(Traffic.segment("one", 0..<10, tallies), as: .new(besides: []))
        return (try store.flows(), try store.coverage(in: HourRange()))
    }

    @Test(
        "where a writer ends between the flows and their claim", arguments: ClickHouseEngine.Dialect.allCases)
    func orphans(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let store = try open(engine, SharedEngines.database())
        let tally = Traffic.tally(80, &random)
        // Left a day and a bit ago, and just now.
        for age in [90_000, 0] {
            let time = UInt32(Date().timeIntervalSince1970) - UInt32(age)
            _ = try InsertedRuns([tally], time: time) { columns, block in
                try store.server.insert(
                    block, of: .columns, into: store.tables.flow, columns, "test")
            }
        }
        #expect(try store.flows().isEmpty)
        #expect(try store.findings() == [])
        _ = try store.commit(Traffic.segment("one", 0..<10, [tally]), as: .new(besides: []))
        let expected = try expected([tally])
        #expect(try store.flows() == expected.flows)
        let rows = {
            try store.rows("SELECT toUInt8(1), count() FROM \(store.tables.flow)", "test") {
                try $0.number(UInt64.self)
            }
        }
        let before = try rows()
        _ = try store.vacuum()
        let after = try rows()
        #expect(before.first.map { $0 / 3 * 2 } == after.first)
        #expect(try store.flows() == expected.flows)
    }

    @Test(
        "where the same block arrives again, and where a session commits again what arrived",
        arguments: ClickHouseEngine.Dialect.allCases)
    func repeated(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let store = try open(engine, SharedEngines.database())
        let tallies = (0..<2).map { _ in Traffic.tally(60, &random) }
        let session = SessionRecord(identity: "s", interfaces: "eth0")
        try store.begin(session)
        // The first attempt of the commit arrived, and twice; its writer does not know, and commits again with more.
        let source = SessionClaims(session).source
        var claim = NewClaim(
            row: ClaimRow(id: ClickHouseCensus.randomID(), source: source, number: 1), kind: .session, name: "eth0")
        try store.insert(&claim, [tallies[0]])
        let columns = Tables.claimColumns.map(\.name)
        try store.server.insert(claim.bytes, into: store.tables.claim, columns, "test")
        let once = try expected([tallies[0]])
        #expect(try store.flows() == once.flows)
        #expect(try store.coverage(in: HourRange()) == once.coverage)
        store.sessions.withLock { $0["s"]?.attempt = 1 }
        try store.commit(tallies, of: session)
        let both = try expected(tallies)
        #expect(try store.flows() == both.flows)
        #expect(try store.coverage(in: HourRange()) == both.coverage)
        #expect(try store.findings() == [])
    }

    @Test("compressed on its way or not", arguments: ClickHouseEngine.Dialect.allCases)
    func compressed(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let (database, tally) = (SharedEngines.database(), Traffic.tally(500, &random))
        let name = engine.store(database, options: "?compress=1")
        let store = try ClickHouseCensus(path: name, access: .write)
        _ = try store.commit(Traffic.segment("one", 0..<10, [tally]), as: .new(besides: []))
        let expected = try expected([tally])
        #expect(try store.flows() == expected.flows)
        #expect(try open(engine, database).flows() == expected.flows)
        guard dialect == .debian else { return }
        let reader = try ClickHouseCensus(
            path: engine.store(database, user: "reader", options: "?compress=1"), access: .read)
        #expect(try reader.flows() == expected.flows)
    }

    @Test("whoever counts the same input at once", arguments: ClickHouseEngine.Dialect.allCases)
    func racing(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        for _ in 0..<3 {
            let database = SharedEngines.database()
            let tallies = (0..<4).map { _ in Traffic.tally(40, &random) }
            let stores = try (0..<3).map { _ in try open(engine, database) }
            let failures = Mutex<[String]>([])
            DispatchQueue.concurrentPerform(iterations: 3) { number in
                do {
                    try count(tallies, into: stores[number])
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
            #expect(failures.withLock { $0 } == [])
            let expected = try expected(tallies)
            #expect(try stores[0].flows() == expected.flows)
            #expect(try stores[0].coverage(in: HourRange()) == expected.coverage)
            #expect(try stores[0].inputs(beginning: Array("one".utf8)).map(\.position) == [40])
        }
    }

    @Test(
        "is known again when claims that others go on from have forgotten how it begins",
        arguments: ClickHouseEngine.Dialect.allCases)
    func trails(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let store = try open(engine, SharedEngines.database())
        let tallies = (0..<4).map { _ in Traffic.tally(20, &random) }
        try count(tallies, into: store)
        let inputs = try store.inputs(beginning: Array("one".utf8))
        let marks = {
            try store.rows("SELECT toUInt8(1), toUInt64(sum(length(marks))) FROM \(store.tables.claim)", "test") {
                try $0.number(UInt64.self)
            }
        }
        _ = try store.vacuum()
        #expect(try marks() == [1 + 2 + 3 + 4])
        try store.mutate(store.tables.claim, "UPDATE noted = noted - 100000 WHERE 1")
        _ = try store.vacuum()
        #expect(try marks() == [4])
        #expect(try store.inputs(beginning: Array("one".utf8)) == inputs)
        let expected = try expected(tallies)
        #expect(try store.flows() == expected.flows)
        #expect(try store.findings() == [])
    }

    /// Counts an input of four segments as `replay` does: what somebody else counted meanwhile is passed over.
    private func count(_ tallies: [any FlowTally], into store: ClickHouseCensus) throws {
        while true {
            let counted = try store.inputs(beginning: Array("one".utf8)).first
            let start = counted?.position ?? 0
            guard start < 40 else { return }
            let segment = Traffic.segment("one", start..<start + 10, [tallies[Int(start / 10)]])
            _ = try store.commit(segment, as: counted.map { .continues(source: $0.source) } ?? .new(besides: []))
        }
    }
}
