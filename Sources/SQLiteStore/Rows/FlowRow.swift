import CensusModel
import GRDB
import NetworkTypes

/// A flow as it stands in the table `flow`.
enum FlowRow {
    private static let counted = ["packets", "bytes", "payload", "flags", "refusals", "first", "last"]
    private static let key = [
        "hour", "origin", "host", "protocol", "host_port", "origin_port", "attribution", "source", "exporter",
    ]
    /// What rows are sorted by: a flow's own key, within which attributions, sources and exporters follow one another.
    private static let order = Array(key.dropLast(2))
    private static let counters = counted.map { "host_" + $0 } + counted.map { "origin_" + $0 }
    private static let columns = key + counters
    private static let columnList = columns.joined(separator: ", ")

    /// Inserts a flow, or adds to the one that is there.
    static let upsert: String = {
        let places = Array(repeating: "?", count: columns.count).joined(separator: ", ")
        return "INSERT INTO flow (\(columnList)) VALUES (\(places)) \(merging)"
    }()

    /// Moves the flows from one hour up to, not including, another to those that were pruned.
    static let prune = """
        INSERT INTO pruned_flow (\(columnList)) SELECT \(columnList) FROM flow WHERE hour >= ? AND hour < ? \(merging)
        """

    /// What becomes of a flow that is there.
    private static let merging: String = {
        let updates = ["host_", "origin_"].flatMap { end in counted.map { update(end + $0, as: $0) } }
        return "ON CONFLICT DO UPDATE SET \(updates.joined(separator: ", "))"
    }()

    /// How a column of a flow that is there takes in the new value: the merge of `DirectionCounters`.
    private static func update(_ column: String, as counter: String) -> String {
        let new = "excluded.\(column)"
        let either = "ifnull(\(column), \(new)), ifnull(\(new), \(column))"
        return switch counter {
        case "flags": "\(column) = \(column) | \(new)"
        case "first": "\(column) = min(\(either))"
        case "last": "\(column) = max(\(either))"
        default: "\(column) = \(column) + \(new)"
        }
    }

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

    /// Takes from a flow table of the attached database `other` what belongs to a source there, under the numbers that
    /// the tables `other_attribution (id, here)` and two arguments (the source here, the source there) give.
    static func copy(_ table: String) -> String {
        """
        INSERT INTO main.\(table) (\(columnList))
        SELECT \(order.dropLast().joined(separator: ", ")), other_attribution.here, ?, exporter,
            \(counters.joined(separator: ", "))
        FROM other.\(table) JOIN other_attribution ON other_attribution.id = attribution WHERE source = ?
        ORDER BY \(order.dropLast().joined(separator: ", ")), other_attribution.here, exporter
        """
    }

    /// The tables that hold flows.
    static let tables = ["flow", "pruned_flow"]

    /// Gives `upsert` its values: what one exporter tells of a flow.
    static func bind(
        _ flow: FlowRecord, _ report: FlowReport, attribution: Int64, source: Int64,
        to statement: borrowing RawStatement
    ) {
        let key = flow.key
        statement.bind(key.hour.startSeconds, at: 1)
        statement.bind(key.origin, at: 2)
        statement.bind(key.host, at: 3)
        statement.bind(Int64(key.transport.rawValue), at: 4)
        statement.bind(Int64(key.hostPort), at: 5)
        statement.bind(Int64(key.originPort), at: 6)
        statement.bind(attribution, at: 7)
        statement.bind(source, at: 8)
        statement.bind(report.exporter, at: 9)
        bind(report.fromHost, of: key, to: statement, at: 10)
        bind(report.fromOrigin, of: key, to: statement, at: 17)
    }

    private static func bind(
        _ counters: DirectionCounters, of key: FlowKey, to statement: borrowing RawStatement, at place: CInt
    ) {
        let hour = Int64(key.hour.index) &* Hour.nanoseconds
        statement.bind(Int64(clamping: counters.packets), at: place)
        statement.bind(Int64(clamping: counters.bytes), at: place + 1)
        statement.bind(Int64(clamping: counters.payloadBytes), at: place + 2)
        statement.bind(flags(of: counters), at: place + 3)
        statement.bind(Int64(clamping: counters.refusals), at: place + 4)
        statement.bind(counters.first.map { $0.nanoseconds &- hour }, at: place + 5)
        statement.bind(counters.last.map { $0.nanoseconds &- hour }, at: place + 6)
    }

