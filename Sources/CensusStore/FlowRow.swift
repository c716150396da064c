import GRDB
import HourlyRollup
import NetworkTypes

/// A flow as it stands in the table `flow`.
enum FlowRow {
    private static let counted = ["packets", "bytes", "payload", "flags", "refusals", "first", "last", "contact"]
    private static let key = [
        "hour", "origin", "host", "protocol", "host_port", "origin_port", "attribution", "source",
    ]
    private static let counters = counted.map { "host_" + $0 } + counted.map { "origin_" + $0 }
    private static let columns = key + counters

    /// Inserts a flow, or adds to the one that is there.
    static let upsert: String = {
        let places = Array(repeating: "?", count: columns.count).joined(separator: ", ")
        let updates = ["host_", "origin_"].flatMap { end in counted.map { update(end + $0, as: $0) } }
        return """
            INSERT INTO flow (\(columns.joined(separator: ", "))) VALUES (\(places))
            ON CONFLICT DO UPDATE SET \(updates.joined(separator: ", "))
            """
    }()

    /// How a column of a flow that is there takes in the new value: the merge of `DirectionCounters`.
    private static func update(_ column: String, as counter: String) -> String {
        let new = "excluded.\(column)"
        let either = "ifnull(\(column), \(new)), ifnull(\(new), \(column))"
        return switch counter {
        case "flags": "\(column) = \(column) | \(new)"
        case "first", "contact": "\(column) = min(\(either))"
        case "last": "\(column) = max(\(either))"
        default: "\(column) = \(column) + \(new)"
        }
    }

    /// The flows in the order of their key, so that records of one flow follow one another. Stores of earlier versions,
    /// which know no sources, are read in the same way.
    static func select(where conditions: [String]) -> String {
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        let order = key.dropLast().joined(separator: ", ")
        return "SELECT \((key.dropLast() + counters).joined(separator: ", ")) FROM flow\(filter) ORDER BY \(order)"
    }

    /// Takes from a flow table of the attached database `other` what belongs to a source there, under the numbers that
    /// the tables `other_attribution (id, here)` and two arguments (the source here, the source there) give.
    static let copy = """
        INSERT INTO main.flow (\(columns.joined(separator: ", ")))
        SELECT \(key.dropLast(2).joined(separator: ", ")), other_attribution.here, ?, \(counters.joined(separator: ", "))
        FROM other.flow JOIN other_attribution ON other_attribution.id = attribution WHERE source = ?
        ORDER BY \(key.dropLast(2).joined(separator: ", ")), other_attribution.here
        """

    static func arguments(_ flow: FlowRecord, attribution: Int64, source: Int64) -> StatementArguments {
        let key = flow.key
        let values: [(any DatabaseValueConvertible)?] =
            [
                key.hour.startSeconds, key.origin.databaseValue, key.host.databaseValue,
                Int64(key.transport.rawValue), Int64(key.hostPort), Int64(key.originPort), attribution, source,
            ] + values(flow.fromHost, of: key) + values(flow.fromOrigin, of: key)
        return StatementArguments(values)
    }

    private static func values(_ counters: DirectionCounters, of key: FlowKey) -> [(any DatabaseValueConvertible)?] {
        let sinceHour = { (time: Timestamp?) in time.map { $0.nanoseconds &- Int64(key.hour.index) &* Hour.nanoseconds }
        }
        return [
            Int64(clamping: counters.packets), Int64(clamping: counters.bytes), Int64(clamping: counters.payloadBytes),
            Int64(counters.tcpFlags.rawValue), Int64(clamping: counters.refusals), sinceHour(counters.first),
            sinceHour(counters.last), key.transport.isICMP ? sinceHour(counters.firstContact) : nil,
        ]
    }

    /// - Throws: `DatabaseError` where a value is of no type that is written here.
    static func flow(_ row: Row, attributions: [Int64: Attribution]) throws -> FlowRecord {
        let hour = Hour(index: Int32(truncatingIfNeeded: (row[0] as Int64) / 3_600))
        guard let origin = IPAddress(row[1] as DatabaseValue), let host = IPAddress(row[2] as DatabaseValue),
            let attribution = attributions[row[6] as Int64]
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a flow of unknown address or class") }
        let key = FlowKey(
            hour: hour, origin: origin, host: host,
            transport: TransportProtocol(rawValue: UInt8(truncatingIfNeeded: row[3] as Int64)),
            hostPort: UInt16(truncatingIfNeeded: row[4] as Int64),
            originPort: UInt16(truncatingIfNeeded: row[5] as Int64), threatClass: attribution.threatClass)
        return FlowRecord(
            key: key, labels: attribution.labels, matchesPort: attribution.matchesPort,
            fromHost: counters(row, at: 7, of: key), fromOrigin: counters(row, at: 15, of: key))
    }

    private static func counters(_ row: Row, at column: Int, of key: FlowKey) -> DirectionCounters {
        let time = { (offset: Int64?) in
            offset.map { Timestamp(nanoseconds: Int64(key.hour.index) &* Hour.nanoseconds &+ $0) }
        }
        var counters = DirectionCounters()
        counters.packets = UInt64(clamping: row[column] as Int64)
        counters.bytes = UInt64(clamping: row[column + 1] as Int64)
        counters.payloadBytes = UInt64(clamping: row[column + 2] as Int64)
        counters.tcpFlags = TCPFlags(rawValue: UInt16(truncatingIfNeeded: row[column + 3] as Int64))
        counters.refusals = UInt64(clamping: row[column + 4] as Int64)
        counters.first = time(row[column + 5])
        counters.last = time(row[column + 6])
        counters.firstContact = key.transport.isICMP ? time(row[column + 7]) : counters.first
        return counters
    }
}

extension TransportProtocol {
    fileprivate var isICMP: Bool { self == .icmp || self == .icmpv6 }
}
