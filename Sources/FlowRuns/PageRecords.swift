package import CensusModel
package import NetworkTypes

/// The records of a page, unpacked: a list of numbers for each column, and no memory for a single record.
package struct PageRecords: Sendable {
    package let count: Int
    private var lists: PageLists
    /// Whether packets tell of all records; `nil` where they differ.
    private let isOfPackets: Bool?
    /// The key's addresses are whole; of the others those for headers and times hold what `settleCounters` makes of them.
    private(set) var columns: ReadColumns
    package let parts: RecordParts
    /// Whether any record has the same 5-tuple as the one before.
    package private(set) var repeatsTuples = false

    /// - Parameters:
    ///   - parts: what is asked of the records.
    /// - Throws: what is wrong with the page, of which nothing is used then.
    package init(
        _ page: RunPage, _ unpacker: borrowing PageUnpacker, _ parts: RecordParts = .all
    ) throws(RunFault) {
        (count, self.parts) = (page.count, parts)
        lists = PageLists(page)
        isOfPackets = page.exporters.count == 1 ? page.exporters.first?.isPackets : nil
        var reading = ByteReading(page.held, from: page.columns.lowerBound, upTo: page.columns.upperBound)
        columns = try ReadColumns(&reading, unpacker, count: page.count, parts)
        guard reading.isAtEnd else { throw .impossible("more columns than a page has") }
        columns.addDifferences()
        try checkKeys()
        if parts != .keys { try settleCounters(page) }
        if let loan = columns.loan(from: unpacker.room) { lists = PageLists(page, loan) }
    }

    private mutating func checkKeys() throws(RunFault) {
        guard columns.allBits(.shape) & ~RecordShape.all == 0 else { throw .impossible("a flow of no known shape") }
        guard columns.allBits(.transport) <= 0xFF, columns.allBits(.hostPort) <= 0xFFFF,
            columns.allBits(.originPort) <= 0xFFFF
        else { throw .impossible("a flow of an impossible port or protocol") }
        guard columns.areAll(.attribution, below: lists.attributions.count),
            columns.areAll(.exporter, below: lists.exporters.count)
        else { throw .impossible("a flow of no known attribution or exporter") }
        if columns.allBits(.shape) & RecordShape.versions == 0 { try checkVersion4() } else { try checkBothVersions() }
    }

    /// Checks the ends and the order of records that are all of IPv4.
    private mutating func checkVersion4() throws(RunFault) {
        guard columns.allBits(.originHigh) | columns.allBits(.hostHigh) == 0,
            (columns.allBits(.originLow) | columns.allBits(.hostLow)) >> 32 == 0
        else { throw .impossible("a flow of an end that is no address") }
        var (ends, ports): (UInt64, UInt64) = (0, 0)
        for index in 0..<count {
            let next = (columns[.originLow, index] << 32 | columns[.hostLow, index], self.ports(index))
            guard index == 0 || ends < next.0 || ends == next.0 && ports <= next.1 else {
                throw .impossible("flows that are not in their order")
            }
            if index > 0, ends == next.0, ports == next.1 { noteRepeated(index) }
            (ends, ports) = next
        }
    }

    private mutating func checkBothVersions() throws(RunFault) {
        for index in 0..<count {
            let shape = columns[.shape, index]
            let originFits = shape & RecordShape.originIsVersion6 != 0 || isVersion4(.originHigh, .originLow, index)
            let hostFits = shape & RecordShape.hostIsVersion6 != 0 || isVersion4(.hostHigh, .hostLow, index)
            guard originFits, hostFits else { throw .impossible("a flow of an end that is no address") }
            guard index > 0 else { continue }
            switch order(index - 1, index) {
            case .before: break
            case .same: noteRepeated(index)
            case .behind: throw .impossible("flows that are not in their order")
            }
        }
    }

    private mutating func noteRepeated(_ index: Int) {
        columns[.shape, index] |= RecordShape.repeatsTuple
        repeatsTuples = true
    }

    private enum Order { case before, same, behind }

    /// How the 5-tuples of two records stand to each other.
    private func order(_ first: Int, _ second: Int) -> Order {
        let versions = columns[.shape, first] | columns[.shape, second]
        if versions & RecordShape.versions == 0 {
            let mine = columns[.originLow, first] << 32 | columns[.hostLow, first]
            let others = columns[.originLow, second] << 32 | columns[.hostLow, second]
            if mine != others { return mine < others ? .before : .behind }
            let (ports, otherPorts) = (ports(first), ports(second))
            return ports == otherPorts ? .same : ports < otherPorts ? .before : .behind
        }
        let (mine, others) = (tuple(at: first), tuple(at: second))
        return mine == others ? .same : mine < others ? .before : .behind
    }

    private func isVersion4(_ high: PageColumn, _ low: PageColumn, _ index: Int) -> Bool {
        columns[high, index] == 0 && columns[low, index] <= UInt64(UInt32.max)
    }

    @inline(__always)
    private func ports(_ index: Int) -> UInt64 {
        columns[.transport, index] << 32 | columns[.hostPort, index] << 16 | columns[.originPort, index]
    }
}

