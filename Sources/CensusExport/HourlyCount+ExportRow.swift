package import HourlyRollup
import NetworkTypes

extension HourlyCount: ExportRow {
    package static let columns = [
        "hour", "origin", "country", "class", "label", "affected", "attempted", "answered", "exchanged", "intruded",
        "probed", "hosts", "flows", "packets", "bytes", "first_seen", "last_seen", "coverage",
    ]

    package var cells: [Cell] {
        [
            Cell(period), Cell(origin), Cell(country), .text(threatClass.name), Cell(labels: labels),
            .number(hosts.affected), .number(hosts.attempted), .number(hosts.answered), .number(hosts.exchanged),
            .number(hosts.intruded), .number(hosts.probed), .number(hosts.hosts),
        ] + traffic.cells + [coverage.map { .share($0) } ?? .empty]
    }
}

extension HostCount: ExportRow {
    package static let columns = [
        "host", "grade", "origins", "hours", "flows", "packets", "bytes", "first_seen", "last_seen",
    ]

    package var cells: [Cell] {
        [Cell(host), .text(grade.name), .number(origins), .number(hours)] + traffic.cells
    }
}

extension TrafficTotals {
    /// flows, packets, bytes, first_seen, last_seen.
    fileprivate var cells: [Cell] {
        [.number(flows), .number(packets), .number(bytes), Cell(firstSeen), Cell(lastSeen)]
    }
}

extension Cell {
    /// The text of a value, empty without one.
    init(_ value: (some CustomStringConvertible)?) {
        self = value.map { .text($0.description) } ?? .empty
    }

    /// Labels joined by semicolons.
    init(labels: [String]) {
        self = .text(labels.joined(separator: ";"))
    }
}
