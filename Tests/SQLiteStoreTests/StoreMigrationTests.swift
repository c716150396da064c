import CensusModel
import Foundation
import GRDB
import HourlyRollup
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import SQLiteStore

/// Version 8 was the last one that kept each flow in a row.
@Suite("A store that keeps each flow in a row")
struct StoreMigrationTests {
    private let tallies: [HourlyTally]

    init() {
        var random = SeededGenerator()
        tallies = (0..<2).map { _ in
            Traffic.countedTally((0..<400).map { _ in Traffic.randomObservation(&random) })
        }
    }

    /// What both captures hold together.
    private var whole: HourlyTally {
        var whole = tallies[0]
        whole.merge(tallies[1])
        return whole
    }

    /// A store of version 8 with two captures, and a pruned flow before them.
    private func makeStore(_ path: String) throws {
        let queue = try SQLiteCensus.openUnchanged(path)
        try Schema.migrator.migrate(
            queue, upTo: "8 captures known beyond their beginning, and what counted them")
        try queue.write { database in
            for (number, tally) in tallies.enumerated() {
                let source = try SQLiteCensus.insertSource(
                    kind: "capture", name: "\(number).pcap", sensor: "", database)
                try database.execute(
                    sql: "UPDATE source SET beginning = x'01', head = x'', position = 9, tail = x'', packets = 400")
                var attributions = try AttributionTable(database)
                try tally.forEachRecordInOrder { flow in
                    let attribution = Attribution(
                        threatClass: flow.key.threatClass, labels: flow.labels, matchesPort: flow.matchesPort)
                    let number = try attributions.number(of: attribution, database)
                    try Self.insert(flow, attribution: number, source: source, into: "flow", database)
                }
                for (hour, coverage) in tally.coverage {
                    try CoverageRow.add(coverage, hour: hour, source: source, database)
                }
            }
            try Self.insert(Self.pruned, attribution: 1, source: 1, into: "pruned_flow", database)
        }
        try queue.close()
    }

    private static let pruned: FlowRecord = {
        var counters = DirectionCounters()
        (counters.packets, counters.bytes) = (1, 40)
        let hour = Hour(index: -40)
        counters.first = Timestamp(nanoseconds: Int64(hour.index) * Hour.nanoseconds)
        counters.last = counters.first
        return FlowRecord(
            key: FlowKey(
                hour: hour, origin: .v4(IPv4Address(rawValue: 1)), host: .v4(IPv4Address(rawValue: 2)),
                transport: .udp, hostPort: 3, originPort: 4, threatClass: .c2),
            fromHost: counters, isPruned: true)
    }()

    private static func insert(
        _ flow: FlowRecord, attribution: Int64, source: Int64, into table: String, _ database: Database
    ) throws {
        let key = flow.key
        let values: [(any DatabaseValueConvertible)?] =
            [
                key.hour.startSeconds, key.origin.databaseValue, key.host.databaseValue, key.transport.rawValue,
                key.hostPort, key.originPort, attribution, source, 0,
            ] + counters(flow.fromHost, key.hour) + counters(flow.fromOrigin, key.hour)
        let places = Array(repeating: "?", count: values.count).joined(separator: ", ")
        try database.execute(
            sql: "INSERT INTO \(table) VALUES (\(places))", arguments: StatementArguments(values))
    }

    private static func counters(
        _ counters: DirectionCounters, _ hour: Hour
    ) -> [(any DatabaseValueConvertible)?] {
        let start = Int64(hour.index) * Hour.nanoseconds
        return [
            Int64(counters.packets), Int64(counters.bytes), Int64(counters.payloadBytes),
            Int64(counters.tcpFlags.rawValue) | Int64(counters.roles.rawValue) << 16, Int64(counters.refusals),
            counters.first.map { $0.nanoseconds - start }, counters.last.map { $0.nanoseconds - start },
        ]
    }

    /// What a store must hold, whatever became of it.
    private func expectWhole(_ store: SQLiteCensus) throws {
        #expect(try store.flows() == whole.flows())
        #expect(try store.judged() == whole.judged())
        #expect(try store.coverage(in: HourRange()) == whole.coverage)
        var filter = FlowFilter(hours: HourRange(only: Self.pruned.key.hour))
        filter.includesPruned = true
        #expect(try store.flows(filter).map(\.fromHost) == [Self.pruned.fromHost])
        #expect(try store.flows(filter).map(\.isPruned) == [true])
        #expect(try store.inputs(beginning: [1]).map(\.name) == ["0.pcap", "1.pcap"])
        #expect(try store.findings() == [])
    }

    @Test("is brought up to date when it is opened, if it is short")
    func opening() throws {
        let folder = try StoreFolder()
        try makeStore(folder.store)
        let store = try SQLiteCensus(path: folder.store, access: .write)
        try expectWhole(store)
        try store.queue.write { try SQLiteCensus.empty(1, $0) }
        #expect(try store.flows() == tallies[1].flows())
    }

