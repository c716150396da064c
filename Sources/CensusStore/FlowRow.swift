import GRDB
import HourlyRollup
import NetworkTypes

/// A flow as it stands in the table `flow`.
enum FlowRow {
    private static let counted = ["packets", "bytes", "payload", "flags", "refusals", "first", "last", "contact"]
    private static let key = ["hour", "origin", "host", "protocol", "host_port", "origin_port", "attribution"]
    private static let columns = key + counted.map { "host_" + $0 } + counted.map { "origin_" + $0 }

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

    /// The flows in the order of their key, so that records of one flow follow one another.
    static func select(where conditions: [String]) -> String {
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        return "SELECT \(columns.joined(separator: ", ")) FROM flow\(filter) "
            + "ORDER BY hour, origin, host, protocol, host_port, origin_port, attribution"
    }

    static func arguments(_ flow: FlowRecord, attribution: Int64) -> StatementArguments {
        let key = flow.key
        let values: [(any DatabaseValueConvertible)?] =
            [
                key.hour.startSeconds, key.origin.databaseValue, key.host.databaseValue,
                Int64(key.transport.rawValue), Int64(key.hostPort), Int64(key.originPort), attribution,
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

    /// - Throws: `DatabaseError` where a value is missing or none of ours.
    static func flow(_ row: Row, attributions: [Int64: Attribution]) throws -> FlowRecord {
        let hour = Hour(index: Int32(truncatingIfNeeded: try row.number(0) / 3_600))
        guard let origin = IPAddress(row[1] as DatabaseValue), let host = IPAddress(row[2] as DatabaseValue),
            let attribution = attributions[try row.number(6)]
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a flow of unknown address or class") }
        let key = FlowKey(
            hour: hour, origin: origin, host: host,
            transport: TransportProtocol(rawValue: UInt8(truncatingIfNeeded: try row.number(3))),
            hostPort: UInt16(truncatingIfNeeded: try row.number(4)),
            originPort: UInt16(truncatingIfNeeded: try row.number(5)), threatClass: attribution.threatClass)
        return FlowRecord(
            key: key, labels: attribution.labels, matchesPort: attribution.matchesPort,
            fromHost: try counters(row, at: 7, of: key), fromOrigin: try counters(row, at: 15, of: key))
    }

    private static func counters(_ row: Row, at column: Int, of key: FlowKey) throws -> DirectionCounters {
        let time = { (offset: Int64?) in
            offset.map { Timestamp(nanoseconds: Int64(key.hour.index) &* Hour.nanoseconds &+ $0) }
        }
        var counters = DirectionCounters()
        counters.packets = UInt64(clamping: try row.number(column))
        counters.bytes = UInt64(clamping: try row.number(column + 1))
        counters.payloadBytes = UInt64(clamping: try row.number(column + 2))
        counters.tcpFlags = TCPFlags(rawValue: UInt16(truncatingIfNeeded: try row.number(column + 3)))
        counters.refusals = UInt64(clamping: try row.number(column + 4))
        counters.first = time(row[column + 5])
        counters.last = time(row[column + 6])
        counters.firstContact = key.transport.isICMP ? time(row[column + 7]) : counters.first
        return counters
    }
}

extension TransportProtocol {
    fileprivate var isICMP: Bool { self == .icmp || self == .icmpv6 }
}