// MARK: - Counters

extension PageRecords {
    /// Checks the counters, and puts bytes and times in the place of what pages keep of them (`CounterSettling`).
    private mutating func settleCounters(_ page: RunPage) throws(RunFault) {
        for column in [
            PageColumn.hostPackets, .originPackets, .hostPayload, .originPayload, .hostRefusals, .originRefusals,
        ] {
            guard columns.allBits(column) >> RunPage.counterBits == 0 else {
                throw .impossible("a flow of an impossible counter")
            }
        }
        guard (columns.allBits(.hostFlags) | columns.allBits(.originFlags)) & ~RecordBits.all == 0 else {
            throw .impossible("a flow with bits that say nothing")
        }
        let settling = CounterSettling(page, parts)
        switch columns.change(upTo: .endGap, { settling.settle($0) }) {
        case nil: break
        case .packedTime: throw .impossible("a flow of an impossible time")
        case .time(let index): throw .impossible("\(name(index, page.hour)) has an impossible time")
        case .counter(let index): throw .impossible("\(name(index, page.hour)) has an impossible counter")
        }
    }

    private func name(_ index: Int, _ hour: Hour) -> String {
        let tuple = tuple(at: index)
        return "a flow of \(tuple.host) with \(tuple.origin) in the hour \(hour)"
    }
}

// MARK: - One record

extension PageRecords {
    /// The two ends of a record.
    package func ends(at index: Int) -> (origin: IPAddress, host: IPAddress) {
        check(index)
        let shape = columns[.shape, index]
        return (
            address(.originHigh, .originLow, index, isVersion6: shape & RecordShape.originIsVersion6 != 0),
            address(.hostHigh, .hostLow, index, isVersion6: shape & RecordShape.hostIsVersion6 != 0)
        )
    }

    package func tuple(at index: Int) -> FlowTuple {
        check(index)
        let shape = columns[.shape, index]
        return FlowTuple(
            origin: address(.originHigh, .originLow, index, isVersion6: shape & RecordShape.originIsVersion6 != 0),
            host: address(.hostHigh, .hostLow, index, isVersion6: shape & RecordShape.hostIsVersion6 != 0),
            transport: TransportProtocol(rawValue: UInt8(truncatingIfNeeded: columns[.transport, index])),
            hostPort: UInt16(truncatingIfNeeded: columns[.hostPort, index]),
            originPort: UInt16(truncatingIfNeeded: columns[.originPort, index]))
    }

    @inline(__always)
    private func address(_ high: PageColumn, _ low: PageColumn, _ index: Int, isVersion6: Bool) -> IPAddress {
        let low = columns[low, index]
        guard isVersion6 else { return .v4(IPv4Address(rawValue: UInt32(truncatingIfNeeded: low))) }
        return .v6(IPv6Address(rawValue: UInt128(columns[high, index]) << 64 | UInt128(low)))
    }

    package func attribution(at index: Int) -> Int64 {
        check(index)
        return lists.attributions[Int(columns[.attribution, index])]
    }

    package func exporter(at index: Int) -> Exporter {
        check(index)
        return lists.exporters[Int(columns[.exporter, index])]
    }

    /// Looks whether there is such a record, for columns do not.
    @inline(__always)
    private func check(_ index: Int) {
        precondition(index >= 0 && index < count, "a page has no record behind its last")
    }

