import CensusModel
package import HourlyRollup
import NetworkTypes

extension HourlyCount: ExportRow {
    package static let columns = [
        "hour", "origin", "country", "class", "label", "affected", "attempted", "answered", "exchanged", "intruded",
        "probed", "hosts", "flows", "packets", "bytes", "first_seen", "last_seen", "coverage", "served",
    ]

    package var cells: [Cell] {
        [
            Cell(period, Cell.hour), Cell(origin, Cell.address), Cell(country) { .text($0.description) },
            .text(threatClass.name),
            Cell(labels: labels),
            .number(hosts.affected), .number(hosts.attempted), .number(hosts.answered), .number(hosts.exchanged),
            .number(hosts.intruded), .number(hosts.probed), .number(hosts.hosts),
            .number(traffic.flows), .number(traffic.packets), .number(traffic.bytes),
            Cell(traffic.firstSeen, Cell.time), Cell(traffic.lastSeen, Cell.time), Cell(coverage, Cell.share),
            .number(hosts.served),
        ]
    }

    package static var columnsOfJSONAlone: [String] { ["matched"] }
    package var cellsOfJSONAlone: [Cell] { [Cell(matchesPort: matchesPort)] }
}

extension HostCount: ExportRow {
    package static let columns = [
        "host", "grade", "origins", "hours", "flows", "packets", "bytes", "first_seen", "last_seen",
    ]

    package var cells: [Cell] {
        [
            .address(host), .text(grade.name), .number(origins), .number(hours),
            .number(traffic.flows), .number(traffic.packets), .number(traffic.bytes),
            Cell(traffic.firstSeen, Cell.time), Cell(traffic.lastSeen, Cell.time),
        ]
    }
}
