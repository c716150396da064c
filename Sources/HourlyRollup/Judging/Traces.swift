import CensusModel

/// What every 5-tuple showed in an hour and the three before it that is between two ends of IPv4, or between others.
///
/// Each hour has a list of the 5-tuples that were there in it, in their order, with what each showed in that hour and the three before it. So
/// a 5-tuple is looked up in the hour before, and only if it was not there in the one before that, and before that; and none costs
/// anything in an hour in which it does not come again, but that it is passed.
struct Traces<Words: TupleWords>: Sendable {
    /// Of the hour, up to the 5-tuple that came last.
    private var shown = TraceList<Trace<Words>>()
    /// Of the three hours before.
    private var first = TraceCursor<Words>()
    private var second = TraceCursor<Words>()
    private var third = TraceCursor<Words>()
    /// Times that are kept in full, those of the hour first.
    private var told = [TraceList<ToldTrace<Words>>](repeating: TraceList(), count: ShownHours.count)
    /// Whether what was passed is kept, too. Else the oldest hour lets go of it, which nobody goes through again.
    var keepsPassed = false
    /// Whether memory was taken since this was set to false.
    var hasGrown = false

    /// Bytes of memory.
    var size: Int {
        told.reduce(shown.size + first.list.size + second.list.size + third.list.size) { $0 + $1.size }
    }

    /// Goes on to an hour.
    /// - Parameter hours: how much later it is.
    mutating func advance(by hours: Int) {
        for _ in 0..<min(hours, ShownHours.count) {
            (third, second, first) = (TraceCursor(second.list), TraceCursor(first.list), TraceCursor(shown))
            shown = TraceList()
            told = [TraceList()] + told.dropLast()
        }
        hasGrown = false
    }

    /// Removes what hours before tell of 5-tuples that were there again in a later one, which tells it, too.
    mutating func removeRepeated() {
        second.remove(in: first.list)
        third.remove(in: first.list)
        third.remove(in: second.list)
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
        if shown.append(trace) { noteGrowth(at: trace.key) }
    }

    @inline(never)
    private mutating func noteGrowth(at key: Words) {
        hasGrown = true
        if !keepsPassed { third.letGo(before: key) }
    }

    /// Adds what a 5-tuple showed in the hours before: the last one in which it was there knows of those before that.
    @inline(__always)
    private mutating func addEarlier(_ key: Words, to hours: inout ShownHours) {
        if let trace = first.find(key) {
            hours.add(trace.hours.earlier(by: 1))
        } else if let trace = second.find(key) {
            hours.add(trace.hours.earlier(by: 2))
        } else if let trace = third.find(key) {
            hours.add(trace.hours.earlier(by: 3))
        }
    }

    /// Hands on what was there in the four hours of the protocol and between the ends of a 5-tuple.
    func forEach(beside key: Words, _ body: (Words, ShownHours) -> Void) {
        let lists = [shown, first.list, second.list, third.list]
        for (before, list) in lists.enumerated() {
            var place = list.place(of: key)
            while place < list.count, list[place].key.isBeside(key) {
                let trace = list[place]
                if !lists[..<before].contains(where: { $0.holds(trace.key) }) {
                    body(trace.key, trace.hours.earlier(by: before))
                }
                place += 1
            }
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
