package import CensusModel
package import NetworkTypes

/// What one end of a record sent, divided between the hours in which it counts.
///
/// A host was certainly there when the first packet was, and when the last one was. So a record counts in those two hours,
/// and what it counted is divided between them in proportion to the time that it spent in each, in whole numbers; what is
/// left over goes to the first. Or it is spread over all hours that get a packet.
package struct RecordShares: Sendable {
    private let span: RecordSpan
    private let spreads: Bool

    /// - Parameter spreads: whether a record that touches more than two hours is spread over all of them.
    package init(_ span: RecordSpan, spreads: Bool) {
        (self.span, self.spreads) = (span, spreads)
    }

    /// Hands on what an end counts in each hour. One that sent nothing has no times there.
    package func forEach(
        of end: RecordEnd, _ body: (_ hour: Hour, _ certain: Timestamp, DirectionCounters) -> Void
    ) {
        forEach(of: end.counters) { hour, certain, counters in
            var counters = counters
            if !end.hasSent { (counters.first, counters.last) = (nil, nil) }
            // Refusals are counted; of an hour that gets no packet of them a role says that it had some.
            if end.refuses, counters.packets == 0 { counters.roles.formUnion(.refusal) }
            body(hour, certain, counters)
        }
    }

    /// Hands on the counters of each hour, in their order, with the certain time of a packet in it.
    /// - Parameter whole: of the whole record, its times excepted.
    package func forEach(
        of whole: DirectionCounters, _ body: (_ hour: Hour, _ certain: Timestamp, DirectionCounters) -> Void
    ) {
        let (begin, end) = (Hour(containing: span.first), Hour(containing: span.last))
        guard begin < end else {
            return body(end, span.last, counters(whole, span.first, span.last))
        }
        var parts = parts(begin, end, whole)
        divide(whole.packets, among: &parts, \.packets)
        if spreads { parts.removeAll { $0.hour != begin && $0.hour != end && $0.counters.packets == 0 } }
        divide(whole.bytes, among: &parts, \.bytes)
        divide(whole.payloadBytes, among: &parts, \.payloadBytes)
        divide(whole.refusals, among: &parts, \.refusals)
        for part in parts {
            let certain = part.hour == begin ? span.first : part.hour == end ? span.last : part.first
            body(part.hour, certain, part.counters)
        }
    }

    private struct Part {
        let hour: Hour
        let first: Timestamp
        let last: Timestamp
        var counters: DirectionCounters

        /// Nanoseconds.
        var length: UInt64 { UInt64(last.nanoseconds - first.nanoseconds) }
    }

    /// The hours in which the record counts, without what is divided.
    private func parts(_ begin: Hour, _ end: Hour, _ whole: DirectionCounters) -> [Part] {
        // At most 50 days.
        let hours = spreads ? (begin.index...end.index).map(Hour.init(index:)) : [begin, end]
        return hours.map { hour in
            let first = Timestamp(nanoseconds: max(span.first.nanoseconds, hour.startNanoseconds))
            let last = Timestamp(nanoseconds: min(span.last.nanoseconds, hour.endNanoseconds))
            return Part(hour: hour, first: first, last: last, counters: counters(whole, first, last))
        }
    }

    private func counters(_ whole: DirectionCounters, _ first: Timestamp, _ last: Timestamp) -> DirectionCounters {
        var counters = whole
        (counters.first, counters.last) = (first, last)
        return counters
    }

    private func divide(
        _ total: UInt64, among parts: inout [Part], _ counter: WritableKeyPath<DirectionCounters, UInt64>
    ) {
        // An hour's part that does not end with the record lasts to the next hour's beginning.
        let lengths = parts.map { $0.length + ($0.last < span.last ? 1 : 0) }
        let whole = lengths.reduce(0, +)
        var rest = total
        for index in parts.indices.dropFirst() where whole > 0 {
            let share = whole.dividingFullWidth(total.multipliedFullWidth(by: lengths[index])).quotient
            parts[index].counters[keyPath: counter] = share
            rest -= share
        }
        for index in parts.indices.dropFirst() where whole == 0 { parts[index].counters[keyPath: counter] = 0 }
        if let first = parts.indices.first { parts[first].counters[keyPath: counter] = rest }
    }
}
