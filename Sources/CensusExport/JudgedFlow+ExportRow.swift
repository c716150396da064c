import CensusModel
package import HourlyRollup
package import NetworkTypes

/// A line of the matched flow log: the evidence behind a count.
extension JudgedFlow: ExportRow {
    package static let columns: [Column<JudgedFlow>] = [
        Column("hour") { .hour($0.record.key.hour) },
        Column("protocol") { .text($0.record.key.transport.description) },
        Column("host") { .address($0.record.key.host) },
        Column("host_port") { .number(UInt64($0.record.key.hostPort)) },
        Column("origin") { .address($0.record.key.origin) },
        Column("origin_port") { .number(UInt64($0.record.key.originPort)) },
        Column("initiator") { .text($0.initiator == .fromHost ? "host" : "origin") },
        Column("grade") { .text($0.grade.name) },
        Column("class") { .text($0.record.key.threatClass.name) },
        Column("label") { Cell(labels: $0.record.labels) },
        Column("host_packets") { .number($0.record.fromHost.packets) },
        Column("host_bytes") { .number($0.record.fromHost.bytes) },
        Column("host_payload") { .number($0.record.fromHost.payloadBytes) },
        Column("host_flags") { $0.flags(of: $0.record.fromHost) },
        Column("origin_packets") { .number($0.record.fromOrigin.packets) },
        Column("origin_bytes") { .number($0.record.fromOrigin.bytes) },
        Column("origin_payload") { .number($0.record.fromOrigin.payloadBytes) },
        Column("origin_flags") { $0.flags(of: $0.record.fromOrigin) },
        Column("first_seen") { Cell($0.record.firstSeen, Cell.time) },
        Column("last_seen") { Cell($0.record.lastSeen, Cell.time) },
        Column("matched") { Cell(matchesPort: $0.record.matchesPort) },
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

    /// Columns with names in place of hosts' addresses.
    package static func naming(
        _ columns: [Column<JudgedFlow>], _ name: @escaping @Sendable (IPAddress) -> String
    ) -> [Column<JudgedFlow>] {
        columns.map { column in
            column.name == "host" ? Column("host") { .text(name($0.key.host)) } : column
        }
    }

    private func flags(of counters: DirectionCounters) -> Cell {
        guard record.key.transport == .tcp else { return .empty }
        return .text(Self.flagTexts[Int(counters.tcpFlags.rawValue & 0xFF)])
    }

    /// The text of each set of header bits, made once.
    private static let flagTexts = (0...0xFF).map { TCPFlags(rawValue: $0).description }
}
