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

    /// Bytes of memory that one more 5-tuple takes.
    func growth(for tuple: FlowTuple, _ evidence: TupleEvidence) -> Int {
        let forTold = told.hasRoom(for: evidence.told.count) ? 0 : TraceList<ToldTrace>.blockSize
        if case .v4 = tuple.origin, case .v4 = tuple.host {
            return forTold + (traces4.isFull ? TraceList<Trace<UInt32>>.blockSize : 0)
        }
        return forTold + (traces6.isFull ? TraceList<Trace<UInt128>>.blockSize : 0)
    }

    /// Adds a 5-tuple behind all that are there.
    mutating func append(_ tuple: FlowTuple, _ evidence: TupleEvidence) {
        if case .v4(let origin) = tuple.origin, case .v4(let host) = tuple.host {
            traces4.append(Trace(.init(origin: origin.rawValue, host: host.rawValue, tuple), evidence))
        } else {
            traces6.append(Trace(.init(origin: tuple.origin.code, host: tuple.host.code, tuple), evidence))
        }
        for times in evidence.told { told.append(ToldTrace(tuple, times)) }
        let isStated = evidence.facts.contains(.hostStated) || evidence.facts.contains(.originStated)
        if isStated || told.count > 0 { holdsStatements = true }
    }

    /// The same with the times that exporters tell.
    private func withToldTimes(_ evidence: TupleEvidence, of tuple: FlowTuple) -> TupleEvidence {
        guard told.count > 0 else { return evidence }
        var evidence = evidence
        addToldTimes(of: tuple, to: &evidence)
        return evidence
    }

    /// Adds the times that exporters tell.
    private func addToldTimes(of tuple: FlowTuple, to evidence: inout TupleEvidence) {
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

    /// Adds what a 5-tuple showed, without making an evidence of its own of it: an array of times that is empty most often.
    /// Look-ups come in the order of 5-tuples.
    /// - Returns: whether it was there.
    mutating func merge(_ tuple: FlowTuple, into evidence: inout TupleEvidence) -> Bool {
        if case .v4(let origin) = tuple.origin, case .v4(let host) = tuple.host {
            guard let trace = traces4.find(.init(origin: origin.rawValue, host: host.rawValue, tuple)) else {
                return false
            }
            evidence.merge(trace.facts, hostFirst: trace.hostFirst, originFirst: trace.originFirst)
        } else {
            guard let trace = traces6.find(.init(origin: tuple.origin.code, host: tuple.host.code, tuple)) else {
                return false
            }
            evidence.merge(trace.facts, hostFirst: trace.hostFirst, originFirst: trace.originFirst)
        }
        if told.count > 0 { addToldTimes(of: tuple, to: &evidence) }
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
        return (own, evidence)
    }
}
