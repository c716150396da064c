import CensusModel
import NetworkTypes

/// What every 5-tuple of one hour showed, kept while the three hours behind it are judged.
struct HourTrace: Sendable {
    let hour: Hour
    private var traces4 = TraceList<Trace<UInt32>>()
    /// 5-tuples with an end of IPv6.
    private var traces6 = TraceList<Trace<UInt128>>()
    /// The times that exporters tell.
    private var told = TraceList<ToldTrace>()
    /// Whether an exporter states who began a flow, or its times may.
    private(set) var holdsStatements = false

    init(of hour: Hour) {
        self.hour = hour
    }

    /// Bytes of memory.
    var size: Int { traces4.size + traces6.size + told.size }

    /// The least that an hour needs to hold a trace of each kind.
    static var leastSize: Int {
        TraceList<Trace<UInt32>>.blockSize + TraceList<Trace<UInt128>>.blockSize + TraceList<ToldTrace>.blockSize
    }

    /// Bytes of memory that one more 5-tuple takes: 0, most often.
    @inline(__always)
    func growth(for key: TraceKey, times: Int = 0) -> Int {
        let forTold = told.hasRoom(for: times) ? 0 : TraceList<ToldTrace>.blockSize
        switch key {
        case .v4: return forTold + (traces4.isFull ? TraceList<Trace<UInt32>>.blockSize : 0)
        case .other: return forTold + (traces6.isFull ? TraceList<Trace<UInt128>>.blockSize : 0)
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
    mutating func append(_ times: [ToldTimes], of tuple: FlowTuple) {
        for times in times { told.append(ToldTrace(tuple, times)) }
        if !times.isEmpty { holdsStatements = true }
    }

    /// The same with the times that exporters tell.
    private func withToldTimes(_ evidence: TupleEvidence, of tuple: FlowTuple) -> TupleEvidence {
        var evidence = evidence
        addToldTimes(of: tuple, to: &evidence)
        return evidence
    }

    /// Adds the times that exporters tell.
    func addToldTimes(of tuple: FlowTuple, to evidence: inout TupleEvidence) {
        guard told.count > 0 else { return }
        let key = ToldTrace.key(of: tuple)
        var place = told.place(of: key)
        while place < told.count, told[place].key == key {
            evidence.told.add(told[place].times)
            place += 1
        }
    }

    /// Goes back to the first 5-tuple.
    mutating func rewind() {
        traces4.rewind()
        traces6.rewind()
    }

    /// Adds what a 5-tuple showed, but the times that exporters tell. Look-ups come in the order of 5-tuples, each once.
    /// - Returns: whether it was there.
    @inline(__always)
    mutating func merge(_ key: Trace<UInt32>.Key, into shown: inout ShownEvidence) -> Bool {
        guard let trace = traces4.find(key) else { return false }
        shown.merge(trace.shown)
        return true
    }

    /// The same for a 5-tuple with an end of IPv6.
    @inline(__always)
    mutating func merge(_ key: Trace<UInt128>.Key, into shown: inout ShownEvidence) -> Bool {
        guard let trace = traces6.find(key) else { return false }
        shown.merge(trace.shown)
        return true
    }

    /// The place of the first 5-tuple of the same protocol between the same ends.
    func firstPlace(beside tuple: FlowTuple) -> Int {
        let first = FlowTuple(
            origin: tuple.origin, host: tuple.host, transport: tuple.transport, hostPort: 0, originPort: 0)
        if case .v4(let origin) = tuple.origin, case .v4(let host) = tuple.host {
            return traces4.place(of: .init(origin: origin.rawValue, host: host.rawValue, first))
        }
        return traces6.place(of: .init(origin: tuple.origin.code, host: tuple.host.code, first))
    }

    /// The 5-tuple at a place, and what it showed; `nil` where it is not of the same protocol between the same ends.
    func entry(at place: Int, beside tuple: FlowTuple) -> (tuple: FlowTuple, evidence: TupleEvidence)? {
        if case .v4(let origin) = tuple.origin, case .v4(let host) = tuple.host {
            guard place < traces4.count else { return nil }
            let trace = traces4[place]
            guard trace.key.origin == origin.rawValue, trace.key.host == host.rawValue else { return nil }
            return trace.entry(beside: tuple).map { ($0.tuple, withToldTimes($0.evidence, of: $0.tuple)) }
        }
        guard place < traces6.count else { return nil }
        let trace = traces6[place]
        guard trace.key.origin == tuple.origin.code, trace.key.host == tuple.host.code else { return nil }
        return trace.entry(beside: tuple).map { ($0.tuple, withToldTimes($0.evidence, of: $0.tuple)) }
    }
}

extension Trace {
    fileprivate func entry(beside tuple: FlowTuple) -> (tuple: FlowTuple, evidence: TupleEvidence)? {
        guard key.transport == tuple.transport.rawValue else { return nil }
        let own = FlowTuple(
            origin: tuple.origin, host: tuple.host, transport: tuple.transport,
            hostPort: UInt16(truncatingIfNeeded: key.ports >> 16), originPort: UInt16(truncatingIfNeeded: key.ports))
        return (own, TupleEvidence(shown))
    }
}
