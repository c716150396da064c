import CensusModel
import NetworkTypes

/// Flows as each exporter tells them, in the columns in which the server sends them: a block of an answer.
///
/// Unsafe, because loads from an array that is checked and counted anew for each value took as long as everything else that a flow of
/// an answer takes. Every column lies within the bytes, which is checked when a block is made, and every row is checked before it is
/// read.
@safe final class AnsweredBlock: Sendable {
    let count: Int
    private let bytes: [UInt8]
    /// Which labels each row has, by their number in `LabelTable`.
    private let labels: [UInt32]
    private let columns: FlowColumns

    /// - Parameters:
    ///   - starts: where the values of each column begin, by its name.
    init(_ bytes: [UInt8], count: Int, starts: [String: Int], labels: [UInt32]) {
        (self.bytes, self.count, self.labels) = (bytes, count, labels)
        columns = FlowColumns { name, width in
            guard let start = starts[name], start >= 0, bytes.count - start >= count * width else {
                preconditionFailure("a block has all its columns")
            }
            return start
        }
        precondition(labels.count == count, "each row has labels")
    }

    /// Lends the rows for the length of a call.
    func withRows<Result>(_ body: (Rows) throws -> Result) rethrows -> Result {
        try unsafe bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { preconditionFailure("a block has bytes") }
            return try body(unsafe Rows(base: base, count: count, columns: columns, labels: labels))
        }
    }

    /// The key of one row.
    func key(_ row: Int) -> RowKey { withRows { $0.key(row) } }

    /// The rows, while they are lent.
    @safe struct Rows {
        fileprivate let base: UnsafeRawPointer
        fileprivate let count: Int
        fileprivate let columns: FlowColumns
        fileprivate let labels: [UInt32]
    }
}

extension AnsweredBlock.Rows {
    @inline(__always)
    private func value<Number: FixedWidthInteger & BitwiseCopyable>(_ column: ColumnPlace<Number>, _ row: Int)
        -> Number
    {
        let place = column.start + row * MemoryLayout<Number>.size
        return Number(littleEndian: unsafe base.loadUnaligned(fromByteOffset: place, as: Number.self))
    }

    @inline(__always)
    private func check(_ row: Int) {
        precondition(row >= 0 && row < count, "a block has no row behind its last")
    }

    /// By what rows are sorted.
    @inline(__always)
    func key(_ row: Int) -> RowKey {
        check(row)
        return RowKey(
            hour: value(columns.hour, row), originVersion: value(columns.originVersion, row),
            hostVersion: value(columns.hostVersion, row), origin: value(columns.origin, row).byteSwapped,
            host: value(columns.host, row).byteSwapped,
            ports: UInt64(value(columns.transport, row)) << 32 | UInt64(value(columns.hostPort, row)) << 16
                | UInt64(value(columns.originPort, row)))
    }

    /// The number of a row's labels.
    func labels(_ row: Int) -> UInt32 { labels[row] }

    /// Puts what a row says into a flow, in place of what that has, but for labels.
    /// - Throws: `RowReader.Fault` where no flow has such values.
    func read(_ row: Int, into flow: inout FlowRecord) throws {
        check(row)
        flow.isPruned = value(columns.pruned, row) != 0
        flow.key.hour = try FlowRow.hour(value(columns.hour, row))
        flow.key.origin = try FlowRow.address(
            value(columns.originVersion, row), value(columns.origin, row).byteSwapped)
        flow.key.host = try FlowRow.address(value(columns.hostVersion, row), value(columns.host, row).byteSwapped)
        flow.key.transport = TransportProtocol(rawValue: value(columns.transport, row))
        (flow.key.hostPort, flow.key.originPort) = (value(columns.hostPort, row), value(columns.originPort, row))
        flow.key.threatClass = try FlowRow.threatClass(value(columns.threatClass, row))
        flow.matchesPort = value(columns.portMatched, row) != 0
        try read(columns.fromHost, row, into: &flow.fromHost)
        try read(columns.fromOrigin, row, into: &flow.fromOrigin)
        let exporter = Exporter(code: value(columns.exporter, row).byteSwapped)
        if !exporter.isPackets || !flow.reports.isEmpty { flow.setExporter(exporter) }
    }

    @inline(__always)
    private func read(_ columns: FlowColumns.End, _ row: Int, into end: inout DirectionCounters) throws {
        (end.packets, end.bytes) = (value(columns.packets, row), value(columns.bytes, row))
        (end.payloadBytes, end.refusals) = (value(columns.payload, row), value(columns.refusals, row))
        try FlowRow.check(end)
        end.tcpFlags = TCPFlags(rawValue: value(columns.flags, row))
        end.roles = PacketRoles(rawValue: value(columns.roles, row) & FlowBlock.roles.rawValue)
        (end.firstNanoseconds, end.lastNanoseconds) = (value(columns.first, row), value(columns.last, row))
    }
}
