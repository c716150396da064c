import CensusModel
import HourlyRollup
import NetworkTypes
import SQLiteStore
import Testing

@Suite("A session on live interfaces")
struct SessionTests {
    private let session = SessionRecord(identity: "0123", interfaces: "eth0,eth1")

    private func tally(seen: UInt64, dropped: UInt64) -> HourlyTally {
        var coverage = Coverage()
        (coverage.seen, coverage.decoded, coverage.dropped) = (seen, seen, ["kernel": dropped])
        var tally = HourlyTally(attributions: [])
        tally.coverage = [Hour(index: 7): coverage]
        return tally
    }

    @Test("adds slice after slice, however alike they are")
    func slices() throws {
        let store = try SQLiteCensus(path: SQLiteCensus.inMemoryPath, access: .write)
        try store.begin(session)
        for _ in 0..<3 { try store.commit([tally(seen: 5, dropped: 2), tally(seen: 1, dropped: 0)], of: session) }
        let coverage = try #require(try store.coverage(in: HourRange())[Hour(index: 7)])
        #expect(coverage.seen == 18 && coverage.dropped == ["kernel": 6])
        #expect(coverage.share == 0.75)
    }

    @Test("begins once, and commits nothing where it has not begun")
    func identity() throws {
        let store = try SQLiteCensus(path: SQLiteCensus.inMemoryPath, access: .write)
        #expect(throws: SQLiteCensusError.self) { try store.commit([tally(seen: 5, dropped: 0)], of: session) }
        #expect(try store.coverage(in: HourRange()).isEmpty)
        try store.begin(session)
        #expect(throws: SQLiteCensusError.self) { try store.begin(session) }
    }
}