    @Test("is brought up to date in a copy, which takes its place, and says how far it has come")
    func migration() throws {
        let folder = try StoreFolder()
        try makeStore(folder.store)
        var progress: [StoreMigrationProgress] = []
        #expect(try StoreMigration(folder.store) { progress.append($0) }.run() == (8, Schema.version))
        #expect(progress.map(\.moved) == progress.map(\.moved).sorted() && progress.count > 1)
        #expect(progress.last?.moved == progress.last?.all)
        #expect(try folder.content().keys.sorted() == ["census.db"])
        try expectWhole(SQLiteCensus(path: folder.store, access: .read))
        #expect(try StoreMigration(folder.store) { _ in }.run() == (Schema.version, Schema.version))
    }

    private struct Stop: Error {}

    @Test("whose migration is interrupted goes on where it was, and is as it was until the end")
    func interrupted() throws {
        let folder = try StoreFolder()
        try makeStore(folder.store)
        let before = try folder.content()["census.db"]
        var left: [Int] = []
        while left.count < 100 {
            var moved = 0
            let migration = StoreMigration(folder.store) { progress in
                moved += 1
                if moved == 1 { left.append(progress.all) }
                if moved == 2 { throw Stop() }
            }
            do {
                #expect(try migration.run() == (8, Schema.version))
                break
            } catch {
                guard case .database = error.problem else { throw error }
                #expect(try folder.content()["census.db"] == before)
            }
        }
        #expect(left.count > 1 && zip(left, left.dropFirst()).allSatisfy { $0 > $1 }, "\(left)")
        #expect(try folder.content().keys.sorted() == ["census.db"])
        try expectWhole(SQLiteCensus(path: folder.store, access: .read))
    }

    /// The command that brings a store up to date, which is built beside the tests.
    private static func migration(of store: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("flowcensus")
        process.arguments = ["store", "migrate", "--store", store]
        (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
        return process
    }

    @Test("whose migration is killed at random moments is as it was until it is up to date, and the next one goes on")
    func killed() throws {
        let kills = ProcessInfo.processInfo.environment["FLOWCENSUS_KILLS"].flatMap { Int($0) } ?? 10
        var random = SeededGenerator()
        let original = try StoreFolder()
        try makeStore(original.store)
        let before = try #require(try original.content()["census.db"])
        let begin = Date()
        try Self.migration(of: original.store).waitUntilExit()
        let seconds = Date().timeIntervalSince(begin)
        try expectWhole(SQLiteCensus(path: original.store, access: .read))
        var killed = 0
        while killed < kills {
            let folder = try StoreFolder()
            try folder.write(before)
            while killed < kills {
                let process = try Self.migration(of: folder.store)
                Thread.sleep(forTimeInterval: .random(in: 0...seconds, using: &random))
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                guard process.terminationReason == .uncaughtSignal else { break }
                killed += 1
                // What stands under the store's name is one or the other, whole.
                guard try folder.content()["census.db"] == before else { break }
            }
            let last = try Self.migration(of: folder.store)
            last.waitUntilExit()
            #expect(last.terminationStatus == 0)
            try expectWhole(SQLiteCensus(path: folder.store, access: .read))
        }
    }

    @Test(
        "whose migration is interrupted between two versions goes on there",
        arguments: Schema.firstVersionWithRuns..<Schema.version)
    func betweenVersions(version: Int) throws {
        let folder = try StoreFolder()
        try makeStore(folder.store)
        #expect(throws: SQLiteCensusError.self) { try StoreMigration(folder.store) { _ in throw Stop() }.run() }
        let draft = try DatabaseQueue(path: folder.store + ".migrating")
        while try draft.write(RunMigration.moveNext) != nil {}
        try Schema.migrator.migrate(draft, upTo: Schema.migrator.migrations[version - 1])
        try draft.close()
        #expect(try StoreMigration(folder.store) { _ in }.run() == (8, Schema.version))
        try expectWhole(SQLiteCensus(path: folder.store, access: .read))
    }

    @Test("that has changed since its migration was interrupted is copied again")
    func changed() throws {
        let folder = try StoreFolder()
        try makeStore(folder.store)
        #expect(throws: SQLiteCensusError.self) { try StoreMigration(folder.store) { _ in throw Stop() }.run() }
        let writer = try DatabaseQueue(path: folder.store)
        try writer.write { try $0.execute(sql: "UPDATE source SET name = 'other.pcap' WHERE id = 1") }
        try writer.close()
        _ = try StoreMigration(folder.store) { _ in }.run()
        let names = try SQLiteCensus(path: folder.store, access: .read).inputs(beginning: [1]).map(\.name)
        #expect(names == ["other.pcap", "1.pcap"])
    }

    @Test("that somebody writes into is left alone")
    func locked() throws {
        let folder = try StoreFolder()
        try makeStore(folder.store)
        let writer = try DatabaseQueue(path: folder.store)
        try writer.writeWithoutTransaction { database in
            try database.execute(sql: "BEGIN IMMEDIATE")
            let error = #expect(throws: SQLiteCensusError.self) { try StoreMigration(folder.store) { _ in }.run() }
            guard case .locked = error?.problem else {
                Issue.record("\(String(describing: error))")
                return
            }
            try database.execute(sql: "ROLLBACK")
        }
        try writer.close()
        try expectWhole(SQLiteCensus(path: folder.store, access: .read))
    }
}
