/// The traces of an hour in the order of flows, in blocks that do not move when there are more.
///
/// A copy shares the blocks: of all copies one grows at most, and those that are read then hold what was there when they were made.
/// None grows any more once a `TraceCursor` goes through it, which puts something behind the last trace of each block.
/// Unsafe, because this is where every flow of an export is written and read: an array would count references and check
/// its places each time, which took half of what looking back costs. Places are checked where one is given.
/// Sendable: a list that is handed to another thread does not grow any more.
@safe struct TraceList<Element: KeyedTrace>: @unchecked Sendable {
    private var blocks: [TraceBlock<Element>] = []
    /// Where the next trace goes, in the last block, and that block's end.
    private var next = unsafe UnsafeMutablePointer<Element>.toNone
    private var end = unsafe UnsafeMutablePointer<Element>.toNone

    private static var blockLogarithm: Int { 9 }
    private static var blockLength: Int { 1 << blockLogarithm }
    static var blockSize: Int { blockLength * MemoryLayout<Element>.stride }

    var count: Int {
        let room = unsafe end - next
        return blocks.count << Self.blockLogarithm - room
    }
    /// Bytes of memory.
    var size: Int { blocks.count * Self.blockSize }

    /// The trace at a place, which is there.
    subscript(index: Int) -> Element {
        precondition(index < count, "a place behind all traces")
        return unsafe blocks[index >> Self.blockLogarithm].start[index & (Self.blockLength - 1)]
    }

    /// - Returns: whether memory was taken for it and those behind it.
    @inline(__always) @discardableResult
    mutating func append(_ trace: Element) -> Bool {
        let isFull = unsafe next == end
        if isFull { makeBlock() }
        unsafe next.initialize(to: trace)
        unsafe next += 1
        return isFull
    }

    private mutating func makeBlock() {
        let block = TraceBlock<Element>(length: Self.blockLength)
        blocks.append(block)
        unsafe (next, end) = (block.start, block.start + Self.blockLength)
    }

    fileprivate var blockCount: Int { blocks.count }

    /// The first trace of a block, and the end of them.
    fileprivate func traces(ofBlock block: Int) -> (UnsafeMutablePointer<Element>, UnsafeMutablePointer<Element>) {
        let start = unsafe blocks[block].start
        return unsafe (start, block == blocks.count - 1 ? next : start + Self.blockLength)
    }

    /// Puts something behind the last trace of each block of a list that grows no more.
    fileprivate func close(with end: Element) {
        for block in blocks.indices { unsafe traces(ofBlock: block).1.initialize(to: end) }
    }

    /// Removes the blocks before one; what was there behind it keeps its order, not its place.
    fileprivate mutating func removeBlocks(before block: Int) {
        blocks.removeFirst(min(block, blocks.count))
        if blocks.isEmpty { unsafe (next, end) = (.toNone, .toNone) }
    }

    /// The first place whose trace is not before a key.
    func place(of key: Element.Key) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    func holds(_ key: Element.Key) -> Bool {
        let place = place(of: key)
        return place < count && self[place].key == key
    }
}

extension TraceList {
    /// Removes what another list has, too, and lets go of each block behind it.
    mutating func remove<Words>(in other: Self) where Element == Trace<Words> {
        var (rest, others) = (self, TraceCursor(other))
        self = TraceList()
        while rest.count > 0 {
            for place in 0..<min(rest.count, Self.blockLength) where others.find(rest[place].key) == nil {
                append(rest[place])
            }
            rest.removeBlocks(before: 1)
        }
    }
}

/// A way through the traces of an hour before, from the first to the last.
///
/// Unsafe as `TraceList` is: it reads from a place of a block that its list holds, and that does not grow any more, up to what stands
/// behind all traces of that block, which is behind every key.
/// Sendable: one thread goes on with it after another.
@safe struct TraceCursor<Words: TupleWords>: @unchecked Sendable {
    private(set) var list: TraceList<Trace<Words>>
    /// The place of the block at hand.
    private var block = 0
    /// The trace at hand, and the end of those of its block.
    private var next: UnsafeMutablePointer<Trace<Words>>
    /// Behind all blocks it is a place that is not reached.
    private var end: UnsafeMutablePointer<Trace<Words>>
    /// A block without traces.
    private let none = TraceBlock<Trace<Words>>(length: 0)

    init(_ list: TraceList<Trace<Words>> = TraceList()) {
        self.list = list
        let behindAll = Trace(Words.end, ShownHours())
        unsafe none.start.initialize(to: behindAll)
        list.close(with: behindAll)
        unsafe (next, end) = (none.start, none.start + 1)
        enter(0)
    }

    /// Goes on to a key, which is behind all that it went to before.
    /// - Returns: the trace of that key; `nil` where that key has no trace.
    @inline(__always)
    mutating func find(_ key: Words) -> Trace<Words>? {
        var place = unsafe next
        while unsafe place.pointee.key < key { unsafe place += 1 }
        unsafe next = place
        if unsafe place.pointee.key == key { return unsafe place.pointee }
        return unsafe place == end ? findFurther(key) : nil
    }

    /// As `find`, for a key that is behind all of the block at hand.
    @inline(never)
    private mutating func findFurther(_ key: Words) -> Trace<Words>? {
        enter(block + 1)
        return find(key)
    }

    private var isAtEnd: Bool { block == list.blockCount }

    private mutating func enter(_ block: Int) {
        self.block = block
        unsafe (next, end) = isAtEnd ? (none.start, none.start + 1) : list.traces(ofBlock: block)
    }

    /// Removes what another list has, too, and begins again.
    mutating func remove(in other: TraceList<Trace<Words>>) {
        var list = list
        self = TraceCursor()
        list.remove(in: other)
        self = TraceCursor(list)
    }

    /// Lets go of the blocks of which every trace is before a key.
    mutating func letGo(before key: Words) {
        while !isAtEnd, unsafe (end - 1).pointee.key < key { enter(block + 1) }
        list.removeBlocks(before: block)
        block = 0
    }
}

/// Room for some traces, of which the first ones are there, and for what may be put behind them.
///
/// Sendable: who appends to it is one list, and whoever reads, on any thread, does so behind the hand-over of that list.
@safe private final class TraceBlock<Element: KeyedTrace>: @unchecked Sendable {
    let start: UnsafeMutablePointer<Element>

    init(length: Int) {
        unsafe start = UnsafeMutablePointer<Element>.allocate(capacity: length + 1)
    }

    deinit {
        unsafe start.deallocate()
    }
}

extension UnsafeMutablePointer {
    /// Where nothing is: the place of no elements, which is compared and never read. It is not null, for no alignment is 0.
    static var toNone: Self { unsafe Self(bitPattern: MemoryLayout<Pointee>.alignment).unsafelyUnwrapped }
}
