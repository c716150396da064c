/// A place in the traces of an hour. It goes on to 5-tuples that are looked up in their order.
///
/// Holds the 5-tuple at hand as a value: where the next one that is looked up is before it, or the same, no search is made.
struct TraceCursor<Element: KeyedTrace>: Sendable {
    private let list: TraceList<Element>
    /// The block with the trace at hand; empty behind all of them.
    private var block: [Element] = []
    /// The place of `block`, and of the trace at hand in it.
    private var start = 0
    private var offset = 0
    /// The 5-tuple of the trace at hand; `end` behind all of them.
    private var key = Element.Key.end

    init(_ list: TraceList<Element>) {
        self.list = list
        enter(0)
    }

    /// Goes to a 5-tuple, which is not before those that were looked up.
    /// - Returns: whether there is a trace of it that was not taken.
    @inline(__always)
    mutating func goes(to key: Element.Key) -> Bool {
        // Where 5-tuples come again in every hour, most are the next ones in each.
        if self.key == key { return true }
        guard self.key < key else { return false }
        leap(to: key)
        return self.key == key
    }

    /// Takes the trace at hand, which is there, and steps over it.
    @inline(__always)
    mutating func take() -> Element {
        let trace = block[offset]
        step()
        return trace
    }

    /// Goes to the first trace that is not before a 5-tuple; the one at hand is.
    private mutating func leap(to key: Element.Key) {
        for _ in 0..<4 {
            step()
            if !(self.key < key) { return }
        }
        enter(list.place(of: key, from: start + offset + 1))
    }

    @inline(__always)
    private mutating func step() {
        offset += 1
        if offset < block.count { key = block[offset].key } else { enter(start + offset) }
    }

    private mutating func enter(_ place: Int) {
        offset = TraceList<Element>.offset(of: place)
        start = place - offset
        block = place < list.count ? list.block(of: place) : []
        key = offset < block.count ? block[offset].key : Element.Key.end
    }
}
