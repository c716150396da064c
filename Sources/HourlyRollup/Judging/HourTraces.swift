import CensusModel
import NetworkTypes

/// What every 5-tuple showed in an hour and the three before it, kept while the next one is judged.
struct HourTraces: Sendable {
    /// `nil` before the first one.
    private(set) var hour: Hour?
    /// In nanoseconds.
    private(set) var start: Int64 = 0
    var v4 = Traces<TupleWords4>()
    /// 5-tuples with an end of IPv6.
    var other = Traces<TupleWords6>()
    private(set) var tellers = Tellers()

    /// Bytes of memory.
    var size: Int { v4.size + other.size }

    /// The least that an hour needs to hold a trace of each kind.
    static var leastSize: Int {
        TraceList<Trace<TupleWords4>>.blockSize + TraceList<Trace<TupleWords6>>.blockSize
            + TraceList<ToldTrace<TupleWords4>>.blockSize + TraceList<ToldTrace<TupleWords6>>.blockSize
    }

    /// Whether memory was taken since this was set to false.
    var hasGrown: Bool {
        @inline(__always) get { v4.hasGrown || other.hasGrown }
        set { (v4.hasGrown, other.hasGrown) = (newValue, newValue) }
    }

    /// Whether what was passed of the four hours is kept, too, as fragments need it.
    var keepsPassed: Bool {
        get { v4.keepsPassed }
        set { (v4.keepsPassed, other.keepsPassed) = (newValue, newValue) }
    }

    /// Goes on to a later hour.
    /// - Parameter memory: bytes that all traces may take; where half of it is taken already, none stands twice.
    mutating func advance(to next: Hour, within memory: Int) {
        let hours = hour.map { Int(next.index) - Int($0.index) } ?? 0
        v4.advance(by: hours)
        other.advance(by: hours)
        // The first hour that there can be began before its first time, so that this is not a time either.
        (hour, start) = (next, Int64(next.index) &* Hour.nanoseconds)
        guard size > memory / 2 else { return }
        v4.removeRepeated()
        other.removeRepeated()
    }

    /// The number of an exporter.
    @inline(__always)
    mutating func teller(_ exporter: Exporter) -> UInt8? { tellers.number(of: exporter) }

    /// Whether the order of times, of which this is the first, is all that may be asked: it is clear of both ends of the hour.
    @inline(__always)
    func isClearOfEnds(_ first: Int64) -> Bool {
        let ends = Beginning.clockTolerance + 1
        return UInt64(bitPattern: first &- start &- ends) < UInt64(Hour.nanoseconds - 2 * ends)
    }

    /// Takes the next 5-tuple of the hour, whatever it showed.
    /// - Returns: what it showed in the four hours.
    mutating func take(_ tuple: FlowTuple, _ evidence: TupleEvidence) -> ShownHours {
        let (own, isExact) = shown(evidence)
        // The other end may have been seen just before the hour.
        let isAtEnds = isAtEnds(evidence)
        let isKept = { (hours: ShownHours) in isExact || isAtEnds && hours.isExact(before: 1) }
        switch TraceKey(tuple) {
        case .v4(let key): return v4.take(key, own, evidence, keptWhere: isKept)
        case .other(let key): return other.take(key, own, evidence, keptWhere: isKept)
        }
    }

    /// What a 5-tuple showed in the hour, and whether its times are to be kept in full.
    private mutating func shown(_ evidence: TupleEvidence) -> (ShownHours, isExact: Bool) {
        let told = evidence.told.only
        let isToldOnce = told != nil && evidence.hostFirst == .max && evidence.originFirst == .max
        guard evidence.told.isEmpty || isToldOnce, let teller = tellers.number(of: told?.exporter ?? .packets) else {
            return (ShownHours(evidence.facts, host: 0, origin: 0, teller: 0), true)
        }
        var hours = ShownHours(
            evidence.facts, host: told?.hostFirst ?? evidence.hostFirst,
            origin: told?.originFirst ?? evidence.originFirst,
            teller: teller)
        if let told { hours.note(hostSYN: told.hostSYN, originSYN: told.originSYN) }
        return (hours, !evidence.facts.contains(.bothSent) && isAtEnds(evidence))
    }

