import CensusModel
package import NetworkTypes

extension ClickHouseCensus: HostErasing {
    package func records(ofHost host: IPAddress) throws -> (flows: Int, hours: Int) {
        let question = """
            SELECT toUInt8(1), count(), uniqExact(hour) FROM \(tables.flow)
            WHERE \(condition(of: host)) AND \(isVisible(in: HourRange(), try snapshot()))
            """
        let found = try rows(question, "look for a host") {
            (flows: Int(clamping: try $0.number(UInt64.self)), hours: Int(clamping: try $0.number(UInt64.self)))
        }
        return found.first ?? (0, 0)
    }

    /// Removes it by mutations, for whose end it waits: first from what claims state, then the flows, of runs that nobody sees too.
    /// Where it is ended before that, the same again does the rest. Engines keep no events.
    package func erase(host: IPAddress) throws -> (flows: Int, hours: Int, events: Int) {
        let found = try records(ofHost: host)
        try set(Self.erasedName, "1", number: 0, id: 0)
        try lowerClaims(of: host)
        try mutate(tables.flow, "DELETE WHERE \(condition(of: host))")
        return (found.flows, found.hours, 0)
    }

    /// Whether a host was removed at any time, so that claims state fewer packets as matching than were counted.
    func hasErased() throws -> Bool { try setting(Self.erasedName) != nil }

    private static let erasedName = "erased"

    private func condition(of host: IPAddress) -> String {
        "host_version = \(host.version) AND host = \(SQL.fixed(host.number))"
    }

    /// Has claims state the flows and the matching packets that are left without the host. They are counted, and not lowered, so that it
    /// may be done again.
    private func lowerClaims(of host: IPAddress) throws {
        let operation = "remove a host"
        let named = "SELECT id, arrayJoin(runs) AS run FROM \(tables.claim)"
        let claims = try rows(
            """
            SELECT DISTINCT toUInt8(1), id FROM (\(named) WHERE flows > 0)
            WHERE run IN (SELECT run FROM \(tables.flow) WHERE \(condition(of: host)))
            """, operation
        ) { try $0.fixed() }
        for first in stride(from: 0, to: claims.count, by: Self.claimsAtATime) {
            let some = "hex(id) IN (\(SQL.list(claims[first..<min(first + Self.claimsAtATime, claims.count)])))"
            let question = """
                SELECT toUInt8(1), id, hour, sum(remaining), sum(packets), sum(gone) FROM (
                    SELECT run, hour, toUInt64(countIf(NOT here)) AS remaining, toUInt64(countIf(here)) AS gone,
                        sumIf(host_packets + origin_packets, NOT here AND pruned = 0 AND exporter = \(SQL.fixed(0))) AS packets
                    FROM (SELECT *, \(condition(of: host)) AS here FROM \(tables.flow)
                        WHERE run IN (SELECT arrayJoin(runs) AS run FROM \(tables.claim) WHERE \(some)))
                    GROUP BY run, hour) AS counts
                ANY LEFT JOIN (\(named) WHERE \(some)) AS named USING run GROUP BY id, hour
                """
            let left = try rows(question, operation, FlowsLeft.init)
            try mutate(tables.claim, "UPDATE \(Self.changes(left)) WHERE \(some)")
        }
    }

    /// Claims that are changed by one statement.
    private static let claimsAtATime = 500

    private static func changes(_ left: [FlowsLeft]) -> String {
        let flows = Dictionary(left.map { (SQL.digits($0.claim), $0.flows) }) { $0 + $1 }
        let packets = left.filter(\.isTouched).map { ("\(SQL.digits($0.claim))\($0.hour.startSeconds)", $0.packets) }
        return """
            flows = \(transform("hex(id)", Array(flows), "flows")), coverage_count = arrayMap(
                (counted, kind, exporter, hour) -> if(kind = 'matched' AND exporter = \(SQL.fixed(0)),
                    least(counted, \(transform("concat(hex(id), toString(hour))", packets, "counted"))), counted),
                coverage_count, coverage_kind, coverage_exporter, coverage_hour)
            """
    }

    /// What some texts stand for; anything else for a value of its own.
    private static func transform(_ text: String, _ values: [(String, UInt64)], _ other: String) -> String {
        let (texts, numbers) = (values.map { SQL.text($0.0) }, values.map { "toUInt64(\($0.1))" })
        return "transform(\(text), [\(texts.joined(separator: ", "))], [\(numbers.joined(separator: ", "))], \(other))"
    }
}

/// What is left of the flows of a claim and an hour where a host goes.
private struct FlowsLeft {
    let claim: UInt128
    let hour: Hour
    let flows: UInt64
    let packets: UInt64
    /// Whether it holds flows of the host.
    let isTouched: Bool

    init(_ reader: inout RowReader) throws {
        (claim, hour) = (try reader.fixed(), try FlowRow.hour(reader.number()))
        (flows, packets) = (try reader.number(), try reader.number())
        isTouched = try reader.number(UInt64.self) > 0
    }
}