    /// Whether packets tell of a record, and no flow log.
    package func isOfPackets(at index: Int) -> Bool {
        isOfPackets ?? exporter(at: index).isPackets
    }

    /// Whether a record has the same 5-tuple as the one before; false for the first one.
    package func repeatsTuple(at index: Int) -> Bool {
        check(index)
        return columns[.shape, index] & RecordShape.repeatsTuple != 0
    }

    package func record(at index: Int) -> RunRecord {
        var record = RunRecord(
            tuple(at: index), attribution: attribution(at: index), exporter: exporter(at: index),
            fromHost: DirectionCounters(), fromOrigin: DirectionCounters())
        check(index)
        if parts != .keys { readCounters(at: index, &record.fromHost, &record.fromOrigin) }
        return record
    }

    /// Puts the 5-tuple and the counters of a record into a flow, in place of those that it has.
    package func read(at index: Int, into flow: inout FlowRecord) {
        check(index)
        let shape = columns[.shape, index]
        flow.key.origin = address(
            .originHigh, .originLow, index, isVersion6: shape & RecordShape.originIsVersion6 != 0)
        flow.key.host = address(.hostHigh, .hostLow, index, isVersion6: shape & RecordShape.hostIsVersion6 != 0)
        flow.key.transport = TransportProtocol(rawValue: UInt8(truncatingIfNeeded: columns[.transport, index]))
        flow.key.hostPort = UInt16(truncatingIfNeeded: columns[.hostPort, index])
        flow.key.originPort = UInt16(truncatingIfNeeded: columns[.originPort, index])
        readCounters(at: index, &flow.fromHost, &flow.fromOrigin)
    }

    @inline(__always)
    private func readCounters(
        at index: Int, _ host: inout DirectionCounters, _ origin: inout DirectionCounters
    ) {
        precondition(parts != .keys, "no counters were read")
        (host.packets, host.bytes) = (columns[.hostPackets, index], columns[.hostHeaders, index])
        (host.payloadBytes, host.refusals) = (columns[.hostPayload, index], columns[.hostRefusals, index])
        host.firstNanoseconds = Int64(bitPattern: columns[.start, index])
        host.lastNanoseconds = Int64(bitPattern: columns[.duration, index])
        Self.read(columns[.hostFlags, index], into: &host)
        (origin.packets, origin.bytes) = (columns[.originPackets, index], columns[.originHeaders, index])
        (origin.payloadBytes, origin.refusals) = (columns[.originPayload, index], columns[.originRefusals, index])
        origin.firstNanoseconds = Int64(bitPattern: columns[.gap, index])
        origin.lastNanoseconds = Int64(bitPattern: columns[.endGap, index])
        Self.read(columns[.originFlags, index], into: &origin)
    }

    @inline(__always)
    private static func read(_ bits: UInt64, into counters: inout DirectionCounters) {
        counters.tcpFlags = TCPFlags(rawValue: UInt16(truncatingIfNeeded: bits))
        counters.roles = PacketRoles(rawValue: UInt8(truncatingIfNeeded: bits >> RecordBits.rolesShift))
    }
}

/// What records of a page name by their places, in one object: a page that is handed on from merge to reader, in stretches as short
/// as one record, costs two references.
private final class PageLists: Sendable {
    let attributions: [Int64]
    let exporters: [Exporter]
    private let loan: ColumnLoan?

    init(_ page: RunPage, _ loan: ColumnLoan? = nil) {
        (attributions, exporters, self.loan) = (page.attributions, page.exporters, loan)
    }
}

/// Unpacks pages, one after another, in memory that is used again for each.
package struct PageUnpacker: ~Copyable {
    let planes = PlaneUnpacker()
    let planeRoom = PlaneRoom()
    let room: ColumnRoom

    package init(_ room: ColumnRoom = ColumnRoom()) {
        self.room = room
    }
}

/// An unpacker that several cursors of one thread use.
package final class SharedUnpacker {
    private let unpacker: PageUnpacker

    /// - Parameter room: for the columns, which what reads other pages may use again.
    package init(_ room: ColumnRoom = ColumnRoom()) {
        unpacker = PageUnpacker(room)
    }

    package func records(_ page: RunPage, _ parts: RecordParts) throws(RunFault) -> PageRecords {
        try PageRecords(page, unpacker, parts)
    }
}
