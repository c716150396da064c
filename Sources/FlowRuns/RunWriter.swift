package import CensusModel
package import NetworkTypes

/// Packs the records of one hour, which come in the order of their 5-tuples, into pages.
///
/// Holds the numbers of one page, a list for each column, and hands it on when it is full.
package struct RunWriter: ~Copyable {
    private var hour = Hour(index: 0)
    private let pageLength: Int
    private var packer = PlanePacker()
    private var columns = [[UInt64]](repeating: [], count: PageColumn.allCases.count)
    /// Room for the bytes of a plane.
    private var plane: [UInt8] = []
    /// The times of a page in nanoseconds, of which the common divisor is not known before its end.
    private var times = [[Int64]](repeating: [], count: 4)
    private var attributions = PageNumbers<Int64>()
    private var exporters = PageNumbers<Exporter>()
    private var pageNumber = 0
    private var previous: FlowTuple?
    private var first: FlowTuple?
    /// What was taken of the run so far.
    package private(set) var totals = RunTotals()

    /// - Parameter pageLength: how many records a page has at the most.
    package init(pageLength: Int = RunPage.mostRecords) {
        self.pageLength = min(max(pageLength, 1), RunPage.mostRecords)
    }

    /// Begins a run; what was taken before was handed on.
    package mutating func begin(_ hour: Hour) {
        clear()
        (self.hour, pageNumber, totals) = (hour, 0, RunTotals())
    }

    /// A page with the first and the last 5-tuple in it.
    package struct Page: Sendable {
        package var page: RunPage
        package let first: FlowTuple
        package let last: FlowTuple
    }

    /// Takes the next record, and hands on the page before where that is full.
    package mutating func add(_ record: RunRecord, _ body: (Page) throws -> Void) rethrows {
        if columns[0].count == pageLength { try finish(body) }
        append(record)
    }

    /// Hands on what was not handed on yet.
    package mutating func finish(_ body: (Page) throws -> Void) rethrows {
        guard let first, let last = previous, !columns[0].isEmpty else { return }
        let page = Page(page: packed(), first: first, last: last)
        clear()
        pageNumber += 1
        try body(page)
    }

    private mutating func clear() {
        for index in columns.indices { columns[index].removeAll(keepingCapacity: true) }
        for index in times.indices { times[index].removeAll(keepingCapacity: true) }
        (attributions, exporters) = (PageNumbers(), PageNumbers())
        (first, previous) = (nil, nil)
    }

    private mutating func append(_ record: RunRecord) {
        totals.add(record)
        let tuple = record.tuple
        let isSameOrigin = previous?.origin == tuple.origin
        let (originHigh, originLow) = tuple.origin.halves
        let (hostHigh, hostLow) = tuple.host.halves
        let (lastOriginHigh, lastOriginLow) = previous?.origin.halves ?? (0, 0)
        let (lastHostHigh, lastHostLow) = isSameOrigin ? previous?.host.halves ?? (0, 0) : (0, 0)
        if first == nil { first = tuple }
        previous = tuple
        put(shape(of: record), .shape)
        put(originHigh &- lastOriginHigh, .originHigh)
        put(originLow &- lastOriginLow, .originLow)
        put(hostHigh &- lastHostHigh, .hostHigh)
        put(hostLow &- lastHostLow, .hostLow)
        put(UInt64(tuple.transport.rawValue), .transport)
        put(UInt64(tuple.hostPort), .hostPort)
        put(UInt64(tuple.originPort), .originPort)
        put(attributions.place(of: record.attribution), .attribution)
        put(exporters.place(of: record.exporter), .exporter)
        let headers = tuple.leastHeaders
        append(record.fromHost, headers, .hostFlags, .hostPackets, .hostPayload, .hostHeaders, .hostRefusals)
        append(
            record.fromOrigin, headers, .originFlags, .originPackets, .originPayload, .originHeaders, .originRefusals)
        appendTimes(record)
    }

    @inline(__always)
    private mutating func put(_ value: UInt64, _ column: PageColumn) {
        columns[column.rawValue].append(value)
    }

    private func shape(of record: RunRecord) -> UInt64 {
        (record.tuple.origin.isVersion6 ? RecordShape.originIsVersion6 : 0)
            | (record.tuple.host.isVersion6 ? RecordShape.hostIsVersion6 : 0)
            | (record.fromHost.hasSent ? RecordShape.hostSent : 0)
            | (record.fromOrigin.hasSent ? RecordShape.originSent : 0)
    }

    private mutating func append(
        _ counters: DirectionCounters, _ headers: UInt64, _ flags: PageColumn, _ packets: PageColumn,
        _ payload: PageColumn, _ beyond: PageColumn, _ refusals: PageColumn
    ) {
        let roles = UInt64(counters.roles.rawValue & RecordBits.roles)
        put(UInt64(counters.tcpFlags.rawValue) & RecordBits.flags | roles << RecordBits.rolesShift, flags)
        let kept = (packets: counters.packets.kept, bytes: counters.bytes.kept, payload: counters.payloadBytes.kept)
        put(kept.packets, packets)
        put(kept.payload, payload)
        put(UInt64(zigzag: Int64(bitPattern: kept.bytes &- kept.payload &- kept.packets &* headers)), beyond)
        put(counters.refusals.kept, refusals)
    }

    private mutating func appendTimes(_ record: RunRecord) {
        let (host, origin) = (span(of: record.fromHost), span(of: record.fromOrigin))
        let base = host ?? origin ?? (0, 0)
        times[0].append(base.first)
        times[1].append(host == nil ? 0 : origin.map { $0.first - base.first } ?? 0)
        times[2].append(base.last - base.first)
        times[3].append(host == nil ? 0 : origin.map { $0.last - base.last } ?? 0)
    }

    /// When an end sent first and last, in nanoseconds after the hour's start; `nil` where it sent nothing.
    private func span(of counters: DirectionCounters) -> (first: Int64, last: Int64)? {
        guard counters.hasSent else { return nil }
        let first = offset(of: counters.firstNanoseconds)
        return (first, max(offset(of: counters.lastNanoseconds), first))
    }

    /// A time after the hour's start; one outside the hour is taken for its first or its last nanosecond.
    private func offset(of time: Int64) -> Int64 {
        let (offset, overflows) = time.subtractingReportingOverflow(Int64(hour.index) &* Hour.nanoseconds)
        guard !overflows else { return time < 0 ? 0 : Hour.nanoseconds - 1 }
        return min(max(offset, 0), Hour.nanoseconds - 1)
    }

    /// The page of what was appended.
    private mutating func packed() -> RunPage {
        let power = timePower
        let unit = RunPage.unit(power)
        columns[PageColumn.start.rawValue] = times[0].map { UInt64($0 / unit) }
        columns[PageColumn.gap.rawValue] = times[1].map { UInt64(zigzag: $0 / unit) }
        columns[PageColumn.duration.rawValue] = times[2].map { UInt64($0 / unit) }
        columns[PageColumn.endGap.rawValue] = times[3].map { UInt64(zigzag: $0 / unit) }
        var content: [UInt8] = []
        content.reserveCapacity(32 * columns[0].count)
        for column in columns { column.append(to: &content, &packer, plane: &plane) }
        return RunPage(
            hour: hour, number: pageNumber, count: columns[0].count, attributions: attributions.values,
            exporters: exporters.values, timePower: power, content: content)
    }

    /// The largest unit in which all times of the page are whole numbers.
    private var timePower: Int {
        var power = RunPage.largestTimePower
        for list in times {
            for time in list { while power > 0, time % RunPage.unit(power) != 0 { power -= 1 } }
        }
        return power
    }
}

