import CensusModel
import HourlyRollup
import NetworkTypes
import Testing

/// Flows that are graded as a test needs them.
enum Evidence {
    static func hour(_ text: String) throws -> Hour {
        Hour(containing: try #require(Timestamp(parsing: text)))
    }

    static func host(_ number: UInt32) -> IPAddress { .v4(IPv4Address(rawValue: 0x0A00_0000 | number)) }
    static func origin(_ number: UInt32) -> IPAddress { .v4(IPv4Address(rawValue: 0xC000_0200 | number)) }
    static func origin6(_ number: UInt32) -> IPAddress {
        .v6(IPv6Address(rawValue: 0x2001_0DB8 << 96 | UInt128(number)))
    }

    /// A TCP flow of a grade, which begins with its hour.
    static func flow(
        _ grade: Grade, _ hour: Hour, origin: IPAddress, host: IPAddress, port: UInt16 = 50_000,
        threatClass: ThreatClass = .c2, labels: [String] = []
    ) -> JudgedFlow {
        let key = FlowKey(
            hour: hour, origin: origin, host: host, transport: .tcp, hostPort: port, originPort: 53,
            threatClass: threatClass)
        var fromHost = DirectionCounters()
        var fromOrigin = DirectionCounters()
        let originBegan = [.probed, .served, .intruded].contains(grade)
        if grade != .probed { fromHost = counters(hour, second: originBegan ? 2 : 1) }
        if grade != .attempted { fromOrigin = counters(hour, second: originBegan ? 1 : 2) }
        if grade == .answered { fromOrigin.payloadBytes = 0 }
        let record = FlowRecord(key: key, labels: labels, fromHost: fromHost, fromOrigin: fromOrigin)
        return JudgedFlow(record, initiator: originBegan ? .fromOrigin : .fromHost, grade: grade)
    }

    private static func counters(_ hour: Hour, second: Int64) -> DirectionCounters {
        let time = Timestamp(nanoseconds: (hour.startSeconds + second) * Timestamp.nanosecondsPerSecond)
        var counters = DirectionCounters()
        (counters.packets, counters.bytes, counters.payloadBytes) = (1, 100, 72)
        (counters.first, counters.last) = (time, time)
        return counters
    }

    /// The rows of flows, which are put into order of hour and origin first.
    static func rows(
        _ flows: [JudgedFlow], by grouping: Grouping, minimumGrade: Grade = .attempted,
        coverage: [Hour: Coverage] = [:], country: @escaping (IPAddress) -> CountryCode? = { _ in nil }
    ) -> [HourlyCount] {
        var rollup = CensusRollup(by: grouping, minimumGrade: minimumGrade, coverage: coverage, country: country)
        for flow in flows.sorted(by: isBefore) { rollup.add(flow) }
        return rollup.finish()
    }

    private static func isBefore(_ left: JudgedFlow, _ right: JudgedFlow) -> Bool {
        (left.key.hour, left.key.origin) < (right.key.hour, right.key.origin)
    }

    /// Two of three origins have a country; the address decides.
    static func country(_ origin: IPAddress) -> CountryCode? {
        switch origin {
        case .v6: CountryCode("JP")
        case .v4(let address): CountryCode(["", "US", "KR"][Int(address.rawValue % 3)])
        }
    }
}
