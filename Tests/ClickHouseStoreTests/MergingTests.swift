import CensusModel
import NetworkTypes
import SQLiteStore
import TestSupport
import Testing
import TrafficSimulation

@testable import ClickHouseStore

@Suite("Stores of SQLite and ClickHouse merged into each other", .serialized)
struct MergingTests {
    /// - Returns: what became of each source.
    private func merge(
        _ source: any ContributionSource, into sink: any ContributionSink
    ) throws -> [MergedSource.Result] {
        var offers: [OfferedSource] = []
        try source.forEachContribution { offers.append(OfferedSource($0, lists: $1)) }
        return try stride(from: 0, to: offers.count, by: sink.sourcesAtOnce).flatMap { first in
            try sink.takeOver(Array(offers[first..<min(first + sink.sourcesAtOnce, offers.count)]))
        }
    }

    @Test(
        "are what a merge of stores of SQLite is, to a server, from there into a file, and once more",
        arguments: ClickHouseEngine.Dialect.allCases)
    func bothWays(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let folder = try Folder()
        let sensors = try (0..<3).map { try CountingSensor($0, in: folder) }
        let server = try ClickHouseCensus(path: engine.store(SharedEngines.database()), access: .write)
        let merged = try SQLiteCensus(path: folder.path("merged.db"), access: .write)
        for round in 0..<3 {
            for _ in 0..<12 { try (sensors.randomElement(using: &random) ?? sensors[0]).change(&random) }
            for sensor in sensors.shuffled(using: &random) {
                let expected = try merged.merge(sensor.path).map(\.result).filter { $0 != .empty }
                #expect(try merge(sensor.store, into: server) == expected, "round \(round)")
            }
        }
        try expectAlike(server, merged)
        let back = try SQLiteCensus(path: folder.path("back.db"), access: .write)
        #expect(try merge(server, into: back).allSatisfy { $0 == .added })
        try expectAlike(server, back)
        #expect(try back.findings() == [])
        for (source, sink) in [(server, back), (back, server)]
            as [(any ContributionSource, any ContributionSink)]
        {
            let again = try merge(source, into: sink)
            #expect(!again.isEmpty)
            for result in again {
                if case .there = result { continue }
                Issue.record("\(result)")
            }
        }
        try expectAlike(server, back)
    }

    @Test("are refused where they were counted with other networks", arguments: ClickHouseEngine.Dialect.allCases)
    func otherBasis(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let folder = try Folder()
        let sensor = try CountingSensor(0, in: folder)
        try sensor.store.adopt(CountingBasis(internalNetworks: "10.0.0.0/8", tunnels: "innermost", tunnelPeers: ""))
        try sensor.store.commit([Traffic.tally(9, &random)], of: sensor.session)
        let server = try ClickHouseCensus(path: engine.store(SharedEngines.database()), access: .write)
        try server.adopt(CountingBasis(internalNetworks: "10.9.0.0/16", tunnels: "innermost", tunnelPeers: ""))
        _ = try server.commit(Traffic.segment("one", 0..<10, [Traffic.tally(9, &random)]), as: .new(besides: []))
        let flows = try server.flows()
        #expect(throws: ClickHouseError.self) { try merge(sensor.store, into: server) }
        #expect(try server.flows() == flows)
        withExtendedLifetime(folder) {}
    }
}
