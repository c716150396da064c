import CensusModel
import NetworkTypes

/// Puts bytes and times in the place of what a page keeps of them: the bytes of each end, and its first and its last nanosecond, as
/// `DirectionCounters` has them. Every record of an export goes through here.
struct CounterSettling {
    private let hourStart: Int64
    /// In nanoseconds.
    private let unit: Int64
    /// How many units an hour has.
    private let most: UInt64
    private let parts: RecordParts

    /// What a record says that cannot be.
    enum Flaw {
        case counter(_ index: Int)
        /// Before anything is made of it.
        case packedTime
        case time(_ index: Int)
    }

    init(_ page: RunPage, _ parts: RecordParts) {
        hourStart = Int64(page.hour.index) &* Hour.nanoseconds
        unit = RunPage.unit(page.timePower)
        most = UInt64(Hour.nanoseconds / unit)
        self.parts = parts
    }

    /// - Returns: what is wrong with the first record that cannot be; `nil` where all were settled.
    func settle(_ columns: ColumnPlaces) -> Flaw? {
        parts == .all ? settle(columns, hasAll: true) : settle(columns, hasAll: false)
    }

    /// - Parameter hasAll: whether bytes and last times were read. Else bytes are 0 and last times the first ones.
    @inline(__always)
    private func settle(_ columns: ColumnPlaces, hasAll: Bool) -> Flaw? {
        for index in 0..<columns.count {
            guard settleBytes(columns, index, hasAll) else { return .counter(index) }
            // Above this nothing is multiplied.
            guard columns[.start, index] < most, columns[.gap, index] < 2 * most,
                !hasAll || columns[.duration, index] < most && columns[.endGap, index] < 2 * most
            else { return .packedTime }
            guard settleTimes(columns, index, hasAll) else { return .time(index) }
        }
        return nil
    }

    @inline(__always)
    private func settleBytes(_ columns: ColumnPlaces, _ index: Int, _ hasAll: Bool) -> Bool {
        guard hasAll else {
            (columns[.hostHeaders, index], columns[.originHeaders, index]) = (0, 0)
            return true
        }
        let headers = FlowTuple.leastHeaders(
            columns[.transport, index], ofVersion6: columns[.shape, index] & RecordShape.hostIsVersion6 != 0)
        let host = bytes(columns, index, headers, .hostPackets, .hostPayload, .hostHeaders)
        let origin = bytes(columns, index, headers, .originPackets, .originPayload, .originHeaders)
        (columns[.hostHeaders, index], columns[.originHeaders, index]) = (host, origin)
        return (host | origin) >> RunPage.counterBits == 0
    }

    @inline(__always)
    private func bytes(
        _ columns: ColumnPlaces, _ index: Int, _ headers: UInt64, _ packets: PageColumn, _ payload: PageColumn,
        _ beyond: PageColumn
    ) -> UInt64 {
        let more = UInt64(bitPattern: columns[beyond, index].unzigzagged)
        return more &+ columns[payload, index] &+ columns[packets, index] &* headers
    }

    /// - Returns: whether the times lie in the hour, and the first before the last.
    @inline(__always)
    private func settleTimes(_ columns: ColumnPlaces, _ index: Int, _ hasAll: Bool) -> Bool {
        let shape = columns[.shape, index]
        let first = hourStart &+ Int64(bitPattern: columns[.start, index]) &* unit
        let last = hasAll ? first &+ Int64(bitPattern: columns[.duration, index]) &* unit : first
        let span = (first: first, last: last)
        let silence = (first: Int64.max, last: Int64.min)
        let (hostSent, originSent) = (shape & RecordShape.hostSent != 0, shape & RecordShape.originSent != 0)
        guard hostSent else {
            put(silence, originSent ? span : silence, columns, index)
            return !originSent || admits(span)
        }
        guard originSent else {
            put(span, silence, columns, index)
            return admits(span)
        }
        let originFirst = first &+ columns[.gap, index].unzigzagged &* unit
        let originLast = hasAll ? last &+ columns[.endGap, index].unzigzagged &* unit : originFirst
        let origin = (first: originFirst, last: originLast)
        put(span, origin, columns, index)
        return admits(span) && admits(origin)
    }

    @inline(__always)
    private func put(
        _ host: (first: Int64, last: Int64), _ origin: (first: Int64, last: Int64), _ columns: ColumnPlaces,
        _ index: Int
    ) {
        columns[.start, index] = UInt64(bitPattern: host.first)
        columns[.duration, index] = UInt64(bitPattern: host.last)
        columns[.gap, index] = UInt64(bitPattern: origin.first)
        columns[.endGap, index] = UInt64(bitPattern: origin.last)
    }

    /// Whether times are such as the hour has.
    @inline(__always)
    private func admits(_ span: (first: Int64, last: Int64)) -> Bool {
        span.first >= hourStart && span.first <= span.last && span.last &- hourStart < Hour.nanoseconds
    }
}
