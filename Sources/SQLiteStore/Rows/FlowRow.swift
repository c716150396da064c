import CensusModel
import GRDB
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

    /// Gives `upsert` its values.
    static func bind(
        _ flow: FlowRecord, attribution: Int64, source: Int64, to statement: borrowing RawStatement
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
        bind(flow.fromHost, of: key, to: statement, at: 9)
        bind(flow.fromOrigin, of: key, to: statement, at: 17)
    }

    private static func bind(
        _ counters: DirectionCounters, of key: FlowKey, to statement: borrowing RawStatement, at place: CInt
    ) {
        let hour = Int64(key.hour.index) &* Hour.nanoseconds
        statement.bind(Int64(clamping: counters.packets), at: place)
        statement.bind(Int64(clamping: counters.bytes), at: place + 1)
        statement.bind(Int64(clamping: counters.payloadBytes), at: place + 2)
        statement.bind(Int64(counters.tcpFlags.rawValue), at: place + 3)
        statement.bind(Int64(clamping: counters.refusals), at: place + 4)
        statement.bind(counters.first.map { $0.nanoseconds &- hour }, at: place + 5)
        statement.bind(counters.last.map { $0.nanoseconds &- hour }, at: place + 6)
        let contact = key.transport.isICMP ? counters.firstContact : nil
        statement.bind(contact.map { $0.nanoseconds &- hour }, at: place + 7)
    }

    /// The flow in the row of a `select` at which a statement stands.
    ///
    /// - Throws: `DatabaseError` where a value is none that is written here.
    static func flow(
        _ row: borrowing RawStatement, attributions: [Int64: Attribution]
    ) throws -> FlowRecord {
        guard let origin = try row.address(1), let host = try row.address(2),
            let attribution = attributions[try row.number(6)]
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a flow of unknown address or class") }
        let key = FlowKey(
            hour: Hour(index: Int32(truncatingIfNeeded: try row.number(0) / 3_600)), origin: origin, host: host,
            transport: TransportProtocol(rawValue: UInt8(truncatingIfNeeded: try row.number(3))),
            hostPort: UInt16(truncatingIfNeeded: try row.number(4)),
            originPort: UInt16(truncatingIfNeeded: try row.number(5)), threatClass: attribution.threatClass)
        return FlowRecord(
            key: key, labels: attribution.labels, matchesPort: attribution.matchesPort,
            fromHost: try counters(row, at: 7, of: key), fromOrigin: try counters(row, at: 15, of: key))
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
        counters.tcpFlags = TCPFlags(rawValue: UInt16(truncatingIfNeeded: try row.number(column + 3)))
        counters.refusals = UInt64(bitPattern: try row.number(column + 4))
        let all = counters.packets | counters.bytes | counters.payloadBytes | counters.refusals
        guard all >> counterBits == 0 else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a flow of impossible counters")
        }
        counters.first = try row.optionalNumber(column + 5).map { Timestamp(nanoseconds: hour &+ $0) }
        counters.last = try row.optionalNumber(column + 6).map { Timestamp(nanoseconds: hour &+ $0) }
        counters.firstContact = counters.first
        if key.transport.isICMP {
            counters.firstContact = try row.optionalNumber(column + 7).map { Timestamp(nanoseconds: hour &+ $0) }
        }
        return counters
    }
}

extension TransportProtocol {
    fileprivate var isICMP: Bool { self == .icmp || self == .icmpv6 }
}
