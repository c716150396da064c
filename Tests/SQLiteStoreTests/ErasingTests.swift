import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import Testing

@testable import SQLiteStore

@Suite("A host that is removed from a store")
struct ErasingTests {
    private func observation(_ host: UInt32, hour: Int64, port: UInt16) -> Observation {
        Traffic.observation { observation in
            observation.host = .v4(IPv4Address(rawValue: 0x0A00_0000 | host))
            observation.time = Timestamp(nanoseconds: hour * Hour.nanoseconds + 5)
            observation.hostPort = port
        }
    }

    private func flows(_ store: SQLiteCensus, includesPruned: Bool = false) throws -> [FlowRecord] {
        var (flows, filter) = ([FlowRecord](), FlowFilter(hours: HourRange()))
        filter.includesPruned = includesPruned
        try store.forEachFlow(filter) { flows.append($0) }
        return flows
    }

    @Test("leaves no flow, no event and no byte of its own behind, and everything else as it was")
    func erased() throws {
        let folder = try StoreFolder()
        let store = try SQLiteCensus(path: folder.store, access: .write)
        let session = SessionRecord(identity: "s", interfaces: "eth0")
        try store.begin(session)
        for hour: Int64 in 0..<6 {
            let all = (0..<40).map { observation($0 % 4, hour: hour, port: UInt16(50_000 + $0)) }
            try store.commit([Traffic.countedTally(all)], of: session)
        }
        // A run of the host alone goes as a whole.
        try store.commit([Traffic.countedTally([observation(7, hour: 9, port: 1)])], of: session)
        _ = try store.prune(before: Hour(index: 2))
        let host = IPAddress.v4(IPv4Address(rawValue: 0x0A00_0002))
        try store.withEventMemory { memory in
            for (number, address) in ["10.0.0.2", "10.0.0.1"].enumerated() {
                _ = try memory.add(
                    KeptEvent(
                        identifier: "\(number)", noted: Timestamp(nanoseconds: 0), host: try Traffic.address(address),
                        content: "{\"host\":\"\(address)\"}"))
                try memory.addEpisode("host_affected", "\(address) c2", Hour(index: 0)...Hour(index: 1))
            }
        }
        let before = try flows(store, includesPruned: true)
        var coverage = try store.coverage(in: HourRange())
        for flow in try flows(store) where flow.key.host == host { coverage[flow.key.hour]?.matched -= flow.packets }
        #expect(try store.records(ofHost: host) == (60, 6))
        #expect(try store.erase(host: host) == (60, 6, 1))
        #expect(try flows(store, includesPruned: true) == before.filter { $0.key.host != host })
        #expect(try store.coverage(in: HourRange()) == coverage)
        #expect(try store.findings() == [])
        #expect(try store.events(after: 0, limit: 10).map(\.identifier) == ["1"])
        let hours = Hour(index: 0)...Hour(index: 9)
        let episodes = try store.withEventMemory { memory in
            try ["10.0.0.2 c2", "10.0.0.1 c2"].map { try memory.episodes("host_affected", $0, in: hours).count }
        }
        #expect(episodes == [0, 1])
        #expect(try store.erase(host: .v4(IPv4Address(rawValue: 0x0A00_0007))) == (1, 1, 0))
        #expect(try store.erase(host: host) == (0, 0, 0))
        for (name, content) in try folder.content() {
            #expect(content.range(of: Data("10.0.0.2".utf8)) == nil, "\(name)")
        }
    }
}
