import CensusModel

/// What every 5-tuple of one hour showed that is between two ends of IPv4, or between others.
struct Traces<Words: TupleWords>: Sendable {
    private(set) var shown = TraceList<Trace<Words>>()
    /// The times that exporters tell.
    private(set) var told = TraceList<ToldTrace<Words>>()

    /// Bytes of memory.
    var size: Int { shown.size + told.size }

    /// Bytes of memory that one more 5-tuple takes: 0, most often.
    func growth(for evidence: TupleEvidence) -> Int {
        evidence.told.isEmpty ? shown.growth : shown.growth + told.growth(for: evidence.told.count)
    }

    /// Adds a 5-tuple of which packets tell alone.
    @inline(__always)
    mutating func append(_ key: Words, _ evidence: ShownEvidence) {
        shown.append(Trace(key, evidence))
    }

    /// Adds a 5-tuple behind all that are there.
    mutating func append(_ key: Words, _ evidence: TupleEvidence) {
        append(key, evidence.shown)
        if !evidence.told.isEmpty { evidence.told.forEachTold { told.append(ToldTrace(key, $0)) } }
    }

    /// The 5-tuple at a place, and what it showed; `nil` where it is not of the same protocol between the same ends.
    func entry(at place: Int, beside key: Words, _ tuple: FlowTuple) -> (tuple: FlowTuple, evidence: TupleEvidence)? {
        guard place < shown.count else { return nil }
        let trace = shown[place]
        guard trace.key.isBeside(key) else { return nil }
        let own = FlowTuple(
            origin: tuple.origin, host: tuple.host, transport: tuple.transport, hostPort: trace.key.hostPort,
            originPort: trace.key.originPort)
        var evidence = TupleEvidence(trace.shown)
        addTimes(of: trace.key, to: &evidence.told)
        return (own, evidence)
    }

    /// Adds the times that exporters tell of a 5-tuple.
    private func addTimes(of key: Words, to times: inout ToldByExporters) {
        guard told.count > 0 else { return }
        var place = told.place(of: key)
        while place < told.count, told[place].key == key {
            times.add(told[place].times)
            place += 1
        }
    }
}
