import CensusModel
import HourlyRollup
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@Suite("Merging flows")
struct FlowMergeTests {
    /// The flows of some tallies, merged in the order given.
    private func merge(_ tallies: [HourlyTally]) throws -> [FlowKey: FlowRecord] {
        var flows: [FlowKey: FlowRecord] = [:]
        for flow in try tallies.flatMap({ try $0.flows() }) {
            if flows[flow.key]?.merge(flow) == nil { flows[flow.key] = flow }
        }
        return flows
    }

    private func tally(_ observations: some Sequence<Observation>) -> HourlyTally {
        var tally = HourlyTally(attributions: RandomTraffic.attributions)
        for observation in observations { tally.record(observation) }
        return tally
    }

    @Test("gives the same flows however the packets are split and whatever the order of packets and parts")
    func orderFree() throws {
        var random = SeededGenerator()
        for _ in 0..<20 {
            let count = Int.random(in: 1...400, using: &random)
            let observations = (0..<count).map { _ in RandomTraffic.observation(&random) }
            let whole = try merge([tally(observations)])
            #expect(whole.values.reduce(0) { $0 + $1.packets } == UInt64(count))
            for parts in [1, 2, 7] {
                var piles = [[Observation]](repeating: [], count: parts)
                for observation in observations.shuffled(using: &random) {
                    piles[Int.random(in: 0..<parts, using: &random)].append(observation)
                }
                let merged = try merge(piles.map(tally).shuffled(using: &random))
                #expect(merged == whole)
                var sum = tally([])
                for pile in piles { sum.merge(tally(pile)) }
                #expect(try merge([sum]) == whole)
                var all = tally([])
                for var part in piles.map(tally) {
                    all.absorb(&part)
                    #expect(part.flowCount == 0)
                }
                let given = all.handOver()
                #expect(try merge([given]) == whole)
                #expect(all.flowCount == 0)
            }
        }
    }

    @Test("of a flow that many exporters tell of gives what merging them one by one gives, in any order")
    func manyExporters() {
        var random = SeededGenerator()
        let observation = RandomTraffic.observation(&random)
        let key = FlowKey(
            hour: Hour(index: 1), origin: observation.origin, host: observation.host,
            transport: observation.transport, hostPort: 1, originPort: 2, threatClass: .c2)
        let records = (0..<200).map { _ in
            var (host, origin) = (DirectionCounters(), DirectionCounters())
            host.packets = random.next() % 4
            origin.packets = random.next() % 4
            (host.bytes, origin.bytes) = (random.next() % 1_000, random.next() % 1_000)
            let exporter = Exporter(.v4(IPv4Address(rawValue: UInt32(random.next() % 50))))
            return FlowRecord(key: key, fromHost: host, fromOrigin: origin, exporter: exporter)
        }
        var one = records[0]
        for record in records.dropFirst() { one.merge(record) }
        for order in [records, records.reversed(), records.shuffled(using: &random)] {
            var (merge, flows) = (FlowMerge(), [FlowRecord]())
            for record in order { merge.add(record) { flows.append($0) } }
            merge.handOut { flows.append($0) }
            #expect(flows == [one])
        }
    }

