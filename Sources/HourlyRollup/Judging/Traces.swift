import CensusModel

/// What every 5-tuple showed in an hour and the three before it that is between two ends of IPv4, or between others.
///
/// The 5-tuples of the hour come in their order, and so do those that were there before: both go into one list, with what each showed
/// in all of these hours. So a 5-tuple is looked up in one list, whatever the number of hours.
struct Traces<Words: TupleWords>: Sendable {
    /// Up to the 5-tuple that came last.
    private var shown = TraceList<Trace<Words>>()
    /// As the hour before left them, from there on.
    private var earlier = TraceCursor<Trace<Words>>()
    /// How many hours ago that was.
    private var shift = ShownHours.Shift(hours: 0)
    /// Times that are kept in full, those of the hour first.
    private var told = [TraceList<ToldTrace<Words>>](repeating: TraceList(), count: ShownHours.count)
    /// What was there in none of these hours is left out.
    private var kept = ShownHours.Selection.latest
    /// Whether memory was taken since this was set to false.
    var hasGrown = false

    /// Bytes of memory.
    var size: Int { told.reduce(shown.size + earlier.size) { $0 + $1.size } }

    /// Whether what only the oldest hour showed is kept, too.
    var keepsOldest: Bool {
        get { kept.isAll }
        set { kept = newValue ? .all : .latest }
    }

    /// Goes on to an hour.
    /// - Parameter hours: how much later it is.
    mutating func advance(by hours: Int) {
        goOn { _ in true }
        earlier = hours < ShownHours.count ? shown.cursor : TraceCursor()
        shift = ShownHours.Shift(hours: min(hours, ShownHours.count - 1))
        shown = TraceList()
        let fresh = [TraceList<ToldTrace<Words>>](repeating: TraceList(), count: min(hours, ShownHours.count))
        told = Array((fresh + told).prefix(ShownHours.count))
        hasGrown = false
    }

    /// Takes the next 5-tuple of the hour.
    /// - Returns: what it showed in the four hours.
    @inline(__always)
    mutating func take(_ key: Words, _ own: ShownHours) -> ShownHours {
        var hours = own
        addEarlier(key, to: &hours)
        append(Trace(key, hours))
        return hours
    }

    /// Takes the next 5-tuple of the hour, whose times the order may not do for.
    /// - Parameter exact: whether it does not, by what it showed before; then the times are kept in full.
    mutating func take(
        _ key: Words, _ own: ShownHours, _ evidence: TupleEvidence, keptWhere isExact: (ShownHours) -> Bool
    ) -> ShownHours {
        var hours = own
        addEarlier(key, to: &hours)
        if isExact(hours) {
            hours.noteExact()
            evidence.forEachTold { if told[0].append(ToldTrace(key, $0)) { hasGrown = true } }
        }
        append(Trace(key, hours))
        return hours
    }

    @inline(__always)
    private mutating func append(_ trace: Trace<Words>) {
        if shown.append(trace) { hasGrown = true }
    }

    /// Adds what a 5-tuple showed in the hours before, and goes behind it.
    @inline(__always)
    private mutating func addEarlier(_ key: Words, to hours: inout ShownHours) {
        guard !earlier.isAtEnd else { return }
        if earlier.trace.key != key {
            guard earlier.trace.key < key else { return }
            goOn(to: key)
            guard !earlier.isAtEnd, earlier.trace.key == key else { return }
        }
        hours.add(earlier.trace.hours.earlier(by: shift))
        earlier.step()
    }

    /// By itself, so that whoever finds a 5-tuple at once has the registers.
    @inline(never)
    private mutating func goOn(to key: Words) {
        goOn { $0 < key }
    }

    /// Takes over what was there before and did not come again.
    @inline(__always)
    private mutating func goOn(where isPassed: (Words) -> Bool) {
        let (shift, kept) = (shift, kept)
        let hasGrown = shown.append(&earlier, while: isPassed) { trace in
            let hours = trace.hours.earlier(by: shift)
            return hours.isThere(among: kept) ? Trace(trace.key, hours) : nil
        }
        if hasGrown { self.hasGrown = true }
    }

    /// Takes over what was there before of the protocol and between the ends of a 5-tuple.
    mutating func goOn(beside key: Words) {
        goOn { $0 < key || $0.isBeside(key) }
    }

    /// Hands on what was there of the protocol and between the ends of a 5-tuple, in its order.
    func forEach(beside key: Words, _ body: (Words, ShownHours) -> Void) {
        var place = shown.place(of: key)
        while place < shown.count, shown[place].key.isBeside(key) {
            body(shown[place].key, shown[place].hours)
            place += 1
        }
    }

    /// Hands on the times of a 5-tuple that are kept in full of an hour.
    func forEachTold(_ key: Words, before: Int, _ body: (ToldTimes) -> Void) {
        let told = told[before]
        var place = told.place(of: key)
        while place < told.count, told[place].key == key {
            body(told[place].times)
            place += 1
        }
    }
}
