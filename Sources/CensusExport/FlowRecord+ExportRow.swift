package import HourlyRollup
import NetworkTypes

/// A line of the matched flow log: the evidence behind a count.
extension FlowRecord: ExportRow {
    package static let columns = [
        "hour", "protocol", "host", "host_port", "origin", "origin_port", "initiator", "grade", "class", "label",
        "host_packets", "host_bytes", "host_payload", "host_flags", "origin_packets", "origin_bytes",
        "origin_payload", "origin_flags", "first_seen", "last_seen",
    ]

    package var cells: [Cell] {
        [
            Cell(key.hour), Cell(key.transport), Cell(key.host), .number(UInt64(key.hostPort)), Cell(key.origin),
            .number(UInt64(key.originPort)), .text(initiator == .fromHost ? "host" : "origin"), .text(grade.name),
            .text(key.threatClass.name), Cell(labels: labels),
        ] + cells(of: fromHost) + cells(of: fromOrigin) + [Cell(firstSeen), Cell(lastSeen)]
    }

    private func cells(of counters: DirectionCounters) -> [Cell] {
        let flags: Cell = key.transport == .tcp ? .text(counters.tcpFlags.description) : .empty
        return [.number(counters.packets), .number(counters.bytes), .number(counters.payloadBytes), flags]
    }
}