    @Test("keeps what each exporter tells, whichever of two tallies is larger and however they number exporters")
    func exportersOfTallies() throws {
        var random = SeededGenerator()
        func observations(_ count: Int, _ exporters: [UInt32]) -> [LogObservation] {
            (0..<count).map { _ in
                let packet = RandomTraffic.observation(&random)
                var counters = DirectionCounters()
                (counters.packets, counters.bytes) = (1, UInt64(packet.length))
                let exporter = exporters[Int(random.next() % UInt64(exporters.count))]
                return LogObservation(
                    hour: Hour(containing: packet.time), host: packet.host, origin: packet.origin,
                    hostPort: packet.hostPort, originPort: packet.originPort, transport: packet.transport,
                    direction: packet.direction, counters: counters,
                    exporter: Exporter(.v4(IPv4Address(rawValue: exporter))), attribution: packet.attribution)
            }
        }
        func tally(_ observations: [LogObservation]) -> HourlyTally {
            var tally = HourlyTally(attributions: RandomTraffic.attributions)
            for observation in observations { tally.record(observation) }
            return tally
        }
        for sizes in [(3, 300), (300, 3), (50, 50)] {
            let parts = (observations(sizes.0, [7, 8, 9]), observations(sizes.1, [9, 5, 8, 1]))
            let whole = try merge([tally(parts.0 + parts.1)])
            var (all, other) = (tally(parts.0), tally(parts.1))
            all.absorb(&other)
            #expect(try merge([all]) == whole)
        }
    }

    @Test("sums, bounds and joins just what the packets say")
    func naive() throws {
        var random = SeededGenerator()
        let observations = (0..<2_000).map { _ in RandomTraffic.observation(&random) }
        for (key, flow) in try merge([tally(observations)]) {
            let own = observations.filter { isPart($0, of: key) }
            let (sent, received) = (
                own.filter { $0.direction == .fromHost }, own.filter { $0.direction == .fromOrigin }
            )
            for (counters, packets) in [(flow.fromHost, sent), (flow.fromOrigin, received)] {
                #expect(counters.packets == UInt64(packets.count))
                #expect(counters.bytes == packets.reduce(0) { $0 + UInt64($1.length) })
                #expect(counters.payloadBytes == packets.reduce(0) { $0 + UInt64($1.payloadLength) })
                #expect(counters.tcpFlags == packets.reduce(into: []) { $0.formUnion($1.tcpFlags) })
                #expect(counters.first == packets.map(\.time).min() && counters.last == packets.map(\.time).max())
                #expect(counters.refusals == UInt64(packets.count { $0.roles.contains(.refusal) }))
                for role in [PacketRoles.opening, .answer] {
                    #expect(counters.roles.contains(role) == packets.contains { $0.roles.contains(role) })
                }
            }
            #expect(flow.packets == UInt64(own.count))
            #expect(flow.firstSeen == own.map(\.time).min() && flow.lastSeen == own.map(\.time).max())
            let labels = own.flatMap { RandomTraffic.attributions[Int($0.attribution.rawValue)].labels }
            #expect(flow.labels == Set(labels).sorted())
        }
    }

    private func isPart(_ observation: Observation, of key: FlowKey) -> Bool {
        Hour(containing: observation.time) == key.hour && observation.origin == key.origin
            && observation.host == key.host
            && observation.transport == key.transport && observation.hostPort == key.hostPort
            && observation.originPort == key.originPort
            && RandomTraffic.attributions[Int(observation.attribution.rawValue)].threatClass == key.threatClass
    }

    @Test("counts a packet in its own hour, before 1970 too")
    func hours() throws {
        var random = SeededGenerator()
        var observation = RandomTraffic.observation(&random)
        let times: [Int64] = [-Hour.nanoseconds, -1, 0, Hour.nanoseconds - 1, Hour.nanoseconds]
        let flows = try times.flatMap { nanoseconds in
            observation.time = Timestamp(nanoseconds: nanoseconds)
            return try tally([observation]).flows().map(\.key.hour.index)
        }
        #expect(flows == [-1, -1, 0, 0, 1])
    }

    @Test("keeps no time of either end where neither is known, and the known one where one is")
    func optionalTimes() {
        let (early, late) = (Timestamp(nanoseconds: 1), Timestamp(nanoseconds: 2))
        #expect(earlier(nil, nil) == nil && later(nil, nil) == nil)
        #expect(earlier(early, nil) == early && earlier(nil, early) == early)
        #expect(later(late, nil) == late && later(nil, late) == late)
        #expect(earlier(late, early) == early && later(late, early) == late)
    }
}
