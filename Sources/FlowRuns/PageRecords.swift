package import CensusModel
import NetworkTypes

/// The records of a page, unpacked: a list of numbers for each column, and no memory for a single record.
package struct PageRecords: Sendable {
    package let count: Int
    private let hourStart: Int64
    private let unit: Int64
    private let attributions: [Int64]
    private let exporters: [Exporter]
    private var columns: ReadColumns

    /// - Parameters:
    ///   - keysOnly: whether nothing is asked of the records but their 5-tuples, attributions and exporters.
    /// - Throws: what is wrong with the page, of which nothing is used then.
    package init(
        _ page: RunPage, _ unpacker: borrowing PageUnpacker, keysOnly: Bool = false
    ) throws(RunFault) {
        count = page.count
        hourStart = Int64(page.hour.index) &* Hour.nanoseconds
        unit = RunPage.unit(page.timePower)
        (attributions, exporters) = (page.attributions, page.exporters)
        columns = ReadColumns(count: page.count)
        var reading = ByteReading(Array(page.content), upTo: page.content.count)
        var plane = [UInt8](repeating: 0, count: count)
        for column in PageColumn.allCases {
            if keysOnly, column.rawValue > PageColumn.lastOfKey.rawValue {
                try ReadColumns.skip(&reading, count: count)
                columns.appendZeros()
            } else {
                try columns.append(&reading, unpacker.planes, plane: &plane)
            }
        }
        guard reading.isAtEnd else { throw .impossible("more columns than a page has") }
        addDifferences()
        try checkKeys()
        if !keysOnly { try checkCounters(page.hour) }
    }

    /// Makes addresses of the differences to those before.
    private mutating func addDifferences() {
        for column in [PageColumn.originHigh, .originLow] { columns.add(column) { _ in true } }
        let origins = columns
        for column in [PageColumn.hostHigh, .hostLow] {
            columns.add(column) { index in
                let isOtherVersion =
                    (origins[.shape, index] ^ origins[.shape, index - 1]) & RecordShape.originIsVersion6 != 0
                return origins[.originLow, index] == origins[.originLow, index - 1]
                    && origins[.originHigh, index] == origins[.originHigh, index - 1] && !isOtherVersion
            }
        }
    }

    private func checkKeys() throws(RunFault) {
        guard columns.largest(.shape) <= RecordShape.all else { throw .impossible("a flow of no known shape") }
        guard columns.largest(.transport) <= 0xFF, columns.largest(.hostPort) <= 0xFFFF,
            columns.largest(.originPort) <= 0xFFFF
        else { throw .impossible("a flow of an impossible port or protocol") }
        guard columns.largest(.attribution) < attributions.count, columns.largest(.exporter) < exporters.count else {
            throw .impossible("a flow of no known attribution or exporter")
        }
        for index in 0..<count {
            let shape = columns[.shape, index]
            let originFits = shape & RecordShape.originIsVersion6 != 0 || isVersion4(.originHigh, .originLow, index)
            let hostFits = shape & RecordShape.hostIsVersion6 != 0 || isVersion4(.hostHigh, .hostLow, index)
            guard originFits, hostFits else { throw .impossible("a flow of an end that is no address") }
            guard index == 0 || order(of: index - 1) <= order(of: index) else {
                throw .impossible("flows that are not in their order")
            }
        }
    }

    private func isVersion4(_ high: PageColumn, _ low: PageColumn, _ index: Int) -> Bool {
        columns[high, index] == 0 && columns[low, index] <= UInt64(UInt32.max)
    }

    private func checkCounters(_ hour: Hour) throws(RunFault) {
        for column in [
            PageColumn.hostPackets, .originPackets, .hostPayload, .originPayload, .hostRefusals, .originRefusals,
        ] {
            guard columns.largest(column) >> RunPage.counterBits == 0 else {
                throw .impossible("a flow of an impossible counter")
            }
        }
        guard (columns.allBits(.hostFlags) | columns.allBits(.originFlags)) & ~RecordBits.all == 0 else {
            throw .impossible("a flow with bits that say nothing")
        }
        let most = UInt64(Hour.nanoseconds / unit)
        guard columns.largest(.start) < most, columns.largest(.duration) < most,
            max(columns.largest(.gap), columns.largest(.endGap)) < 2 * most
        else { throw .impossible("a flow of an impossible time") }
        for index in 0..<count {
            let headers = tuple(at: index).leastHeaders
            let bytes =
                bytes(index, headers, .hostPackets, .hostPayload, .hostHeaders)
                | self.bytes(index, headers, .originPackets, .originPayload, .originHeaders)
            guard bytes >> RunPage.counterBits == 0 else {
                throw .impossible("\(name(index, hour)) has an impossible counter")
            }
            let (host, origin) = times(at: index)
            guard host.map(isWithinHour) ?? true, origin.map(isWithinHour) ?? true else {
                throw .impossible("\(name(index, hour)) has an impossible time")
            }
        }
    }

    private func isWithinHour(_ span: Span) -> Bool {
        span.first >= hourStart && span.first <= span.last && span.last &- hourStart < Hour.nanoseconds
    }

    private func name(_ index: Int, _ hour: Hour) -> String {
        let tuple = tuple(at: index)
        return "a flow of \(tuple.host) with \(tuple.origin) in the hour \(hour)"
    }
}

