import CensusModel
import NetworkTypes

/// Flows as each exporter tells them, in the columns of the table `flow`: the rows of one run.
///
/// Columns take a quarter less processor time to write than rows did. They stand behind each other as they go to the server, so that
/// nothing is copied together, and the server has one block of them, of which it makes a part without copying either.
struct FlowBlock {
    /// Rows.
    private(set) var count = 0
    private var columns = RowColumns(widths: Self.widths)
    private var labels = LabelTexts()
    /// Whether packets tell of all rows.
    private var isOfPackets = true

    /// Nothing that is counted of a flow reaches 2 to this power, so that sums over all flows stay within 64 bits.
    static let counterBits: UInt64 = 53
    private static let most = 1 << counterBits - 1 as UInt64
    static let roles: PacketRoles = [.opening, .answer, .refusal, .statement]

    mutating func add(_ flow: FlowRecord) {
        if flow.reports.isEmpty {
            add(flow, .packets, flow.fromHost, flow.fromOrigin)
        } else {
            isOfPackets = isOfPackets && flow.reports.allSatisfy(\.exporter.isPackets)
            for report in flow.reports { add(flow, report.exporter, report.fromHost, report.fromOrigin) }
        }
    }

    private mutating func add(
        _ flow: FlowRecord, _ exporter: Exporter, _ fromHost: DirectionCounters, _ fromOrigin: DirectionCounters
    ) {
        let (key, labelEnd) = (flow.key, labels.add(flow.labels))
        count += 1
        columns.addRow { row in
            row.add(key.hour.startSeconds)
            Self.add(key.origin, to: &row)
            Self.add(key.host, to: &row)
            row.add(key.transport.rawValue)
            row.add(key.hostPort)
            row.add(key.originPort)
            row.add(key.threatClass.rawValue)
            row.add(labelEnd)
            row.add(flow.matchesPort ? 1 : 0 as UInt8)
            row.add(exporter.code.bigEndian)
            Self.add(fromHost, of: key.hour, to: &row)
            Self.add(fromOrigin, of: key.hour, to: &row)
        }
    }

    private static func add(_ address: IPAddress, to row: inout RowColumns.Row) {
        row.add(address.version)
        row.add(address.number.bigEndian)
    }

    /// Adds what one end sent.
    private static func add(_ end: DirectionCounters, of hour: Hour, to row: inout RowColumns.Row) {
        row.add(min(end.packets, most))
        row.add(min(end.bytes, most))
        row.add(min(end.payloadBytes, most))
        row.add(min(end.refusals, most))
        row.add(end.tcpFlags.rawValue)
        row.add(end.roles.rawValue & roles.rawValue)
        guard end.hasSent else {
            row.add(Int64.max)
            return row.add(Int64.min)
        }
        // A time outside the hour is taken for its first or its last nanosecond.
        let start = Int64(hour.index) * Hour.nanoseconds
        let within = start...start + (Hour.nanoseconds - 1)
        let first = min(max(end.firstNanoseconds, within.lowerBound), within.upperBound)
        row.add(first)
        row.add(max(min(max(end.lastNanoseconds, within.lowerBound), within.upperBound), first))
    }

    /// The columns that go to the server. It makes those that are left out, and whose values are all zeros, itself.
    var sentColumns: [Tables.Column] {
        Tables.flowColumns.filter { $0.name != "pruned" && !(isOfPackets && $0.name == "exporter") }
    }

    /// The block as it goes to the server (`Native`): how many columns and rows, then each column with its name and type in front of
    /// its values, all numbers little-endian.
    /// - Parameters:
    ///   - run: the run that holds all rows.
    ///   - month: the partition of all rows.
    func pieces(run: UInt128, month: Int32) -> [ArraySlice<UInt8>] {
        var head = RowWriter()
        head.add(length: sentColumns.count)
        head.add(length: count)
        var pieces = [head.bytes[...]]
        for column in sentColumns {
            var head = RowWriter()
            head.add(column.name)
            head.add(column.type)
            pieces.append(head.bytes[...])
            switch column.name {
            case "run": Self.add(run.bigEndian, count, to: &pieces)
            case "month": Self.add(month, count, to: &pieces)
            default:
                guard let place = Self.writtenColumns.firstIndex(where: { $0.name == column.name }) else { continue }
                pieces.append(columns.values(place))
                if column.name == "labels" { pieces.append(labels.texts[...]) }
            }
        }
        return pieces
    }

    /// Adds a column of one value.
    private static func add(_ value: some FixedWidthInteger, _ count: Int, to pieces: inout [ArraySlice<UInt8>]) {
        var (values, rest) = (RowWriter(), count)
        for _ in 0..<min(count, mostRepeated) { values.add(value) }
        while rest > 0 {
            let some = min(rest, mostRepeated)
            pieces.append(values.bytes[..<(some * value.bitWidth / 8)])
            rest -= some
        }
    }

    /// How often a value that all rows have is written.
    private static let mostRepeated = 4_096

    /// The columns that are written row by row: of the others all rows of a block have the same.
    private static let writtenColumns = Tables.flowColumns.filter { !["run", "month", "pruned"].contains($0.name) }
    private static let widths = writtenColumns.map(\.width)

    /// Has room for as many rows again.
    mutating func clear() {
        count = 0
        columns.clear()
        labels.clear()
        isOfPackets = true
    }

    /// The partition of an hour: its year and month; 0 of hours that are no time that traffic has, so that a capture whose times are
    /// forged makes no partitions without end.
    static func month(of hour: Hour) -> Int32 {
        let time = CivilTime(unixSeconds: hour.startSeconds)
        return 1990..<2100 ~= time.year ? Int32(time.year * 100 + time.month) : 0
    }
}

extension Tables.Column {
    /// Bytes of a value; of a list of texts those of the number of texts up to its end, which stand in front of all texts.
    var width: Int {
        switch type {
        case "FixedString(16)": 16
        case "UInt8": 1
        case "UInt16": 2
        case "Int32": 4
        default: 8
        }
    }
}

/// Labels, which most rows have in common with the one before.
private struct LabelTexts {
    /// One after another, each behind its length.
    private(set) var texts: [UInt8] = []
    private var count: UInt64 = 0
    private var last: [String] = []
    private var lastTexts: [UInt8] = []

    /// - Returns: how many labels there are up to the end of the row.
    mutating func add(_ labels: [String]) -> UInt64 {
        if labels != last {
            var writer = RowWriter()
            for label in labels { writer.add(label) }
            (last, lastTexts) = (labels, writer.bytes)
        }
        texts += lastTexts
        count += UInt64(labels.count)
        return count
    }

    mutating func clear() {
        texts.removeAll(keepingCapacity: true)
        count = 0
    }
}
