import CensusModel
import HourlyRollup
import NetworkTypes
import Testing

@testable import SQLiteStore

@Suite("Marks of hours")
struct HourMarkTests {
    private func observation(_ host: UInt32, hour: Int64, port: UInt16 = 50_000) -> Observation {
        Traffic.observation { observation in
            observation.host = .v4(IPv4Address(rawValue: 0x0A00_0000 | host))
            observation.time = Timestamp(nanoseconds: hour * Hour.nanoseconds + 5)
            observation.hostPort = port
        }
    }

    /// Which of the first hours have another mark than before.
    private func changed(_ marks: HourMarks?, _ before: HourMarks?) throws -> [Int32] {
        let (marks, before) = (try #require(marks), try #require(before))
        return (0..<12 as Range<Int32>).filter { index in
            let hour = HourRange(only: Hour(index: index))
            return marks.mark(of: hour) != before.mark(of: hour)
        }
    }

    /// The marks, which have to be those that somebody reads who has not looked before.
    private func marks(_ store: SQLiteCensus) throws -> HourMarks? {
        let marks = try store.hourMarks()
        #expect(try marks == SQLiteCensus(path: store.path, access: .read).hourMarks())
        return marks
    }

    @Test("are others in the hours that a commit, a prune or a removal touches, and in no more")
    func changes() throws {
        let folder = try StoreFolder()
        let store = try SQLiteCensus(path: folder.store, access: .write)
        let session = SessionRecord(identity: "s", interfaces: "eth0")
        try store.begin(session)
        for hour: Int64 in 0..<8 {
            try store.commit(
                [Traffic.countedTally([observation(1, hour: hour), observation(2, hour: hour)])], of: session)
        }
        var before = try marks(store)
        #expect(before?.extent == Hour(index: 0)...Hour(index: 7))
        #expect(try changed(marks(store), before).isEmpty)
        // Often enough that runs are merged.
        for port: UInt16 in 1...40 {
            try store.commit([Traffic.countedTally([observation(1, hour: 5, port: port)])], of: session)
            let after = try marks(store)
            #expect(try changed(after, before) == [5])
            before = after
        }
        try store.commit([Traffic.countedTally([observation(9, hour: 3)])], of: session)
        var after = try marks(store)
        #expect(try changed(after, before) == [3])
        before = after
        _ = try store.erase(host: .v4(IPv4Address(rawValue: 0x0A00_0009)))
        after = try marks(store)
        #expect(try changed(after, before) == [3])
        before = after
        _ = try store.prune(before: Hour(index: 2))
        #expect(try changed(marks(store), before).prefix(2) == [0, 1])
    }

    @Test("are others where a source is counted again by other lists")
    func lists() throws {
        let folder = try StoreFolder()
        let store = try SQLiteCensus(path: folder.store, access: .write)
        let session = SessionRecord(identity: "s", interfaces: "eth0")
        try store.begin(session)
        try store.commit([Traffic.countedTally([observation(1, hour: 4)])], of: session)
        let before = try store.hourMarks()
        try store.note(ListSet([ListUse(name: "a", version: "1")]), of: session)
        #expect(try changed(marks(store), before) == [4])
    }

    @Test("of other sources stay where one begins, adds, and is merged again from a store that counted further")
    func sources() throws {
        let (folder, other) = (try StoreFolder(), try StoreFolder())
        let (store, further) = (
            try SQLiteCensus(path: folder.store, access: .write), try SQLiteCensus(path: other.store, access: .write)
        )
        for name in ["a", "b"] {
            let session = SessionRecord(identity: name, interfaces: "eth0")
            for store in [store, further] {
                try store.begin(session)
                try store.commit([Traffic.countedTally([observation(1, hour: name == "a" ? 1 : 2)])], of: session)
            }
            _ = try marks(store)
        }
        let before = try marks(store)
        let session = SessionRecord(identity: "b", interfaces: "eth0")
        try further.commit([Traffic.countedTally([observation(2, hour: 6)])], of: session)
        _ = try store.merge(other.store)
        #expect(try changed(marks(store), before).contains(6))
        #expect(try !changed(marks(store), before).contains(1))
        try store.commit(
            [Traffic.countedTally([observation(3, hour: 7)])], of: SessionRecord(identity: "a", interfaces: ""))
        _ = try marks(store)
        _ = try store.prune(before: Hour(index: 5))
        #expect(try marks(store)?.extent == Hour(index: 2)...Hour(index: 7))
    }

    @Test("stand for days, in UTC, of hours that hold something")
    func days() {
        let marks = HourMarks([Hour(index: -1): 1, Hour(index: 0): 2, Hour(index: 23): 3, Hour(index: 49): 4])
        #expect(marks.days(in: HourRange()) == [Hour(index: -24), Hour(index: 0), Hour(index: 48)])
        #expect(marks.days(in: HourRange(from: Hour(index: 1), to: Hour(index: 48))) == [Hour(index: 0)])
        #expect(HourMarks([:]).extent == nil)
    }
}
