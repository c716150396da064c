import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import SQLiteStore
import TestSupport
import Testing
import TrafficSimulation

@testable import ClickHouseStore

@Suite("Counts that outlive their flows on ClickHouse", .serialized)
struct KeptCountTests {
    private static let keeper = CountKeeper(facts: AddressFacts(country: country), knowsCountries: true)
    private static let midnight = Hour(
        containing: Timestamp(nanoseconds: 1_370_044_800 * Timestamp.nanosecondsPerSecond))

    @Sendable private static func country(_ origin: IPAddress) -> CountryCode? {
        guard case .v4(let address) = origin else { return nil }
        return [CountryCode("US"), CountryCode("KR"), nil][Int(address.rawValue % 3)]
    }

    private static func kept(_ store: any CountKeeping) throws -> [Grouping: [HourlyCount]] {
        var rows: [Grouping: [HourlyCount]] = [:]
        for grouping in Grouping.kept {
            rows[grouping] = []
            try store.forEachKeptCount(by: grouping, in: HourRange()) { rows[grouping]?.append($0) }
        }
        return rows
    }

    /// Of hours with later records, not how many: a flow that is in two runs with other labels is one when it is taken over.
    private static func hours(_ store: any CountKeeping) throws -> [KeptHour] {
        try store.keptHours(in: HourRange()).map { hour in
            KeptHour(
                hour.hour, seesOneWay: hour.seesOneWay, knowsCountries: hour.knowsCountries,
                laterRecords: min(hour.laterRecords, 1))
        }
    }

    private static func expectAlike(_ server: ClickHouseCensus, _ file: SQLiteCensus) throws {
        #expect(try kept(server) == kept(file))
        #expect(try server.keptHours(in: HourRange()) == file.keptHours(in: HourRange()))
        #expect(try server.flows() == file.flows())
        #expect(try server.coverage(in: HourRange()) == file.coverage(in: HourRange()))
        var filter = FlowFilter(hours: HourRange())
        filter.includesPruned = true
        // Of one flow what is out of sight and what was counted later come in any order.
        for isPruned in [false, true] {
            let flows = try [server.flows(filter), file.flows(filter)].map { $0.filter { $0.isPruned == isPruned } }
            #expect(flows[0] == flows[1])
        }
        #expect(try server.summary().kept == file.summary().kept)
        #expect(try server.findings() == [])
    }

    /// A server and a file with the same capture in both.
    private static func pair(
        _ engine: ClickHouseEngine, _ captures: [String], _ random: inout SeededGenerator
    ) throws -> (server: ClickHouseCensus, file: SQLiteCensus) {
        let server = try ClickHouseCensus(path: engine.store(SharedEngines.database()), access: .write)
        let file = try SQLiteCensus(path: StoreName.memory, access: .write)
        for capture in captures { try add(capture, to: [server, file], &random) }
        return (server, file)
    }

    private static func add(
        _ capture: String, to stores: [any CensusStore], _ random: inout SeededGenerator
    ) throws {
        let segment = Traffic.segment(capture, 0..<100, [Traffic.tally(60, &random)])
        for store in stores { _ = try store.commit(segment, as: .new(besides: [])) }
    }

    @Test(
        "are those of a store in a file, whenever flows go and others are counted later",
        arguments: ClickHouseEngine.Dialect.allCases)
    func history(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let (server, file) = try Self.pair(engine, ["one", "two"], &random)
        for (round, hours) in [-1, 3].enumerated() {
            let hour = Self.midnight.advanced(by: Int32(hours))
            let pruned = try (Self.keeper.prune(server, before: hour), Self.keeper.prune(file, before: hour))
            #expect(pruned.0.hours == pruned.1.hours)
            try Self.expectAlike(server, file)
            try Self.add("later \(round)", to: [server, file], &random)
            try Self.expectAlike(server, file)
        }
        #expect(try file.keptHours(in: HourRange()).contains { $0.laterRecords > 0 })
        let first = Self.midnight
        #expect(try server.removeKeptCounts(before: first) == file.removeKeptCounts(before: first))
        try Self.expectAlike(server, file)
        let before = try Self.kept(server)
        _ = try server.compact()
        _ = try server.vacuum()
        #expect(try Self.kept(server) == before)
    }

    @Test("are not seen where hours changed since they were made", arguments: ClickHouseEngine.Dialect.allCases)
    func disturbed(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let (server, _) = try Self.pair(engine, ["one"], &random)
        let mark = try server.mark(of: HourRange(from: nil, before: Self.midnight))
        try Self.add("two", to: [server], &random)
        let flows = try server.flows()
        #expect(try server.prune(before: Self.midnight, keeping: KeptCounts(), madeAt: mark) == nil)
        #expect(try server.flows() == flows)
        #expect(try server.keptHours(in: HourRange()).isEmpty)
    }

