import CensusModel
import NetworkTypes

/// A flow as one exporter tells it, as it stands in the table `flow`.
enum FlowRow {
    static let columns = Tables.flowColumns.map(\.name)
    /// What is read, behind the mark.
    static let readColumns = columns.filter { $0 != "run" && $0 != "month" }

    /// Nothing that is counted of a flow reaches 2 to this power, so that sums over all flows stay within 64 bits.
    private static let counterBits: UInt64 = 53
    private static let roles: PacketRoles = [.opening, .answer, .statement]

    static func add(_ flow: FlowRecord, _ report: FlowReport, run: UInt128, to writer: inout RowWriter) {
        let key = flow.key
        writer.add(fixed: run)
        writer.add(month(of: key.hour))
        writer.add(0 as UInt8)
        writer.add(key.hour.startSeconds)
        for address in [key.origin, key.host] {
            writer.add(address.version)
            writer.add(fixed: address.number)
        }
        writer.add(key.transport.rawValue)
        writer.add(key.hostPort)
        writer.add(key.originPort)
        writer.add(key.threatClass.rawValue)
        writer.add(length: flow.labels.count)
        for label in flow.labels { writer.add(label) }
        writer.add(flow.matchesPort ? 1 : 0 as UInt8)
        writer.add(fixed: report.exporter.code)
        add(report.fromHost, of: key.hour, to: &writer)
        add(report.fromOrigin, of: key.hour, to: &writer)
    }

    private static func add(_ end: DirectionCounters, of hour: Hour, to writer: inout RowWriter) {
        for count in [end.packets, end.bytes, end.payloadBytes, end.refusals] {
            writer.add(min(count, 1 << counterBits - 1))
        }
        writer.add(end.tcpFlags.rawValue)
        writer.add(end.roles.rawValue & roles.rawValue)
        guard end.hasSent else {
            writer.add(Int64.max)
            return writer.add(Int64.min)
        }
        // A time outside the hour is taken for its first or its last nanosecond.
        let start = Int64(hour.index) * Hour.nanoseconds
        let first = min(max(end.firstNanoseconds, start), start + (Hour.nanoseconds - 1))
        writer.add(first)
        writer.add(max(min(max(end.lastNanoseconds, start), start + (Hour.nanoseconds - 1)), first))
    }

    static func read(_ reader: inout RowReader, _ labels: inout LabelsRead) throws -> FlowRecord {
        let isPruned = try reader.number(UInt8.self) != 0
        let hour = try hour(reader.number())
        let (origin, host) = (try address(&reader), try address(&reader))
        let transport = TransportProtocol(rawValue: try reader.number())
        let (hostPort, originPort) = (try reader.number(UInt16.self), try reader.number(UInt16.self))
        guard let threatClass = ThreatClass(rawValue: try reader.number()) else {
            throw RowReader.Fault.impossible("a flow of no known class")
        }
        let texts = try labels.read(&reader)
        let matchesPort = try reader.number(UInt8.self) != 0
        let exporter = Exporter(code: try reader.fixed())
        let (fromHost, fromOrigin) = (try end(&reader), try end(&reader))
        return FlowRecord(
            key: FlowKey(
                hour: hour, origin: origin, host: host, transport: transport, hostPort: hostPort,
                originPort: originPort, threatClass: threatClass),
            labels: texts, matchesPort: matchesPort, fromHost: fromHost, fromOrigin: fromOrigin, exporter: exporter,
            isPruned: isPruned)
    }

    static func hour(_ seconds: Int64) throws -> Hour {
        guard seconds % 3_600 == 0, let index = Int32(exactly: seconds / 3_600) else {
            throw RowReader.Fault.impossible("an hour that begins at \(seconds), where none does")
        }
        return Hour(index: index)
    }

    private static func address(_ reader: inout RowReader) throws -> IPAddress {
        let (version, number) = (try reader.number(UInt8.self), try reader.fixed())
        switch version {
        case 4 where number >> 32 == 0xFFFF: return .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: number)))
        case 6: return .v6(IPv6Address(rawValue: number))
        default: throw RowReader.Fault.impossible("what should be an address is not one")
        }
    }

    private static func end(_ reader: inout RowReader) throws -> DirectionCounters {
        var end = DirectionCounters()
        (end.packets, end.bytes) = (try reader.number(), try reader.number())
        (end.payloadBytes, end.refusals) = (try reader.number(), try reader.number())
        guard (end.packets | end.bytes | end.payloadBytes | end.refusals) >> counterBits == 0 else {
            throw RowReader.Fault.impossible("a flow that counts more than there can be")
        }
        end.tcpFlags = TCPFlags(rawValue: try reader.number())
        end.roles = PacketRoles(rawValue: try reader.number(UInt8.self) & roles.rawValue)
        (end.firstNanoseconds, end.lastNanoseconds) = (try reader.number(), try reader.number())
        return end
    }

    /// The partition of an hour: its year and month; 0 of hours that are no time that traffic has, so that a capture whose times are
    /// forged makes no partitions without end.
    static func month(of hour: Hour) -> Int32 {
        let time = CivilTime(unixSeconds: hour.startSeconds)
        return 1990..<2100 ~= time.year ? Int32(time.year * 100 + time.month) : 0
    }
}

/// Reads labels, which most rows have in common with the one before.
struct LabelsRead {
    private var last: (bytes: [[UInt8]], labels: [String]) = ([], [])

    mutating func read(_ reader: inout RowReader) throws -> [String] {
        let bytes = try reader.array { try $0.data() }
        if bytes != last.bytes { last = (bytes, bytes.map { String(decoding: $0, as: UTF8.self) }) }
        return last.labels
    }
}

extension IPAddress {
    /// 4 or 6.
    var version: UInt8 {
        if case .v4 = self { 4 } else { 6 }
    }

    /// The address itself, or the IPv4-mapped one.
    var number: UInt128 {
        switch self {
        case .v4(let address): 0xFFFF << 32 | UInt128(address.rawValue)
        case .v6(let address): address.rawValue
        }
    }
}
