import CensusModel
import GRDB
import HourlyRollup
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import SQLiteStore

@Suite("Counts that outlive their flows")
struct KeptCountTests {
    private static let keeper = CountKeeper(facts: AddressFacts(country: country), knowsCountries: true)

    @Sendable private static func country(_ origin: IPAddress) -> CountryCode? {
        guard case .v4(let address) = origin else { return nil }
        return [CountryCode("US"), CountryCode("KR"), nil][Int(address.rawValue % 3)]
    }

    /// Packets of few flows over three days, so that most hours need those before, in some classes.
    private func packets(_ random: inout SeededGenerator) -> [Observation] {
        (0..<800).map { _ in
            var packet = Traffic.randomObservation(&random)
            let hour = Int64.random(in: 20..<60, using: &random) * Hour.nanoseconds
            packet.time = Timestamp(nanoseconds: hour + .random(in: 0...3, using: &random) * 10_000)
            return packet
        }
    }

    private func rows(_ store: SQLiteCensus, by grouping: Grouping) throws -> [HourlyCount] {
        var rollup = CensusRollup(
            by: grouping, minimumGrade: .attempted, coverage: try store.coverage(in: HourRange()),
            facts: AddressFacts(country: Self.country))
        for flow in try store.judged() { rollup.add(flow) }
        return rollup.finish()
    }

    /// Rows of origins are kept without countries, which come from a file each time.
    private func kept(_ store: SQLiteCensus, by grouping: Grouping) throws -> [HourlyCount] {
        var rows: [HourlyCount] = []
        try store.forEachKeptCount(by: grouping, in: HourRange()) { row in
            rows.append(grouping == .originAndHour ? row.from(row.origin.flatMap(Self.country)) : row)
        }
        return rows
    }

    @Test("are the rows that were, for every grouping that is kept, whenever the flows go")
    func rows() throws {
        var random = SeededGenerator()
        let store = try SQLiteCensus.inMemory()
        try store.add(Traffic.countedTally(packets(&random)), of: "first")
        let before = try Dictionary(
            uniqueKeysWithValues: Grouping.kept.map { ($0, try rows(store, by: $0)) })
        let observed = try store.coverage(in: HourRange()).keys.sorted()
        for hour in [25, 31, 50, 60].map({ Hour(index: $0) }) {
            _ = try Self.keeper.prune(store, before: hour)
            for grouping in Grouping.kept {
                let whole = try #require(before[grouping])
                #expect(try kept(store, by: grouping) == whole.filter { $0.period.map { $0 < hour } ?? false })
                #expect(try rows(store, by: grouping) == whole.filter { $0.period.map { $0 >= hour } ?? false })
            }
            #expect(try store.keptHours(in: HourRange()).map(\.hour) == observed.filter { $0 < hour })
            #expect(try store.findings().isEmpty)
        }
    }

    @Test("are not written where hours changed since they were made, and then nothing goes")
    func disturbed() throws {
        var random = SeededGenerator()
        let store = try SQLiteCensus.inMemory()
        try store.add(Traffic.countedTally(packets(&random)), of: "first")
        let flows = try store.flows()
        let range = HourRange(from: nil, before: Hour(index: 40))
        let mark = try #require(try store.hourMarks()).mark(of: range)
        try store.add(Traffic.countedTally(packets(&random)), of: "second")
        #expect(try store.prune(before: Hour(index: 40), keeping: KeptCounts(), madeAt: mark) == nil)
        #expect(try store.flows().count > flows.count)
        #expect(try store.keptHours(in: HourRange()).isEmpty)
    }

    @Test("do not take in what is counted into their hours later, and say so")
    func later() throws {
        var random = SeededGenerator()
        let store = try SQLiteCensus.inMemory()
        let (one, two) = (packets(&random), packets(&random))
        try store.add(Traffic.countedTally(one), of: "first")
        _ = try Self.keeper.prune(store, before: Hour(index: 60))
        let before = try kept(store, by: .hour)
        let hours = try store.keptHours(in: HourRange()).map(\.hour)
        try store.add(Traffic.countedTally(two), of: "second")
        let later = try store.flows().count { hours.contains($0.key.hour) }
        let told = { try store.keptHours(in: HourRange()).reduce(0) { $0 + $1.laterRecords } }
        #expect(try told() >= UInt64(later) && later > 0)
        let toldBefore = try told()
        _ = try Self.keeper.prune(store, before: Hour(index: 60))
        #expect(try kept(store, by: .hour).filter { $0.period.map(hours.contains) ?? false } == before)
        #expect(try told() == toldBefore)
        #expect(try store.findings().isEmpty)
    }

