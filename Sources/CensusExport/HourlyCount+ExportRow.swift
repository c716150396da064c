import CensusModel
package import HourlyRollup
import NetworkTypes

extension HourlyCount: ExportRow {
    package static let columns = shared + ofJSONAlone

    /// With the column that a grouping adds to all others behind `served`.
    package static func columns(by grouping: Grouping) -> [Column<HourlyCount>] {
        switch grouping {
        case .autonomousSystem:
            shared(by: grouping) + [Column("asn") { row in Cell(row.system) { .number(UInt64($0)) } }] + ofJSONAlone
        case .sector: shared(by: grouping) + [Column("sector") { Cell($0.sector, Cell.outside) }] + ofJSONAlone
        case .sensor: shared(by: grouping) + [Column("sensor") { Cell($0.sensor, Cell.outside) }] + ofJSONAlone
        default: shared(by: grouping) + ofJSONAlone
        }
    }

    /// The columns of all groupings; the label is empty where rows do not tell labels apart.
    private static func shared(by grouping: Grouping) -> [Column<HourlyCount>] {
        shared.map { $0.name != "label" || grouping.hasLabels ? $0 : Column("label") { _ in .empty } }
    }

    private static let shared: [Column<HourlyCount>] = [
        Column("hour") { Cell($0.period, Cell.hour) },
        Column("origin") { Cell($0.origin, Cell.address) },
        Column("country") { row in Cell(row.country) { .text($0.description) } },
        Column("class") { row in Cell(row.threatClass) { .text($0.name) } },
        Column("label") { Cell(labels: $0.labels) },
        Column("affected") { .number($0.hosts.affected) },
        Column("attempted") { .number($0.hosts.attempted) },
        Column("answered") { .number($0.hosts.answered) },
        Column("exchanged") { .number($0.hosts.exchanged) },
        Column("intruded") { .number($0.hosts.intruded) },
        Column("probed") { .number($0.hosts.probed) },
        Column("hosts") { .number($0.hosts.hosts) },
        Column("flows") { .number($0.traffic.flows) },
        Column("packets") { .number($0.traffic.packets) },
        Column("bytes") { .number($0.traffic.bytes) },
        Column("first_seen") { Cell($0.traffic.firstSeen, Cell.time) },
        Column("last_seen") { Cell($0.traffic.lastSeen, Cell.time) },
        Column("coverage") { Cell($0.coverage, Cell.share) },
        Column("served") { .number($0.hosts.served) },
    ]

    private static let ofJSONAlone: [Column<HourlyCount>] = [
        Column("matched", ofJSONAlone: true) { Cell(matchesPort: $0.matchesPort) }
    ]
}

extension Grouping {
    /// Whether rows tell labels apart, or the origins that have them.
    fileprivate var hasLabels: Bool {
        switch self {
        case .originAndHour, .origin, .label: true
        default: false
        }
    }
}