    /// The bits of TCP's headers, and above them those of openings and answers.
    private static func flags(of counters: DirectionCounters) -> Int64 {
        Int64(counters.tcpFlags.rawValue) | Int64(counters.roles.rawValue) << rolesShift
    }

    private static let rolesShift: Int64 = 16

    /// The flow in the row of a `select` at which a statement stands.
    ///
    /// - Throws: `DatabaseError` where a value is not one that is written here.
    static func flow(
        _ row: borrowing RawStatement, attributions: [Int64: Attribution]
    ) throws -> FlowRecord {
        guard let origin = try row.address(1), let host = try row.address(2),
            let attribution = attributions[try row.number(6)],
            let exporter = try row.exporter(22)
        else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a flow of unknown address, class or exporter")
        }
        let hour = try Hour(startSeconds: try row.number(0), of: "a flow of \(host) with \(origin)")
        guard let transport = UInt8(exactly: try row.number(3)), let hostPort = UInt16(exactly: try row.number(4)),
            let originPort = UInt16(exactly: try row.number(5))
        else { throw impossible("port or protocol", hour, host, origin) }
        let key = FlowKey(
            hour: hour, origin: origin, host: host, transport: TransportProtocol(rawValue: transport),
            hostPort: hostPort, originPort: originPort, threatClass: attribution.threatClass)
        return FlowRecord(
            key: key, labels: attribution.labels, matchesPort: attribution.matchesPort,
            fromHost: try counters(row, at: 7, of: key), fromOrigin: try counters(row, at: 14, of: key),
            exporter: exporter, isPruned: try row.number(21) != 0)
    }

    private static func impossible(
        _ value: String, _ hour: Hour, _ host: IPAddress, _ origin: IPAddress
    ) -> DatabaseError {
        DatabaseError(
            resultCode: .SQLITE_CORRUPT,
            message: "a flow of \(host) with \(origin) in the hour \(hour) has an impossible \(value)")
    }

    /// More packets or bytes than a flow can have in an hour; sums over all flows of a store stay within 64 bits.
    private static let counterBits: UInt64 = 53

    private static func counters(
        _ row: borrowing RawStatement, at column: CInt, of key: FlowKey
    ) throws -> DirectionCounters {
        let hour = Int64(key.hour.index) &* Hour.nanoseconds
        var counters = DirectionCounters()
        counters.packets = UInt64(bitPattern: try row.number(column))
        counters.bytes = UInt64(bitPattern: try row.number(column + 1))
        counters.payloadBytes = UInt64(bitPattern: try row.number(column + 2))
        let flags = try row.number(column + 3)
        counters.tcpFlags = TCPFlags(rawValue: UInt16(truncatingIfNeeded: flags))
        counters.roles = PacketRoles(rawValue: UInt8(truncatingIfNeeded: flags >> rolesShift)).subtracting(.refusal)
        counters.refusals = UInt64(bitPattern: try row.number(column + 4))
        let all = counters.packets | counters.bytes | counters.payloadBytes | counters.refusals
        guard all >> counterBits == 0 else {
            throw impossible("counter", key.hour, key.host, key.origin)
        }
        let (first, last) = (try row.optionalNumber(column + 5), try row.optionalNumber(column + 6))
        let isWithinHour = (first ?? 0) >= 0 && (first ?? 0) <= (last ?? 0) && (last ?? 0) < Hour.nanoseconds
        guard isWithinHour, (first == nil) == (last == nil) else {
            throw impossible("time", key.hour, key.host, key.origin)
        }
        counters.first = first.map { Timestamp(nanoseconds: hour &+ $0) }
        counters.last = last.map { Timestamp(nanoseconds: hour &+ $0) }
        return counters
    }
}
