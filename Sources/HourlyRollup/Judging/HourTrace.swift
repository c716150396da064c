import CensusModel
import NetworkTypes

/// What every 5-tuple of one hour showed, kept while the three hours behind it are judged.
struct HourTrace: Sendable {
    let hour: Hour
    private(set) var v4 = Traces<TupleWords4>()
    /// 5-tuples with an end of IPv6.
    private(set) var other = Traces<TupleWords6>()
    /// Whether an exporter states who began a flow, or its times may.
    private(set) var holdsStatements = false

    /// Whether exporters tell times.
    var holdsTimes: Bool { v4.told.count + other.told.count > 0 }

    init(of hour: Hour) {
        self.hour = hour
    }

    /// Bytes of memory.
    var size: Int { v4.size + other.size }

    /// The least that an hour needs to hold a trace of each kind.
    static var leastSize: Int {
        TraceList<Trace<TupleWords4>>.blockSize + TraceList<Trace<TupleWords6>>.blockSize
            + TraceList<ToldTrace<TupleWords4>>.blockSize + TraceList<ToldTrace<TupleWords6>>.blockSize
    }

    /// Bytes of memory that one more 5-tuple takes: 0, most often.
    func growth(for key: TraceKey, _ evidence: TupleEvidence) -> Int {
        switch key {
        case .v4: v4.growth(for: evidence)
        case .other: other.growth(for: evidence)
        }
    }

    /// Adds a 5-tuple behind all that are there.
    mutating func append(_ key: TraceKey, _ evidence: TupleEvidence) {
        switch key {
        case .v4(let key): v4.append(key, evidence)
        case .other(let key): other.append(key, evidence)
        }
        if evidence.facts.isStated || !evidence.told.isEmpty { holdsStatements = true }
    }

    /// Adds a 5-tuple between two ends of IPv4 of which packets tell alone.
    @inline(__always)
    mutating func append(_ key: TupleWords4, _ shown: ShownEvidence) { v4.append(key, shown) }

    /// The place of the first 5-tuple of the same protocol between the same ends.
    func firstPlace(beside tuple: FlowTuple) -> Int {
        let first = FlowTuple(
            origin: tuple.origin, host: tuple.host, transport: tuple.transport, hostPort: 0, originPort: 0)
        switch TraceKey(first) {
        case .v4(let key): return v4.shown.place(of: key)
        case .other(let key): return other.shown.place(of: key)
        }
    }

    /// The 5-tuple at a place, and what it showed; `nil` where it is not of the same protocol between the same ends.
    func entry(at place: Int, beside tuple: FlowTuple) -> (tuple: FlowTuple, evidence: TupleEvidence)? {
        switch TraceKey(tuple) {
        case .v4(let key): v4.entry(at: place, beside: key, tuple)
        case .other(let key): other.entry(at: place, beside: key, tuple)
        }
    }
}
