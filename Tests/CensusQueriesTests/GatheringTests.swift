import CensusModel
import HourlyRollup
import NetworkTypes
import SQLiteStore
import Testing

@testable import CensusQueries

@Suite("Flows that are read once for several questions")
struct GatheringTests {
    private static let hosts = (1...12).map { "10.0.0.\($0)" }
    private static let origins = (1...5).map { "198.51.100.\($0)" }

    /// Every host meets some origins, in several hours.
    private func store() throws -> WatchedStore {
        let store = try WatchedStore()
        var observations: [Observation] = []
        for (number, host) in Self.hosts.enumerated() {
            for (place, origin) in Self.origins.enumerated() where (number + place).isMultiple(of: 2) {
                let second = Int64(number * 3_000 + place * 1_700)
                let time = Timestamp(nanoseconds: WatchedStore.start.nanoseconds + second * 1_000_000_000)
                observations +=
                    try place.isMultiple(of: 3)
                    ? Sight.exchange(host, origin, at: time) : Sight.attempt(host, origin, at: time)
            }
        }
        try store.count(observations.sorted { $0.time < $1.time })
        return store
    }

    private func census(_ store: WatchedStore, _ selection: FlowSelection) throws -> CensusQuery {
        let hours = HourRange(from: Hour(containing: WatchedStore.start), before: nil)
        return RowQuery(.flows, hours: hours, selection: selection).census(
            store.store, try Enrichments(EnrichmentOptions()))
    }

    @Test("give the rows that each question reads by itself", arguments: [0, 1, 4])
    func rows(origins: Int) throws {
        let store = try store()
        var selection = FlowSelection()
        selection.origins = try Self.origins.prefix(origins).map { IPPrefix(try #require(IPAddress(parsing: $0.utf8))) }
        let query = try census(store, selection)
        let groupings: [Grouping] = [.hour, .origin, .threatClass]
        let expected = try groupings.map { try query.hourlyCounts(by: $0, minimumGrade: nil) }
        #expect(!expected[1].isEmpty)
        let hosts = try query.hostCounts(minimumGrade: nil)
        // Of flows that are not few, the second gives up.
        for few in [1 << 15, 2] {
            let gathered = try query.gathering(fewerThan: few)
            #expect(try gathered.hourlyCounts(by: groupings) == expected)
            #expect(try groupings.map { try gathered.hourlyCounts(by: $0, minimumGrade: nil) } == expected)
            #expect(try gathered.hostCounts(minimumGrade: nil) == hosts)
        }
        #expect(try query.hourlyCounts(by: groupings) == expected)
    }

    @Test("are those of named hosts alone")
    func named() throws {
        let store = try store()
        let query = try census(store, FlowSelection())
        let chosen = try Set([2, 7].map { try #require(IPAddress(parsing: Self.hosts[$0].utf8)) })
        let all = try query.hostCounts(minimumGrade: nil)
        #expect(try query.hostCounts(of: chosen) == all.filter { chosen.contains($0.host) })
        var selection = FlowSelection()
        selection.hosts = chosen.map { IPPrefix($0) }
        #expect(try census(store, selection).hostCounts(minimumGrade: nil) == all.filter { chosen.contains($0.host) })
    }
}
