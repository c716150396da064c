import CensusModel
import NetworkTypes

/// What every 5-tuple of one hour showed, kept while the three hours behind it are judged.
struct HourTrace: Sendable {
    let hour: Hour
    private(set) var traces4 = TraceList<Trace<TupleWords4>>()
    /// 5-tuples with an end of IPv6.
    private(set) var traces6 = TraceList<Trace<TupleWords6>>()
    /// The times that exporters tell.
    private(set) var told4 = TraceList<ToldTrace<TupleWords4>>()
    private(set) var told6 = TraceList<ToldTrace<TupleWords6>>()
    /// Whether an exporter states who began a flow, or its times may.
    private(set) var holdsStatements = false

    init(of hour: Hour) {
        self.hour = hour
    }

    /// Bytes of memory.
    var size: Int { traces4.size + traces6.size + told4.size + told6.size }

    /// The least that an hour needs to hold a trace of each kind.
    static var leastSize: Int {
        TraceList<Trace<TupleWords4>>.blockSize + TraceList<Trace<TupleWords6>>.blockSize
            + TraceList<ToldTrace<TupleWords4>>.blockSize + TraceList<ToldTrace<TupleWords6>>.blockSize
    }

    /// Bytes of memory that one more 5-tuple takes: 0, most often.
    @inline(__always)
    func growth(for key: TraceKey, times: Int = 0) -> Int {
        switch key {
        case .v4: traces4.growth(for: 1) + (times == 0 ? 0 : told4.growth(for: times))
        case .other: traces6.growth(for: 1) + (times == 0 ? 0 : told6.growth(for: times))
        }
    }

    /// Adds a 5-tuple behind all that are there.
    @inline(__always)
    mutating func append(_ key: TraceKey, _ shown: ShownEvidence) {
        switch key {
        case .v4(let key): traces4.append(Trace(key, shown))
        case .other(let key): traces6.append(Trace(key, shown))
        }
        if shown.facts.isStated { holdsStatements = true }
    }

    /// Adds the times that exporters tell of the 5-tuple that was added last.
    mutating func append(_ times: [ToldTimes], of key: TraceKey) {
        switch key {
        case .v4(let key): for times in times { told4.append(ToldTrace(key, times)) }
        case .other(let key): for times in times { told6.append(ToldTrace(key, times)) }
        }
        if !times.isEmpty { holdsStatements = true }
    }

    /// The same with the times that exporters tell.
    private func withToldTimes(_ evidence: TupleEvidence, of tuple: FlowTuple) -> TupleEvidence {
        var evidence = evidence
        switch TraceKey(tuple) {
        case .v4(let key): told4.addTimes(of: key, to: &evidence.told)
        case .other(let key): told6.addTimes(of: key, to: &evidence.told)
        }
        return evidence
    }

    /// The place of the first 5-tuple of the same protocol between the same ends.
    func firstPlace(beside tuple: FlowTuple) -> Int {
        let first = FlowTuple(
            origin: tuple.origin, host: tuple.host, transport: tuple.transport, hostPort: 0, originPort: 0)
        switch TraceKey(first) {
        case .v4(let key): return traces4.place(of: key)
        case .other(let key): return traces6.place(of: key)
        }
    }

    /// The 5-tuple at a place, and what it showed; `nil` where it is not of the same protocol between the same ends.
    func entry(at place: Int, beside tuple: FlowTuple) -> (tuple: FlowTuple, evidence: TupleEvidence)? {
        let entry =
            switch TraceKey(tuple) {
            case .v4(let key): traces4.entry(at: place, beside: key, tuple)
            case .other(let key): traces6.entry(at: place, beside: key, tuple)
            }
        return entry.map { ($0.tuple, withToldTimes($0.evidence, of: $0.tuple)) }
    }
}

extension TraceList {
    /// The 5-tuple at a place, and what packets showed of it; `nil` where it is not of the same protocol between the same ends.
    fileprivate func entry<Words>(
        at place: Int, beside key: Words, _ tuple: FlowTuple
    ) -> (tuple: FlowTuple, evidence: TupleEvidence)? where Element == Trace<Words> {
        guard place < count else { return nil }
        let trace = self[place]
        guard trace.key.isBeside(key) else { return nil }
        let own = FlowTuple(
            origin: tuple.origin, host: tuple.host, transport: tuple.transport, hostPort: trace.key.hostPort,
            originPort: trace.key.originPort)
        return (own, TupleEvidence(trace.shown))
    }
}

extension TraceList {
    /// Adds the times that exporters tell of a 5-tuple.
    fileprivate func addTimes<Words>(of key: Words, to told: inout [ToldTimes]) where Element == ToldTrace<Words> {
        guard count > 0 else { return }
        var place = place(of: key)
        while place < count, self[place].key == key {
            told.add(self[place].times)
            place += 1
        }
    }
}