    @Test(
        "stand where whoever pruned was killed before the flows went, and the same again removes these",
        arguments: ClickHouseEngine.Dialect.allCases)
    func interrupted(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let (server, file) = try Self.pair(engine, ["one", "two"], &random)
        let old = HourRange(from: nil, before: Self.midnight)
        let counts = try Self.keeper.counts(of: server, in: old, but: [])
        _ = try server.keep(counts, in: old, madeAt: server.mark(of: old), server.snapshot())
        _ = try Self.keeper.prune(file, before: Self.midnight)
        #expect(try Self.kept(server) == Self.kept(file))
        #expect(try server.keptHours(in: HourRange()) == file.keptHours(in: HourRange()))
        #expect(try server.findings().contains { $0.contains("are not removed yet") })
        try Self.add("later", to: [server, file], &random)
        #expect(try server.keptHours(in: HourRange()) == file.keptHours(in: HourRange()))
        let pruned = try (
            Self.keeper.prune(server, before: Self.midnight), Self.keeper.prune(file, before: Self.midnight)
        )
        #expect(pruned.0.hours >= pruned.1.hours)
        try Self.expectAlike(server, file)
    }

    @Test(
        "go with a merge from a file to a server and back, once, and are refused where hosts would count twice",
        arguments: ClickHouseEngine.Dialect.allCases)
    func merging(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let folder = try Folder()
        let names = [folder.path("census.db"), engine.store(SharedEngines.database()), folder.path("back.db")]
        let file = try SQLiteCensus(path: names[0], access: .write)
        for capture in ["one", "two"] { try Self.add(capture, to: [file], &random) }
        _ = try Self.keeper.prune(file, before: Self.midnight)
        try Self.add("later", to: [file], &random)
        for (source, target) in [(0, 1), (1, 2), (0, 1), (1, 2), (2, 1)] {
            let merge = try Command.run(["merge", names[source], "--into", names[target]], in: folder)
            #expect(merge.status == 0, "\(merge.errors)")
        }
        let server = try ClickHouseCensus(path: names[1], access: .read)
        let back = try SQLiteCensus(path: names[2], access: .read)
        #expect(try Self.kept(back) == Self.kept(file) && back.findings().isEmpty)
        #expect(try Self.hours(back) == Self.hours(file))
        #expect(try file.keptHours(in: HourRange()).contains { $0.laterRecords > 0 })
        #expect(try Self.kept(server) == Self.kept(file) && server.findings() == [])
        #expect(try Self.hours(server) == Self.hours(file))
        #expect(try server.flows() == file.flows() && back.flows() == file.flows())
        try refuses(names[0], engine, folder, &random)
    }

    /// Expects that a store with kept counts is not merged into one with flows of their hours, nor into one with other counts.
    private func refuses(
        _ source: String, _ engine: ClickHouseEngine, _ folder: Folder, _ random: inout SeededGenerator
    ) throws {
        for isPruned in [false, true] {
            let (server, _) = try Self.pair(engine, ["other"], &random)
            if isPruned { _ = try Self.keeper.prune(server, before: Self.midnight) }
            let (kept, flows) = try (Self.kept(server), server.flows())
            let merge = try Command.run(["merge", source, "--into", server.path], in: folder)
            #expect(merge.status != 0 && merge.errors.contains("would count twice"), "\(merge.errors)")
            #expect(try Self.kept(server) == kept && server.flows() == flows)
        }
    }

    @Test("come to tables of an earlier version with whoever counts, and are missed by nobody who reads before that")
    func earlierTables() throws {
        guard let engine = try SharedEngines.engine(.debian) else { return }
        var random = SeededGenerator()
        let (server, _) = try Self.pair(engine, ["one"], &random)
        let database = server.server.address.database
        for table in Tables.keptNames { try engine.run("DROP TABLE \(database).\(table)") }
        try engine.run(
            "ALTER TABLE \(database).setting DELETE WHERE name = 'version'")
        let change = "INSERT INTO \(database).setting (name, number, value, id) VALUES ('version', 2, '2', unhex('01'))"
        while try engine.run("SELECT count() FROM system.mutations WHERE is_done = 0").contains("\n1\n") {
            usleep(1_000)
        }
        try engine.run(change)
        let reader = try ClickHouseCensus(path: server.path, access: .read)
        #expect(reader.versionBefore == 2)
        #expect(try reader.keptHours(in: HourRange()).isEmpty)
        #expect(try reader.findings() == [])
        let writer = try ClickHouseCensus(path: server.path, access: .change)
        _ = try Self.keeper.prune(writer, before: Self.midnight)
        #expect(try !Self.kept(reader).values.flatMap(\.self).isEmpty)
        #expect(try reader.keptHours(in: HourRange()) == writer.keptHours(in: HourRange()))
        #expect(try ClickHouseCensus(path: server.path, access: .read).versionBefore == Tables.version)
    }

    @Test(
        "are looked through by a check",
        arguments: [
            ("kept_count", "UPDATE hosts = 0, affected = 1 WHERE 1", "kept counts state what cannot be"),
            ("kept_count", "DELETE WHERE 1", "and 0 are there"),
        ])
    func damage(table: String, change: String, finding: String) throws {
        guard let engine = try SharedEngines.engine(.debian) else { return }
        var random = SeededGenerator()
        let (server, _) = try Self.pair(engine, ["one"], &random)
        _ = try Self.keeper.prune(server, before: Self.midnight)
        #expect(try server.findings() == [])
        try server.mutate("`\(server.server.address.database)`.`\(table)`", change)
        let findings = try server.findings()
        #expect(findings.contains { $0.contains(finding) }, "\(findings)")
    }
}
