import CensusModel
import HourlyRollup
import NetworkTypes

/// A line of the matched flow log: the evidence behind a count.
extension JudgedFlow: ExportRow {
    package static let columns = [
        "hour", "protocol", "host", "host_port", "origin", "origin_port", "initiator", "grade", "class", "label",
        "host_packets", "host_bytes", "host_payload", "host_flags", "origin_packets", "origin_bytes",
        "origin_payload", "origin_flags", "first_seen", "last_seen", "matched",
    ]

    package var cells: [Cell] {
        let (hostFlags, originFlags): (Cell, Cell) =
            key.transport == .tcp
            ? (.text(fromHost.tcpFlags.description), .text(fromOrigin.tcpFlags.description)) : (.empty, .empty)
        return [
            .hour(key.hour), .text(key.transport.description), .address(key.host), .number(UInt64(key.hostPort)),
            .address(key.origin), .number(UInt64(key.originPort)), .text(initiator == .fromHost ? "host" : "origin"),
            .text(grade.name), .text(key.threatClass.name), Cell(labels: labels),
            .number(fromHost.packets), .number(fromHost.bytes), .number(fromHost.payloadBytes), hostFlags,
            .number(fromOrigin.packets), .number(fromOrigin.bytes), .number(fromOrigin.payloadBytes), originFlags,
            Cell(record.firstSeen, Cell.time), Cell(record.lastSeen, Cell.time),
            Cell(matchesPort: matchesPort),
        ]
    }
}
