import CensusModel
import NetworkTypes

/// A flow as one exporter tells it, as it is read from the table `flow`.
enum FlowRow {
    static let columns = Tables.flowColumns.map(\.name)
    /// What is read, behind the mark.
    static let readColumns = columns.filter { $0 != "run" && $0 != "month" }

    static func read(_ reader: inout RowReader, _ labels: inout LabelsRead) throws -> FlowRecord {
        let isPruned = try reader.number(UInt8.self) != 0
        let hour = try hour(reader.number())
        let (origin, host) = (try address(&reader), try address(&reader))
        let transport = TransportProtocol(rawValue: try reader.number())
        let (hostPort, originPort) = (try reader.number(UInt16.self), try reader.number(UInt16.self))
        let threatClass = try threatClass(reader.number())
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

    static func threatClass(_ number: UInt8) throws -> ThreatClass {
        guard let threatClass = ThreatClass(rawValue: number) else {
            throw RowReader.Fault.impossible("a flow of no known class")
        }
        return threatClass
    }

    private static func address(_ reader: inout RowReader) throws -> IPAddress {
        try address(reader.number(), reader.fixed())
    }

    static func address(_ version: UInt8, _ number: UInt128) throws -> IPAddress {
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
        try check(end)
        end.tcpFlags = TCPFlags(rawValue: try reader.number())
        end.roles = PacketRoles(rawValue: try reader.number(UInt8.self) & FlowBlock.roles.rawValue)
        (end.firstNanoseconds, end.lastNanoseconds) = (try reader.number(), try reader.number())
        return end
    }

    /// Looks whether an end counts no more than there can be.
    static func check(_ end: DirectionCounters) throws {
        guard (end.packets | end.bytes | end.payloadBytes | end.refusals) >> FlowBlock.counterBits == 0 else {
            throw RowReader.Fault.impossible("a flow that counts more than there can be")
        }
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
