import CensusModel
package import HourlyRollup
package import NetworkTypes

extension HostCount: ExportRow {
    package static let columns: [Column<HostCount>] = [
        Column("host") { .address($0.host) },
        Column("grade") { .text($0.grade.name) },
        Column("origins") { .number($0.origins) },
        Column("hours") { .number($0.hours) },
        Column("flows") { .number($0.traffic.flows) },
        Column("packets") { .number($0.traffic.packets) },
        Column("bytes") { .number($0.traffic.bytes) },
        Column("first_seen") { Cell($0.traffic.firstSeen, Cell.time) },
        Column("last_seen") { Cell($0.traffic.lastSeen, Cell.time) },
        Column("name") { Cell($0.owner) { .outside($0.name) } },
        Column("sector") { Cell($0.owner) { .outside($0.sector) } },
        Column("contact") { Cell($0.owner) { .outside($0.contact) } },
        Column("labels") { Cell(labels: $0.labels) },
        Column("top_origin") { .address($0.leadingOrigin) },
    ]

    /// With names in place of hosts' addresses, and without what else says whose they are.
    package static func columns(
        naming name: @escaping @Sendable (IPAddress) -> String
    ) -> [Column<HostCount>] {
        columns.map { column in
            switch column.name {
            case "host": Column("host") { .text(name($0.host)) }
            case "name", "contact": Column(column.name) { _ in .empty }
            default: column
            }
        }
    }
}
