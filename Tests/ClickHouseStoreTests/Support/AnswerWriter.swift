import CensusModel
import NetworkTypes

@testable import ClickHouseStore

/// Writes flows as a server answers them in columns, some rows a block.
enum AnswerWriter {
    /// What packets, or one exporter each, tell of flows: a row for each.
    static func rows(of flow: FlowRecord) -> [FlowRecord] {
        guard !flow.reports.isEmpty else { return [flow] }
        return flow.reports.map { report in
            FlowRecord(
                key: flow.key, labels: flow.labels, matchesPort: flow.matchesPort, fromHost: report.fromHost,
                fromOrigin: report.fromOrigin, exporter: report.exporter, isPruned: flow.isPruned)
        }
    }

    /// - Parameter mark: what stands in the last column.
    static func block(_ rows: [FlowRecord], mark: UInt8 = RowMark.row) -> [UInt8] {
        var writer = RowWriter()
        let columns = Tables.flowColumns.filter { FlowRow.readColumns.contains($0.name) }
        writer.add(length: columns.count + 1)
        writer.add(length: rows.count)
        for column in columns {
            writer.add(column.name)
            writer.add(column.type)
            var labels = 0
            if column.name == "labels" {
                for row in rows {
                    labels += row.labels.count
                    writer.add(UInt64(labels))
                }
                for label in rows.flatMap(\.labels) { writer.add(label) }
            } else {
                for row in rows { add(column.name, of: row, to: &writer) }
            }
        }
        writer.add("mark")
        writer.add("UInt8")
        for _ in rows { writer.add(mark) }
        return writer.bytes
    }

    private static func add(_ column: String, of row: FlowRecord, to writer: inout RowWriter) {
        switch column {
        case "pruned": writer.add(row.isPruned ? 1 : 0 as UInt8)
        case "hour": writer.add(row.key.hour.startSeconds)
        case "origin_version": writer.add(row.key.origin.version)
        case "origin": writer.add(fixed: row.key.origin.number)
        case "host_version": writer.add(row.key.host.version)
        case "host": writer.add(fixed: row.key.host.number)
        case "protocol": writer.add(row.key.transport.rawValue)
        case "host_port": writer.add(row.key.hostPort)
        case "origin_port": writer.add(row.key.originPort)
        case "class": writer.add(row.key.threatClass.rawValue)
        case "port_matched": writer.add(row.matchesPort ? 1 : 0 as UInt8)
        case "exporter": writer.add(fixed: row.reports.first?.exporter.code ?? Exporter.packets.code)
        default:
            let end = column.hasPrefix("host_") ? row.fromHost : row.fromOrigin
            add(column.split(separator: "_")[1], ofEnd: end, to: &writer)
        }
    }

    private static func add(_ column: Substring, ofEnd end: DirectionCounters, to writer: inout RowWriter) {
        switch column {
        case "packets": writer.add(end.packets)
        case "bytes": writer.add(end.bytes)
        case "payload": writer.add(end.payloadBytes)
        case "refusals": writer.add(end.refusals)
        case "flags": writer.add(end.tcpFlags.rawValue)
        case "roles": writer.add(end.roles.rawValue)
        case "first": writer.add(end.firstNanoseconds)
        default: writer.add(end.lastNanoseconds)
        }
    }
}
