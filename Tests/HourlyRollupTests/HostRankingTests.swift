import HourlyRollup
import NetworkTypes
import Testing

@Suite("The hosts with the strongest evidence")
struct HostRankingTests {
    private static let grades: [Grade] = [.probed, .served, .attempted, .answered, .exchanged, .intruded]

    private func flows(_ seed: UInt64) throws -> [JudgedFlow] {
        let hour = try Evidence.hour("2013-05-31T22:00")
        var state = seed
        return (0..<20_000).map { number in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let mixed = UInt32(truncatingIfNeeded: state >> 33)
            return Evidence.flow(
                Self.grades[Int(mixed % 6)], hour, origin: Evidence.origin(mixed % 7),
                host: mixed % 11 == 0 ? Evidence.origin6(mixed / 13 % 300) : Evidence.host(mixed / 7 % 6_000),
                port: UInt16(number % 50_000))
        }
    }

    @Test("are the first of all rows by host, however flows are divided", arguments: [1, 2, 3, 4] as [UInt64])
    func leading(seed: UInt64) throws {
        let flows = try flows(seed)
        var rows = HostRollup()
        for flow in flows { rows.add(flow) }
        let all = rows.finish(minimumGrade: .attempted).sorted { one, other in
            if one.grade != other.grade { return one.grade > other.grade }
            if one.traffic.flows != other.traffic.flows { return one.traffic.flows > other.traffic.flows }
            return one.host < other.host
        }
        var whole = HostRanking()
        for start in stride(from: 0, to: flows.count, by: 700) {
            var part = HostRanking()
            for flow in flows[start..<min(start + 700, flows.count)] { part.add(flow) }
            whole.merge(part)
        }
        for most in [1, 7, 500, 100_000] {
            let (hosts, count) = whole.leading(most, minimumGrade: .attempted)
            #expect(hosts == all.prefix(most).map(\.host))
            #expect(count == all.count)
        }
        let last = try #require(all.last?.host)
        #expect(whole.host { $0 == last } == last)
        #expect(whole.host { _ in false } == nil)
    }
}