// MARK: - One record

extension PageRecords {
    package func tuple(at index: Int) -> FlowTuple {
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

    package func attribution(at index: Int) -> Int64 { attributions[Int(columns[.attribution, index])] }

    package func record(at index: Int) -> RunRecord {
        let tuple = tuple(at: index)
        let headers = tuple.leastHeaders
        var record = RunRecord(
            tuple, attribution: attribution(at: index), exporter: exporters[Int(columns[.exporter, index])],
            fromHost: counters(index, headers, .hostFlags, .hostPackets, .hostPayload, .hostHeaders, .hostRefusals),
            fromOrigin: counters(
                index, headers, .originFlags, .originPackets, .originPayload, .originHeaders, .originRefusals))
        let (host, origin) = times(at: index)
        if let host { (record.fromHost.firstNanoseconds, record.fromHost.lastNanoseconds) = host }
        if let origin { (record.fromOrigin.firstNanoseconds, record.fromOrigin.lastNanoseconds) = origin }
        return record
    }

    private func counters(
        _ index: Int, _ headers: UInt64, _ flags: PageColumn, _ packets: PageColumn, _ payload: PageColumn,
        _ beyond: PageColumn, _ refusals: PageColumn
    ) -> DirectionCounters {
        var counters = DirectionCounters()
        let bits = columns[flags, index]
        counters.tcpFlags = TCPFlags(rawValue: UInt16(truncatingIfNeeded: bits))
        counters.roles = PacketRoles(rawValue: UInt8(truncatingIfNeeded: bits >> RecordBits.rolesShift))
        counters.packets = columns[packets, index]
        counters.payloadBytes = columns[payload, index]
        counters.refusals = columns[refusals, index]
        counters.bytes = bytes(index, headers, packets, payload, beyond)
        return counters
    }

    @inline(__always)
    private func bytes(
        _ index: Int, _ headers: UInt64, _ packets: PageColumn, _ payload: PageColumn, _ beyond: PageColumn
    ) -> UInt64 {
        let more = UInt64(bitPattern: columns[beyond, index].unzigzagged)
        return more &+ columns[payload, index] &+ columns[packets, index] &* headers
    }

    /// The first and the last time of something, in nanoseconds.
    private typealias Span = (first: Int64, last: Int64)

    /// When each end sent; `nil` where it sent nothing.
    private func times(at index: Int) -> (host: Span?, origin: Span?) {
        let shape = columns[.shape, index]
        let start = hourStart &+ Int64(bitPattern: columns[.start, index]) &* unit
        let base = (first: start, last: start &+ Int64(bitPattern: columns[.duration, index]) &* unit)
        guard shape & RecordShape.hostSent != 0 else {
            return (nil, shape & RecordShape.originSent != 0 ? base : nil)
        }
        guard shape & RecordShape.originSent != 0 else { return (base, nil) }
        let (gap, endGap) = (columns[.gap, index].unzigzagged, columns[.endGap, index].unzigzagged)
        return (base, (base.first &+ gap &* unit, base.last &+ endGap &* unit))
    }

    /// The 5-tuple as numbers that compare as 5-tuples do.
    fileprivate func order(of index: Int) -> RecordOrder {
        let shape = columns[.shape, index]
        let ports = columns[.transport, index] << 32 | columns[.hostPort, index] << 16 | columns[.originPort, index]
        return RecordOrder(
            origin: UInt128(columns[.originHigh, index]) << 64 | UInt128(columns[.originLow, index]),
            host: UInt128(columns[.hostHigh, index]) << 64 | UInt128(columns[.hostLow, index]),
            versions: (shape & RecordShape.originIsVersion6, shape & RecordShape.hostIsVersion6), ports: ports)
    }
}

/// A 5-tuple as numbers, which compare as 5-tuples do.
private struct RecordOrder {
    let origin: UInt128
    let host: UInt128
    let versions: (origin: UInt64, host: UInt64)
    let ports: UInt64

    static func <= (left: Self, right: Self) -> Bool {
        if left.versions.origin != right.versions.origin { return left.versions.origin < right.versions.origin }
        if left.origin != right.origin { return left.origin < right.origin }
        if left.versions.host != right.versions.host { return left.versions.host < right.versions.host }
        if left.host != right.host { return left.host < right.host }
        return left.ports <= right.ports
    }
}

/// Unpacks pages, one after another, in memory that is used again for each.
package struct PageUnpacker: ~Copyable {
    let planes = PlaneUnpacker()

    package init() {}
}
