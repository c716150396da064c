import CensusModel
package import HourlyRollup
package import NetworkTypes

/// A line of the matched flow log: the evidence behind a count.
extension JudgedFlow: ExportRow {
    package static let columns: [Column<JudgedFlow>] = [
        Column("hour") { .hour($0.key.hour) },
        Column("protocol") { .text($0.key.transport.description) },
        Column("host") { .address($0.key.host) },
        Column("host_port") { .number(UInt64($0.key.hostPort)) },
        Column("origin") { .address($0.key.origin) },
        Column("origin_port") { .number(UInt64($0.key.originPort)) },
        Column("initiator") { .text($0.initiator == .fromHost ? "host" : "origin") },
        Column("grade") { .text($0.grade.name) },
        Column("class") { .text($0.key.threatClass.name) },
        Column("label") { Cell(labels: $0.labels) },
        Column("host_packets") { .number($0.fromHost.packets) },
        Column("host_bytes") { .number($0.fromHost.bytes) },
        Column("host_payload") { .number($0.fromHost.payloadBytes) },
        Column("host_flags") { $0.flags(of: $0.fromHost) },
        Column("origin_packets") { .number($0.fromOrigin.packets) },
        Column("origin_bytes") { .number($0.fromOrigin.bytes) },
        Column("origin_payload") { .number($0.fromOrigin.payloadBytes) },
        Column("origin_flags") { $0.flags(of: $0.fromOrigin) },
        Column("first_seen") { Cell($0.record.firstSeen, Cell.time) },
        Column("last_seen") { Cell($0.record.lastSeen, Cell.time) },
        Column("matched") { Cell(matchesPort: $0.matchesPort) },
    ]

    /// With what files say of the origins, behind all others.
    ///
    /// - Parameters:
    ///   - country: the country of an origin; `nil` for no such column.
    ///   - system: the autonomous system of an origin; `nil` for no such column.
    package static func columns(
        country: (@Sendable (IPAddress) -> CountryCode?)?, system: (@Sendable (IPAddress) -> UInt32?)?
    ) -> [Column<JudgedFlow>] {
        var columns = columns
        if let country {
            columns.append(Column("country") { flow in Cell(country(flow.key.origin)) { .text($0.description) } })
        }
        if let system {
            columns.append(Column("asn") { flow in Cell(system(flow.key.origin)) { .number(UInt64($0)) } })
        }
        return columns
    }

    private func flags(of counters: DirectionCounters) -> Cell {
        key.transport == .tcp ? .text(counters.tcpFlags.description) : .empty
    }
}
