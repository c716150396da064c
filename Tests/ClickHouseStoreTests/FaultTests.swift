import CensusModel
import Foundation
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import ClickHouseStore

@Suite("Where a ClickHouse fails", .serialized)
struct FaultTests {
    /// What an operation fails with, as the operator reads it.
    private func failure(_ body: () throws -> Void) -> ClickHouseError? {
        do {
            try body()
            return nil
        } catch {
            return error as? ClickHouseError
        }
    }

    @Test("a server that is killed is named, and once it is back what was committed is there")
    func killed() throws {
        guard let engine = try ClickHouseEngine(.debian) else { return }
        var random = SeededGenerator()
        let store = try ClickHouseCensus(path: engine.store("census"), access: .write)
        let tallies = (0..<2).map { _ in Traffic.tally(60, &random) }
        let session = SessionRecord(identity: "s", interfaces: "eth0")
        try store.begin(session)
        try store.commit([tallies[0]], of: session)
        let flows = try store.flows()
        engine.kill()
        let error = failure { try store.commit([tallies[1]], of: session) }
        #expect(error.map { "\($0)".contains("the server does not answer") && $0.store == store.path } ?? false)
        #expect(failure { _ = try store.flows() } != nil)
        engine.start()
        #expect(try store.flows() == flows)
        try store.commit([tallies[1]], of: session)
        #expect(try store.flows().reduce(0) { $0 + $1.packets } == 120)
        #expect(try store.findings() == [])
    }

    @Test("a password that is wrong, readable by everybody or in the name is refused, and repeated nowhere")
    func password() throws {
        guard let engine = try SharedEngines.engine(.debian) else { return }
        let folder = engine.folder
        for (text, mode, words) in [
            ("not the one", 0o600, "Wrong password"), ("geheim", 0o604, "everybody may read it"), ("geheim", 0o600, ""),
        ] {
            let file = folder.appendingPathComponent("password-\(UUID().uuidString)")
            try Data(text.utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
            let name = engine.store(SharedEngines.database(), user: "census", options: "?password-file=\(file.path)")
            let error = failure { _ = try ClickHouseCensus(path: name, access: .write) }
            #expect(
                words.isEmpty ? error == nil : error.map { "\($0)".contains(words) && !"\($0)".contains(text) } ?? false
            )
        }
    }

    @Test(
        "a store that is not there, and one of a newer version, are refused",
        arguments: ClickHouseEngine.Dialect.allCases)
    func versions(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        let database = SharedEngines.database()
        for access in [StoreAccess.read, .change] {
            let error = failure { _ = try ClickHouseCensus(path: engine.store(database), access: access) }
            #expect(error?.problem == .missing)
        }
        let store = try ClickHouseCensus(path: engine.store(database), access: .write)
        _ = try ClickHouseCensus(path: engine.store(database), access: .read)
        try store.set("version", "99", number: 99)
        let error = failure { _ = try ClickHouseCensus(path: engine.store(database), access: .write) }
        #expect(error?.problem == .newerVersion(found: 99, known: Tables.version))
    }

    @Test(
        "a store of the first version is refused to who may only read, and brought up to date by who writes",
        arguments: ClickHouseEngine.Dialect.allCases)
    func firstVersion(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let database = SharedEngines.database()
        let store = try ClickHouseCensus(path: engine.store(database), access: .write)
        _ = try store.commit(Traffic.segment("one", 0..<10, [Traffic.tally(50, &random)]), as: .new(besides: []))
        let flows = try store.flows()
        for column in Tables.shipping { try engine.run("ALTER TABLE \(store.tables.claim) DROP COLUMN \(column.name)") }
        try engine.run("DROP TABLE \(store.tables.sensor)")
        try engine.run("TRUNCATE TABLE \(store.tables.setting)")
        try store.set("version", "1", number: 0)
        let error = failure { _ = try ClickHouseCensus(path: engine.store(database), access: .read) }
        #expect(error?.problem == .olderVersion(found: 1, known: Tables.version))
        let changed = try ClickHouseCensus(path: engine.store(database), access: .change)
        #expect(changed.versionBefore == 1)
        #expect(try changed.flows() == flows && changed.findings() == [])
        let opened = try ClickHouseCensus(path: engine.store(database), access: .read)
        #expect(opened.versionBefore == Tables.version)
    }

    @Test("a user who may only read reads, and is refused as a writer")
    func reader() throws {
        guard let engine = try SharedEngines.engine(.debian) else { return }
        var random = SeededGenerator()
        let database = SharedEngines.database()
        let store = try ClickHouseCensus(path: engine.store(database), access: .write)
        _ = try store.commit(Traffic.segment("one", 0..<10, [Traffic.tally(50, &random)]), as: .new(besides: []))
        let reader = try ClickHouseCensus(path: engine.store(database, user: "reader"), access: .read)
        #expect(try reader.flows() == store.flows())
        #expect(try reader.coverage(in: HourRange()) == store.coverage(in: HourRange()))
        let error = failure { try reader.begin(SessionRecord(identity: "s", interfaces: "eth0")) }
        #expect(error.map { "\($0)".contains("readonly") } ?? false)
    }

    @Test(
        "a table that is dropped is gone, and one with rows that are lost is found",
        arguments: ClickHouseEngine.Dialect.allCases)
    func dropped(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let database = SharedEngines.database()
        let store = try ClickHouseCensus(path: engine.store(database), access: .write)
        _ = try store.commit(Traffic.segment("one", 0..<10, [Traffic.tally(50, &random)]), as: .new(besides: []))
        try engine.run("DROP TABLE \(store.tables.flow)")
        let error = failure { _ = try store.flows() }
        #expect(error?.isGone == true)
        let again = try ClickHouseCensus(path: engine.store(database), access: .write)
        #expect(try again.findings().contains { $0.contains("records of flows, and 0 are there") })
    }

    @Test("an error behind rows of an answer with status 200 is recognised by its own text")
    func midway() throws {
        guard let engine = try SharedEngines.engine(.debian) else { return }
        let store = try ClickHouseCensus(path: engine.store(SharedEngines.database()), access: .write)
        let text = "Code: 241, e.displayText() = DB::Exception: Memory limit exceeded"
        for fault in [RowReader.Fault.impossible(text), .cut] {
            let error = store.damage(fault, "read the flows")
            switch error.problem {
            case .server("read the flows", 241, let reason): #expect(reason == text)
            case .damaged: #expect("\(error)".contains("within a row"))
            default: Issue.record("\(error)")
            }
        }
    }

    @Test("a full disk is told as one, whichever part of the server finds it")
    func full() throws {
        guard let engine = try SharedEngines.engine(.debian) else { return }
        let store = try ClickHouseCensus(path: engine.store(SharedEngines.database()), access: .write)
        for text in [
            "Code: 75, e.displayText() = DB::ErrnoException: Cannot write to file /data/a.bin, errno: 28, strerror: No space "
                + "left on device, e.what() = DB::ErrnoException",
            "Poco::Exception. Code: 1000, e.code() = 0, e.displayText() = Cannot write file: /var/log/clickhouse-server.log",
            "Code: 243. DB::Exception: Cannot reserve 1.00 MiB, not enough space.",
        ] {
            let error = store.server.refusal(Array(text.utf8), 500, "commit a tally")
            #expect(error.problem == .full(reason: text))
            #expect("\(error)".contains("no room is left at the server"))
        }
    }
}
