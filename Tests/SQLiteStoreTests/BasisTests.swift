import CensusModel
import GRDB
import HourlyRollup
import NetworkTypes
import SQLiteStore
import Testing

@Suite("What a store was counted with")
struct BasisTests {
    private let folder: StoreFolder
    private static let one = CountingBasis(internalNetworks: "10.0.0.0/8", tunnels: "innermost", tunnelPeers: "")

    init() throws {
        folder = try StoreFolder()
    }

    private func others() -> [CountingBasis] {
        [
            CountingBasis(internalNetworks: "10.0.0.0/9", tunnels: "innermost", tunnelPeers: ""),
            CountingBasis(internalNetworks: "10.0.0.0/8", tunnels: "outermost", tunnelPeers: ""),
            CountingBasis(internalNetworks: "10.0.0.0/8", tunnels: "innermost", tunnelPeers: "192.0.2.1/32"),
        ]
    }

    private func tally() -> HourlyTally {
        var coverage = Coverage()
        (coverage.seen, coverage.decoded, coverage.matched) = (1, 1, 1)
        return Traffic.tally([Traffic.observation()], coverage: [Hour(index: 0): coverage])
    }

    /// A store with one capture, counted with some rules and lists.
    private func store(_ name: String, _ basis: CountingBasis?, _ lists: [ListRecord] = [], of capture: String) throws
        -> String
    {
        let path = folder.path + "/" + name
        let store = try SQLiteCensus(path: path, access: .write)
        if let basis { try store.adopt(basis) }
        try store.note(lists)
        var segment = Traffic.segment(capture, tally())
        segment.lists = ListSet(lists.map { ListUse(name: $0.name, version: $0.version) })
        _ = try store.commit(segment, as: .new(besides: []))
        return path
    }

    @Test("is taken as it comes while it holds nothing, and refused when it is another")
    func adopted() throws {
        let store = try SQLiteCensus.inMemory()
        for basis in others() + [Self.one] { try store.adopt(basis) }
        #expect(try store.summary().basis == Self.one)
        try store.add(tally(), of: "id")
        try store.adopt(Self.one)
        for basis in others() {
            let error = #expect(throws: SQLiteCensusError.self) { try store.adopt(basis) }
            #expect("\(try #require(error))".contains("was counted with --"))
        }
        #expect(try store.summary().basis == Self.one)
    }

    @Test("must be the same in stores that are merged, as far as it is known")
    func merged() throws {
        let here = try SQLiteCensus(path: try store("here.db", Self.one, of: "a"), access: .write)
        for (number, basis) in others().enumerated() {
            let there = try store("\(number).db", basis, of: "b")
            let error = #expect(throws: SQLiteCensusError.self) { try here.merge(there) }
            #expect(try #require(error).store == there)
        }
        #expect(try here.merge(store("same.db", Self.one, of: "c")).map(\.result) == [.added])
        #expect(try here.merge(store("unknown.db", nil, of: "d")).map(\.result) == [.added])
        let empty = try SQLiteCensus(path: folder.path + "/empty.db", access: .write)
        _ = try empty.merge(folder.path + "/0.db")
        #expect(try empty.summary().basis == others()[0])
    }

    @Test("of lists, of one capture that was counted as far in two stores, decides for the newer, in any order")
    func newerLists() throws {
        let (old, new) = (
            ListRecord(version: "1", name: "l", entries: 1), ListRecord(version: "2", name: "l", entries: 1)
        )
        let paths = [
            try store("old.db", Self.one, [old], of: "a"), try store("new.db", Self.one, [old, new], of: "a"),
        ]
        let later = try DatabaseQueue(path: paths[1])
        try later.write {
            try $0.execute(sql: "UPDATE list SET first_used_at = '2030-01-01T00:00:00Z' WHERE version = '2'")
        }
        try later.close()
        for (number, order) in [paths, paths.reversed()].enumerated() {
            let target = try SQLiteCensus(path: folder.path + "/target\(number).db", access: .write)
            let results = try order.map { try target.merge($0).map(\.result) }
            #expect(results[1] == [number == 0 ? .newerLists(name: "a.pcap") : .there(name: "a.pcap")])
            let source = try #require(target.summary().sources.first)
            #expect(source.lists.flatMap(\.lists).map(\.version) == ["1", "2"])
            #expect(try target.flows().map(\.packets) == [1])
        }
    }
}