    /// Whether the first time is near an end of the hour.
    private func isAtEnds(_ evidence: TupleEvidence) -> Bool {
        let first = evidence.first
        return first != .max && !isClearOfEnds(first)
    }
}

// MARK: - Windows

extension HourTraces {
    /// What a 5-tuple showed in the four hours, with times that stand to each other as its own do.
    func window(_ tuple: FlowTuple, _ hours: ShownHours) -> EvidenceWindow {
        switch TraceKey(tuple) {
        case .v4(let key): window(hours) { v4.forEachTold(key, before: $0, $1) }
        case .other(let key): window(hours) { other.forEachTold(key, before: $0, $1) }
        }
    }

    private func window(
        _ hours: ShownHours, _ forEachTold: (_ before: Int, (ToldTimes) -> Void) -> Void
    ) -> EvidenceWindow {
        var evidence = TupleEvidence()
        evidence.facts = hours.merged
        for before in 0..<ShownHours.count where hours.isThere(before: before) {
            let shift = Int64(ShownHours.count - before) * Hour.nanoseconds
            guard hours.isExact(before: before) else {
                let times = hours.times(before: before, tellers.exporter(hours.teller(before: before)))
                evidence.add(times.shifted(by: shift))
                continue
            }
            let own = shift &- (start &- Int64(before) * Hour.nanoseconds)
            forEachTold(before) { evidence.add($0.shifted(by: own)) }
        }
        return EvidenceWindow(evidence, reachesOldestHour: hours.reachesOldestHour)
    }

    /// Hands on the 5-tuples of the same protocol between the same ends that were there, with what each showed in the four hours.
    func forEach(beside tuple: FlowTuple, _ body: (FlowTuple, EvidenceWindow) -> Void) {
        let first = FlowTuple(
            origin: tuple.origin, host: tuple.host, transport: tuple.transport, hostPort: 0, originPort: 0)
        var found: [(FlowTuple, ShownHours)] = []
        let note = { (hostPort: UInt16, originPort: UInt16, hours: ShownHours) in
            let own = FlowTuple(
                origin: tuple.origin, host: tuple.host, transport: tuple.transport, hostPort: hostPort,
                originPort: originPort)
            found.append((own, hours))
        }
        switch TraceKey(first) {
        case .v4(let key): v4.forEach(beside: key) { note($0.hostPort, $0.originPort, $1) }
        case .other(let key): other.forEach(beside: key) { note($0.hostPort, $0.originPort, $1) }
        }
        for (tuple, hours) in found { body(tuple, window(tuple, hours)) }
    }
}

extension TupleEvidence {
    /// Hands on the times that packets and exporters tell.
    func forEachTold(_ body: (ToldTimes) -> Void) {
        if hostFirst != .max || originFirst != .max {
            var times = ToldTimes(exporter: .packets)
            (times.hostFirst, times.originFirst) = (hostFirst, originFirst)
            body(times)
        }
        told.forEachTold(body)
    }

    /// The earliest time that packets or an exporter tell; the end of the range without one.
    fileprivate var first: Int64 {
        var first = Int64.max
        forEachTold { first = min(first, $0.hostFirst, $0.originFirst) }
        return first
    }

    /// Adds the times that an exporter or packets tell.
    fileprivate mutating func add(_ times: ToldTimes) {
        guard times.exporter.isPackets else { return told.add(times) }
        (hostFirst, originFirst) = (min(hostFirst, times.hostFirst), min(originFirst, times.originFirst))
    }
}

extension ToldTimes {
    /// The same so many nanoseconds later.
    fileprivate func shifted(by nanoseconds: Int64) -> ToldTimes {
        var times = self
        if hostFirst != .max { times.hostFirst = hostFirst &+ nanoseconds }
        if originFirst != .max { times.originFirst = originFirst &+ nanoseconds }
        return times
    }
}
