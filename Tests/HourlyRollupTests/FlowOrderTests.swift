import CensusModel
import HourlyRollup
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@Suite("The order of flows")
struct FlowOrderTests {
    private func observation(_ random: inout SeededGenerator, isSpread: Bool) -> Observation {
        var observation = RandomTraffic.observation(&random)
        guard isSpread else { return observation }
        switch observation.host {
        case .v4:
            observation.host = .v4(IPv4Address(rawValue: .random(in: .min ... .max, using: &random)))
            observation.origin = .v4(IPv4Address(rawValue: .random(in: .min ... .max, using: &random)))
        case .v6:
            observation.host = .v6(IPv6Address(rawValue: .random(in: .min ... .max, using: &random)))
            observation.origin = .v6(IPv6Address(rawValue: .random(in: .min ... .max, using: &random)))
        }
        return observation
    }

    @Test(
        "is by hour, origin, host, protocol and ports, however many they are and whether they differ early or late",
        arguments: [1, 30, 60, 4_000], [false, true])
    func order(count: Int, isSpread: Bool) throws {
        var random = SeededGenerator()
        var tally = HourlyTally(attributions: RandomTraffic.attributions)
        for _ in 0..<count { tally.record(observation(&random, isSpread: isSpread)) }
        var keys: [FlowKey] = []
        tally.forEachRecordInOrder { keys.append($0.key) }
        #expect(keys.count == tally.flowCount)
        for (key, next) in zip(keys, keys.dropFirst()) {
            #expect(rank(key) <= rank(next))
        }
        let flows = try tally.flows()
        #expect(Set(flows.map(\.key)) == Set(keys))
        #expect(flows.count == Set(keys).count)
        #expect(flows.reduce(0) { $0 + $1.packets } == UInt64(count))
    }

    private func rank(_ key: FlowKey) -> (Hour, IPAddress, IPAddress, UInt8, UInt16, UInt16) {
        (key.hour, key.origin, key.host, key.transport.rawValue, key.hostPort, key.originPort)
    }
}
