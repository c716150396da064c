import CensusModel
import NetworkTypes

/// Places in the three hours before one, at which the 5-tuples of the hour are looked up in their order.
struct LookBack {
    private var v4 = Places<TupleWords4>()
    private var other = Places<TupleWords6>()
    /// Whether a flow log tells something of one of the hours.
    private(set) var holdsStatements = false
    /// Whether exporters tell times of one of them.
    private(set) var holdsTimes = false

    /// At no hours.
    init() {}

    init(from hour: Hour, at traces: [HourTrace]) {
        let before = { (hours: Int32) in traces.last { $0.hour == hour.advanced(by: -hours) } }
        v4 = Places { before($0)?.v4 }
        other = Places { before($0)?.other }
        holdsStatements = traces.contains { $0.holdsStatements }
        holdsTimes = traces.contains { $0.holdsTimes }
    }

    /// Adds what a 5-tuple showed in the hours.
    /// - Parameter isOfFragments: of these times decide whatever is stated.
    /// - Returns: whether it was there in the oldest hour.
    mutating func merge(_ key: TraceKey, into evidence: inout TupleEvidence, isOfFragments: Bool) -> Bool {
        switch key {
        case .v4(let key): v4.merge(key, into: &evidence, isOfFragments)
        case .other(let key): other.merge(key, into: &evidence, isOfFragments)
        }
    }

    /// Adds what packets showed of a 5-tuple between two ends of IPv4 in the hours, and what flow logs state of it.
    /// - Returns: whether it was there in the oldest hour.
    @inline(__always)
    mutating func merge(_ key: TupleWords4, into shown: inout ShownEvidence) -> Bool {
        v4.merge(key, into: &shown)
    }

    private struct Places<Words: TupleWords> {
        private var oldest: TraceCursor<Trace<Words>>
        private var middle: TraceCursor<Trace<Words>>
        private var latest: TraceCursor<Trace<Words>>
        private var toldOldest: TraceCursor<ToldTrace<Words>>
        private var toldMiddle: TraceCursor<ToldTrace<Words>>
        private var toldLatest: TraceCursor<ToldTrace<Words>>

        init() {
            self.init { _ in nil }
        }

        /// - Parameter traces: of the hour that lies so many hours before; `nil` where nothing is known of it.
        init(_ traces: (Int32) -> Traces<Words>?) {
            let all = [3, 2, 1].map { traces($0) ?? Traces() }
            (oldest, middle, latest) = (
                TraceCursor(all[0].shown), TraceCursor(all[1].shown), TraceCursor(all[2].shown)
            )
            (toldOldest, toldMiddle, toldLatest) = (
                TraceCursor(all[0].told), TraceCursor(all[1].told), TraceCursor(all[2].told)
            )
        }

        @inline(__always)
        mutating func merge(_ key: Words, into shown: inout ShownEvidence) -> Bool {
            let isInOldest = oldest.goes(to: key)
            if isInOldest { shown.merge(oldest.take().shown) }
            if middle.goes(to: key) { shown.merge(middle.take().shown) }
            if latest.goes(to: key) { shown.merge(latest.take().shown) }
            return isInOldest
        }

        mutating func merge(_ key: Words, into evidence: inout TupleEvidence, _ isOfFragments: Bool) -> Bool {
            let isInOldest = merge(key, into: &evidence.shown)
            // What is stated counts before all times.
            if isOfFragments || !evidence.facts.isStated { addTimes(of: key, to: &evidence.told) }
            return isInOldest
        }

        private mutating func addTimes(of key: Words, to times: inout ToldByExporters) {
            while toldOldest.goes(to: key) { times.add(toldOldest.take().times) }
            while toldMiddle.goes(to: key) { times.add(toldMiddle.take().times) }
            while toldLatest.goes(to: key) { times.add(toldLatest.take().times) }
        }
    }
}
