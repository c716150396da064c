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
        coverage: [Hour: Coverage] = [:], facts: AddressFacts = AddressFacts()
    ) -> [HourlyCount] {
        var rollup = CensusRollup(by: grouping, minimumGrade: minimumGrade, coverage: coverage, facts: facts)
        var rows: [HourlyCount] = []
        for flow in flows.sorted(by: isBefore) {
            rollup.add(flow)
            // As an export does that writes them on the way.
            if rollup.closedRows > 2 { rows += rollup.takeClosedRows() }
        }
        return rows + rollup.finish()
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

    /// Two of three origins have an autonomous system.
    static func system(_ origin: IPAddress) -> UInt32? {
        guard case .v4(let address) = origin else { return 64_501 }
        return [nil, 64_500, 900][Int(address.rawValue % 3)]
    }

    /// Three of four hosts have an owner, and one of these no sector.
    static func owner(_ host: IPAddress) -> HostOwner? {
        guard case .v4(let address) = host, address.rawValue % 4 > 0 else { return nil }
        let sector = ["", "", "government", "academic"][Int(address.rawValue % 4)]
        return HostOwner(name: "\(host)", sector: sector, contact: "")
    }

    static let facts = AddressFacts(country: country, system: system, owner: owner)
}
