import CensusModel
import NetworkTypes

/// Flows as each exporter tells them, in the columns of the table `flow`: some rows of one run.
///
/// Columns take a quarter less processor time to write than rows did; the server takes as long for either
/// (`Benchmarks/ClickHouse/headline`).
struct FlowBlock {
    /// Rows.
    private(set) var count = 0
    private var hours: [Int64] = []
    private var origins = AddressColumns()
    private var hosts = AddressColumns()
    private var protocols: [UInt8] = []
    private var hostPorts: [UInt16] = []
    private var originPorts: [UInt16] = []
    private var classes: [UInt8] = []
    private var labels = LabelColumn()
    private var portMatches: [UInt8] = []
    private var exporters: [UInt128] = []
    private var fromHost = EndColumns()
    private var fromOrigin = EndColumns()

    /// Nothing that is counted of a flow reaches 2 to this power, so that sums over all flows stay within 64 bits.
    static let counterBits: UInt64 = 53
    static let roles: PacketRoles = [.opening, .answer, .statement]

    mutating func add(_ flow: FlowRecord) {
        if flow.reports.isEmpty {
            add(flow, .packets, flow.fromHost, flow.fromOrigin)
        } else {
            for report in flow.reports { add(flow, report.exporter, report.fromHost, report.fromOrigin) }
        }
    }

    private mutating func add(
        _ flow: FlowRecord, _ exporter: Exporter, _ fromHost: DirectionCounters, _ fromOrigin: DirectionCounters
    ) {
        let key = flow.key
        count += 1
        hours.append(key.hour.startSeconds)
        origins.add(key.origin)
        hosts.add(key.host)
        protocols.append(key.transport.rawValue)
        hostPorts.append(key.hostPort)
        originPorts.append(key.originPort)
        classes.append(key.threatClass.rawValue)
        labels.add(flow.labels)
        portMatches.append(flow.matchesPort ? 1 : 0)
        exporters.append(exporter.code.bigEndian)
        self.fromHost.add(fromHost, of: key.hour)
        self.fromOrigin.add(fromOrigin, of: key.hour)
    }

    /// Appends the block as it goes to the server.
    /// - Parameters:
    ///   - run: the run that holds all rows.
    ///   - month: the partition of all rows.
    func write(run: UInt128, month: Int32, to bytes: inout [UInt8]) {
        var block = ColumnWriter(behind: bytes, Tables.flowColumns, rows: count)
        bytes = []
        block.add([UInt128](repeating: run.bigEndian, count: count))
        block.add([Int32](repeating: month, count: count))
        block.add([UInt8](repeating: 0, count: count))
        block.add(hours)
        for end in [origins, hosts] { end.write(to: &block) }
        block.add(protocols)
        block.add(hostPorts)
        block.add(originPorts)
        block.add(classes)
        block.add(labels.ends, labels.texts)
        block.add(portMatches)
        block.add(exporters)
        for end in [fromHost, fromOrigin] { end.write(to: &block) }
        bytes = block.bytes
    }

    /// Has room for as many rows again.
    mutating func clear() {
        count = 0
        hours.removeAll(keepingCapacity: true)
        for column in [\Self.protocols, \.classes, \.portMatches] {
            self[keyPath: column].removeAll(keepingCapacity: true)
        }
        for column in [\Self.hostPorts, \.originPorts] { self[keyPath: column].removeAll(keepingCapacity: true) }
        exporters.removeAll(keepingCapacity: true)
        labels.clear()
        for end in [\Self.origins, \.hosts] { self[keyPath: end].clear() }
        for end in [\Self.fromHost, \.fromOrigin] { self[keyPath: end].clear() }
    }

    /// The partition of an hour: its year and month; 0 of hours that are no time that traffic has, so that a capture whose times are
    /// forged makes no partitions without end.
    static func month(of hour: Hour) -> Int32 {
        let time = CivilTime(unixSeconds: hour.startSeconds)
        return 1990..<2100 ~= time.year ? Int32(time.year * 100 + time.month) : 0
    }
}

/// Addresses of one end.
private struct AddressColumns {
    private var versions: [UInt8] = []
    private var numbers: [UInt128] = []

    mutating func add(_ address: IPAddress) {
        versions.append(address.version)
        numbers.append(address.number.bigEndian)
    }

    mutating func clear() {
        versions.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
    }

    func write(to block: inout ColumnWriter) {
        block.add(versions)
        block.add(numbers)
    }
}

/// Labels, which most rows have in common with the one before.
private struct LabelColumn {
    /// How many labels there are up to the end of each row.
    private(set) var ends: [UInt64] = []
    private(set) var texts: [UInt8] = []
    private var last: [String] = []
    private var lastTexts: [UInt8] = []

    mutating func add(_ labels: [String]) {
        if labels != last {
            var writer = RowWriter()
            for label in labels { writer.add(label) }
            (last, lastTexts) = (labels, writer.bytes)
        }
        texts += lastTexts
        ends.append((ends.last ?? 0) + UInt64(labels.count))
    }

    mutating func clear() {
        ends.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
    }
}

/// What one end sent.
private struct EndColumns {
    private var packets: [UInt64] = []
    private var bytes: [UInt64] = []
    private var payloads: [UInt64] = []
    private var refusals: [UInt64] = []
    private var flags: [UInt16] = []
    private var roles: [UInt8] = []
    private var first: [Int64] = []
    private var last: [Int64] = []

    private static let most = 1 << FlowBlock.counterBits - 1 as UInt64

    mutating func add(_ end: DirectionCounters, of hour: Hour) {
        packets.append(min(end.packets, Self.most))
        bytes.append(min(end.bytes, Self.most))
        payloads.append(min(end.payloadBytes, Self.most))
        refusals.append(min(end.refusals, Self.most))
        flags.append(end.tcpFlags.rawValue)
        roles.append(end.roles.rawValue & FlowBlock.roles.rawValue)
        guard end.hasSent else {
            first.append(.max)
            return last.append(.min)
        }
        // A time outside the hour is taken for its first or its last nanosecond.
        let start = Int64(hour.index) * Hour.nanoseconds
        let end = (first: end.firstNanoseconds, last: end.lastNanoseconds)
        let within = start...start + (Hour.nanoseconds - 1)
        first.append(min(max(end.first, within.lowerBound), within.upperBound))
        last.append(max(min(max(end.last, within.lowerBound), within.upperBound), first[first.count - 1]))
    }

    mutating func clear() {
        for column in [\Self.packets, \.bytes, \.payloads, \.refusals] {
            self[keyPath: column].removeAll(keepingCapacity: true)
        }
        flags.removeAll(keepingCapacity: true)
        roles.removeAll(keepingCapacity: true)
        for column in [\Self.first, \.last] { self[keyPath: column].removeAll(keepingCapacity: true) }
    }

    func write(to block: inout ColumnWriter) {
        for column in [packets, bytes, payloads, refusals] { block.add(column) }
        block.add(flags)
        block.add(roles)
        block.add(first)
        block.add(last)
    }
}