    @Test("are taken over once by a merge, and refused where both stores have others of an hour, or one has flows")
    func merging() throws {
        var random = SeededGenerator()
        let folder = try StoreFolder()
        let other = try SQLiteCensus(path: folder.store, access: .write)
        try other.add(Traffic.countedTally(packets(&random)), of: "second")
        let counted = try other.flows()
        _ = try Self.keeper.prune(other, before: Hour(index: 40))
        let store = try SQLiteCensus.inMemory()
        for _ in 0..<2 {
            _ = try store.merge(folder.store)
            for grouping in Grouping.kept {
                #expect(try kept(store, by: grouping) == kept(other, by: grouping))
            }
            #expect(try store.findings().isEmpty)
            #expect(try store.flows() == counted.filter { $0.key.hour >= Hour(index: 40) })
        }
        for isPruned in [false, true] {
            let third = try SQLiteCensus.inMemory()
            try third.add(Traffic.countedTally(packets(&random)), of: "third")
            if isPruned { _ = try Self.keeper.prune(third, before: Hour(index: 40)) }
            let before = try third.flows()
            #expect {
                _ = try third.merge(folder.store)
            } throws: { error in
                guard case .otherKeptCounts = (error as? SQLiteCensusError)?.problem else { return false }
                return "\(error)".contains("would count twice")
            }
            #expect(try third.flows() == before)
            #expect(try third.findings().isEmpty)
        }
    }

    @Test(
        "are looked through by a check",
        arguments: [
            ("DELETE FROM kept_hour", "kept counts of an hour that has none"),
            ("UPDATE kept_count SET affected = hosts + 1", "kept counts of more hosts than were there"),
            ("UPDATE kept_count SET attribution = -1", "kept counts of an unknown attribution"),
            ("UPDATE kept_count SET subject = x'00' WHERE grouping = 'origin,hour'", "or of no origin"),
            ("UPDATE kept_hour SET hour = hour + 1", "kept counts of an hour that does not begin on the hour"),
            ("UPDATE kept_count SET coverage = 2", "impossible times or coverage"),
        ])
    func damage(sql: String, finding: String) throws {
        var random = SeededGenerator()
        let store = try SQLiteCensus.inMemory()
        // Of one origin and class, so that no change meets another row's key.
        let packets = packets(&random).prefix(1).map { packet in
            var packet = packet
            packet.origin = .v4(IPv4Address(rawValue: 0xC000_0201))
            return packet
        }
        try store.add(Traffic.countedTally(packets), of: "first")
        _ = try Self.keeper.prune(store, before: Hour(index: 60))
        try store.queue.write { try $0.execute(sql: sql) }
        let findings = try store.findings()
        #expect(findings.contains { $0.contains(finding) }, "\(findings)")
    }

    @Test("go with an explicit removal only, and stay through pruning and erasing")
    func removal() throws {
        var random = SeededGenerator()
        let store = try SQLiteCensus.inMemory()
        try store.add(Traffic.countedTally(packets(&random)), of: "first")
        let host = try #require(try store.flows().first).key.host
        _ = try Self.keeper.prune(store, before: Hour(index: 40))
        let before = try kept(store, by: .originAndHour)
        _ = try store.erase(host: host)
        _ = try store.prune(before: Hour(index: 50))
        #expect(try kept(store, by: .originAndHour) == before && !before.isEmpty)
        #expect(try store.removeKeptCounts(before: Hour(index: 30)) > 0)
        #expect(
            try kept(store, by: .originAndHour) == before.filter { $0.period.map { $0 >= Hour(index: 30) } ?? false })
        #expect(try store.findings().isEmpty)
    }
}
