/// A place in the traces of an hour. It goes on to 5-tuples that are looked up in their order.
///
/// Unsafe as `TraceList` is: it reads between two places of a block that the list holds, and the list does not change.
@safe struct TraceCursor<Element: KeyedTrace> {
    private let list: TraceList<Element>
    /// The trace at hand, and the end of those of its block; the same behind all of them.
    private var next = unsafe UnsafeMutablePointer<Element>.toNone
    private var end = unsafe UnsafeMutablePointer<Element>.toNone
    /// The place of `end`.
    private var endPlace = 0

    init(_ list: TraceList<Element>) {
        self.list = list
        enter(0)
    }

    /// Goes to a 5-tuple, which is not before those that were looked up.
    /// - Returns: whether there is a trace of it that was not taken.
    @inline(__always)
    mutating func goes(to key: Element.Key) -> Bool {
        guard unsafe next != end else { return false }
        // Where 5-tuples come again in every hour, most are the next ones in each; else the one at hand is just before, or behind.
        let own = unsafe next.pointee.key
        if own == key { return true }
        guard own < key else { return false }
        let second = unsafe next + 1
        guard unsafe second != end else { return leap(to: key) }
        unsafe next = second
        let other = unsafe second.pointee.key
        return other < key ? leap(to: key) : other == key
    }

    /// Takes the trace at hand, and steps over it.
    /// - Precondition: `goes` has returned true.
    @inline(__always)
    mutating func take() -> Element {
        let trace = unsafe next.pointee
        unsafe next += 1
        if unsafe next == end { enter(endPlace) }
        return trace
    }

    /// Goes to the first trace that is not before a 5-tuple; the one at hand is.
    /// - Returns: whether it is of the 5-tuple.
    private mutating func leap(to key: Element.Key) -> Bool {
        for _ in 0..<3 {
            unsafe next += 1
            if unsafe next == end { enter(endPlace) }
            guard unsafe next != end else { return false }
            let own = unsafe next.pointee.key
            if !(own < key) { return own == key }
        }
        let left = unsafe end - next
        enter(list.place(of: key, from: endPlace - left + 1))
        guard unsafe next != end else { return false }
        return unsafe next.pointee.key == key
    }

    /// Goes to a place, or behind all traces.
    private mutating func enter(_ place: Int) {
        let rest = unsafe list.rest(from: place)
        let start = unsafe rest.baseAddress ?? .toNone
        unsafe (next, end) = (start, start + rest.count)
        endPlace = place + rest.count
    }
}
