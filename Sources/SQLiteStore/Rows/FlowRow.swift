import CensusModel
import FlowRuns
import GRDB
import NetworkTypes

/// A flow as it stands in the table `flow` of stores of earlier versions.
enum FlowRow {
    private static let counted = ["packets", "bytes", "payload", "flags", "refusals", "first", "last"]
    private static let key = [
        "hour", "origin", "host", "protocol", "host_port", "origin_port", "attribution", "source", "exporter",
    ]
    /// What rows are sorted by: a flow's own key, within which attributions, sources and exporters follow one another.
    private static let order = Array(key.dropLast(2))
    private static let counters = counted.map { "host_" + $0 } + counted.map { "origin_" + $0 }
    /// The flows in the order of their key, so that records of one flow follow one another. Stores of earlier versions,
    /// which know no sources, are read in the same way.
    ///
    /// - Parameters:
    ///   - version: of the store's tables.
    ///   - includesPruned: whether to read those that were pruned, too; then the conditions have their arguments twice.
    static func select(where conditions: [String], ofVersion version: Int, includesPruned: Bool) -> String {
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        let knowsRoles = version >= Schema.firstVersionWithRoles
        let values = (order + counters).map {
            $0.hasSuffix("_flags") && !knowsRoles ? Schema.rolesOfOldFlags($0) : $0
        }.joined(separator: ", ")
        let exporter = version >= Schema.firstVersionWithExporters ? "exporter" : "0"
        let tables = includesPruned ? ["flow", "pruned_flow"] : ["flow"]
        let parts = tables.enumerated().map { "SELECT \(values), \($0), \(exporter) FROM \($1)\(filter)" }
        return parts.joined(separator: " UNION ALL ") + " ORDER BY " + order.joined(separator: ", ")
    }

    /// The rows of an hour and a source in the order of 5-tuples, for `record`.
    static func records(in table: String) -> String {
        let values = (order + counters).joined(separator: ", ")
        return """
            SELECT \(values), 0, exporter FROM \(table) WHERE hour = ? AND source = ? ORDER BY \(order.joined(separator: ", "))
            """
    }

    private static let rolesShift: Int64 = 16

    /// The flow in the row of a `select` at which a statement stands.
    ///
    /// - Throws: `DatabaseError` where a value is not one that is written here.
    static func flow(
        _ row: borrowing RawStatement, attributions: [Int64: Attribution]
    ) throws -> FlowRecord {
        let (hour, record) = try (hour(row), record(row))
        guard let attribution = attributions[record.attribution] else { throw unknown }
        let tuple = record.tuple
        let key = FlowKey(
            hour: hour, origin: tuple.origin, host: tuple.host, transport: tuple.transport, hostPort: tuple.hostPort,
            originPort: tuple.originPort, threatClass: attribution.threatClass)
        return FlowRecord(
            key: key, labels: attribution.labels, matchesPort: attribution.matchesPort, fromHost: record.fromHost,
            fromOrigin: record.fromOrigin, exporter: record.exporter, isPruned: try row.number(21) != 0)
    }

    private static let unknown = DatabaseError(
        resultCode: .SQLITE_CORRUPT, message: "a flow of unknown address, class or exporter")

    private static func hour(_ row: borrowing RawStatement) throws -> Hour {
        let (origin, host) = (try row.address(1), try row.address(2))
        return try Hour(
            startSeconds: try row.number(0),
            of: "a flow of \(host.map { "\($0)" } ?? "?") with \(origin.map { "\($0)" } ?? "?")")
    }

    /// The record in the row of a `select` or of `records` at which a statement stands.
    static func record(_ row: borrowing RawStatement) throws -> RunRecord {
        guard let origin = try row.address(1), let host = try row.address(2), let exporter = try row.exporter(22)
        else { throw unknown }
        let hour = try hour(row)
        guard let transport = UInt8(exactly: try row.number(3)), let hostPort = UInt16(exactly: try row.number(4)),
            let originPort = UInt16(exactly: try row.number(5))
        else { throw impossible("port or protocol", hour, host, origin) }
        let tuple = FlowTuple(
            origin: origin, host: host, transport: TransportProtocol(rawValue: transport), hostPort: hostPort,
            originPort: originPort)
        return RunRecord(
            tuple, attribution: try row.number(6), exporter: exporter,
            fromHost: try counters(row, at: 7, of: tuple, hour), fromOrigin: try counters(row, at: 14, of: tuple, hour))
    }

    private static func impossible(
        _ value: String, _ hour: Hour, _ host: IPAddress, _ origin: IPAddress
    ) -> DatabaseError {
        DatabaseError(
            resultCode: .SQLITE_CORRUPT,
            message: "a flow of \(host) with \(origin) in the hour \(hour) has an impossible \(value)")
    }

    private static func counters(
        _ row: borrowing RawStatement, at column: CInt, of tuple: FlowTuple, _ hour: Hour
    ) throws -> DirectionCounters {
        let start = Int64(hour.index) &* Hour.nanoseconds
        var counters = DirectionCounters()
        counters.packets = UInt64(bitPattern: try row.number(column))
        counters.bytes = UInt64(bitPattern: try row.number(column + 1))
        counters.payloadBytes = UInt64(bitPattern: try row.number(column + 2))
        let flags = try row.number(column + 3)
        counters.tcpFlags = TCPFlags(rawValue: UInt16(truncatingIfNeeded: flags))
        counters.roles = PacketRoles(rawValue: UInt8(truncatingIfNeeded: flags >> rolesShift)).subtracting(.refusal)
        counters.refusals = UInt64(bitPattern: try row.number(column + 4))
        let all = counters.packets | counters.bytes | counters.payloadBytes | counters.refusals
        guard all >> RunPage.counterBits == 0 else {
            throw impossible("counter", hour, tuple.host, tuple.origin)
        }
        let (first, last) = (try row.optionalNumber(column + 5), try row.optionalNumber(column + 6))
        let isWithinHour = (first ?? 0) >= 0 && (first ?? 0) <= (last ?? 0) && (last ?? 0) < Hour.nanoseconds
        guard isWithinHour, (first == nil) == (last == nil) else {
            throw impossible("time", hour, tuple.host, tuple.origin)
        }
        counters.first = first.map { Timestamp(nanoseconds: start &+ $0) }
        counters.last = last.map { Timestamp(nanoseconds: start &+ $0) }
        return counters
    }
}