/// How much a run holds.
package struct RunTotals: Equatable, Sendable {
    package var records: UInt64 = 0
    /// Of flows that packets tell of.
    package var packets: UInt64 = 0

    package init(records: UInt64 = 0, packets: UInt64 = 0) {
        (self.records, self.packets) = (records, packets)
    }

    /// Adds what more of the same run holds.
    package mutating func add(_ other: RunTotals) {
        records = records.addingClamped(other.records)
        packets = packets.addingClamped(other.packets)
    }

    package mutating func add(_ record: RunRecord) {
        records += 1
        guard record.exporter.isPackets else { return }
        packets = packets.addingClamped(record.fromHost.packets.kept).addingClamped(record.fromOrigin.packets.kept)
    }
}

/// Numbers for the values that the records of a page have.
private struct PageNumbers<Value: Hashable> {
    private(set) var values: [Value] = []
    private var places: [Value: UInt64] = [:]
    private var last: (value: Value, place: UInt64)?

    mutating func place(of value: Value) -> UInt64 {
        if let last, last.value == value { return last.place }
        let place = places[value] ?? UInt64(values.count)
        if place == values.count {
            values.append(value)
            places[value] = place
        }
        last = (value, place)
        return place
    }
}

extension UInt64 {
    /// The number, or the largest that is kept where it is larger.
    fileprivate var kept: UInt64 { Swift.min(self, 1 << RunPage.counterBits - 1) }
}

extension RunPage {
    /// Nanoseconds of a unit of time.
    static func unit(_ power: Int) -> Int64 { [1, 1_000, 1_000_000, 1_000_000_000][power] }
}

extension FlowTuple {
    /// Bytes of the shortest headers that a packet of the host's IP version and of the protocol has.
    var leastHeaders: UInt64 { Self.leastHeaders(UInt64(transport.rawValue), ofVersion6: host.isVersion6) }

    @inline(__always)
    static func leastHeaders(_ transport: UInt64, ofVersion6 isVersion6: Bool) -> UInt64 {
        let above: UInt64 = transport == tcp ? 20 : transport == udp ? 8 : 0
        return above + (isVersion6 ? 40 : 20)
    }

    private static let tcp = UInt64(TransportProtocol.tcp.rawValue)
    private static let udp = UInt64(TransportProtocol.udp.rawValue)
}

extension IPAddress {
    var isVersion6: Bool { if case .v6 = self { true } else { false } }

    /// The upper and the lower half of an address of 128 bits; an IPv4 address is the lower one.
    var halves: (high: UInt64, low: UInt64) {
        switch self {
        case .v4(let address): (0, UInt64(address.rawValue))
        case .v6(let address):
            (UInt64(truncatingIfNeeded: address.rawValue >> 64), UInt64(truncatingIfNeeded: address.rawValue))
        }
    }
}
