import CensusModel
import NetworkTypes

/// Places in the three hours before one, at which the 5-tuples of the hour are looked up in their order.
struct LookBack: Sendable {
    private var v4 = Places<TupleWords4>()
    private var other = Places<TupleWords6>()
    /// Whether a flow log tells something of one of the hours.
    private(set) var holdsStatements = false

    /// At no hours.
    init() {}

    init(from hour: Hour, at traces: [HourTrace]) {
        let before = { (hours: Int32) in traces.last { $0.hour == hour.advanced(by: -hours) } }
        v4 = Places { before($0).map { ($0.traces4, $0.told4) } }
        other = Places { before($0).map { ($0.traces6, $0.told6) } }
        holdsStatements = traces.contains { $0.holdsStatements }
    }

    /// Adds what packets showed of a 5-tuple, and what flow logs state of it.
    /// - Returns: whether it was there in the oldest hour.
    @inline(__always)
    mutating func merge(_ key: TraceKey, into shown: inout ShownEvidence) -> Bool {
        switch key {
        case .v4(let key): v4.merge(key, into: &shown)
        case .other(let key): other.merge(key, into: &shown)
        }
    }

    /// Adds the times that exporters tell of a 5-tuple.
    mutating func addToldTimes(of key: TraceKey, to told: inout [ToldTimes]) {
        switch key {
        case .v4(let key): v4.addToldTimes(of: key, to: &told)
        case .other(let key): other.addToldTimes(of: key, to: &told)
        }
    }

    private struct Places<Words: TupleWords>: Sendable {
        private var oldest: TraceCursor<Trace<Words>>
        private var middle: TraceCursor<Trace<Words>>
        private var latest: TraceCursor<Trace<Words>>
        private var toldOldest: TraceCursor<ToldTrace<Words>>
        private var toldMiddle: TraceCursor<ToldTrace<Words>>
        private var toldLatest: TraceCursor<ToldTrace<Words>>

        init() {
            self.init { _ in nil }
        }

        /// - Parameter lists: of the hour that lies so many hours before; `nil` where nothing is known of it.
        init(_ lists: (Int32) -> (TraceList<Trace<Words>>, TraceList<ToldTrace<Words>>)?) {
            let all = [3, 2, 1].map { lists($0) ?? (TraceList(), TraceList()) }
            (oldest, middle, latest) = (TraceCursor(all[0].0), TraceCursor(all[1].0), TraceCursor(all[2].0))
            (toldOldest, toldMiddle, toldLatest) = (
                TraceCursor(all[0].1), TraceCursor(all[1].1), TraceCursor(all[2].1)
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

        mutating func addToldTimes(of key: Words, to times: inout [ToldTimes]) {
            while toldOldest.goes(to: key) { times.add(toldOldest.take().times) }
            while toldMiddle.goes(to: key) { times.add(toldMiddle.take().times) }
            while toldLatest.goes(to: key) { times.add(toldLatest.take().times) }
        }
    }
}
