/// The traces of an hour in the order of flows, in blocks that do not move when there are more.
///
/// A copy shares the blocks: of all copies one grows at most, and those that are read then hold what was there when they were made.
/// Unsafe, because this is where every flow of an export is written and read: an array would count references and check
/// its places each time, which took half of what looking back costs. Places are checked where one is given.
/// Sendable: a list that is handed to another thread does not grow any more.
@safe struct TraceList<Element: KeyedTrace>: @unchecked Sendable {
    private var blocks: [TraceBlock<Element>] = []
    /// Where the next trace goes, in the last block, and that block's end.
    private var next = unsafe UnsafeMutablePointer<Element>.toNone
    private var end = unsafe UnsafeMutablePointer<Element>.toNone

    private static var blockLogarithm: Int { 9 }
    fileprivate static var blockLength: Int { 1 << blockLogarithm }
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
        let block = TraceBlock<Element>()
        blocks.append(block)
        unsafe (next, end) = (block.start, block.start + Self.blockLength)
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
}

/// A way through traces from the first to the last, which lets go of each block behind it.
///
/// Unsafe as `TraceList` is: it reads between two places of a block that it holds, and the list it is of does not grow any more.
/// Sendable: one thread goes on with it after another.
@safe struct TraceCursor<Element: KeyedTrace>: @unchecked Sendable {
    /// Those behind the one at hand, the next one last.
    private var blocks: [TraceBlock<Element>] = []
    private var block: TraceBlock<Element>?
    /// How many traces the last block has.
    private var lengthOfLast = 0
    /// The trace at hand, and the end of those of its block; the same behind all of them.
    fileprivate var next = unsafe UnsafeMutablePointer<Element>.toNone
    fileprivate var end = unsafe UnsafeMutablePointer<Element>.toNone

    /// Through nothing.
    init() {}

    fileprivate init(_ blocks: [TraceBlock<Element>], count: Int) {
        guard count > 0 else { return }
        self.blocks = blocks.reversed()
        lengthOfLast = count - (blocks.count - 1) * TraceList<Element>.blockLength
        enterBlock()
    }

    /// Bytes of memory.
    var size: Int { (blocks.count + (block == nil ? 0 : 1)) * TraceList<Element>.blockSize }

    var isAtEnd: Bool {
        @inline(__always) get { unsafe next == end }
    }

    /// The trace at hand.
    /// - Precondition: not at the end.
    var trace: Element {
        @inline(__always) get { unsafe next.pointee }
    }

    /// Steps over the trace at hand.
    /// - Precondition: not at the end.
    @inline(__always)
    mutating func step() {
        unsafe next += 1
        if unsafe next == end { enterBlock() }
    }

    fileprivate mutating func enterBlock() {
        block = blocks.popLast()
        unsafe (next, end) = (.toNone, .toNone)
        guard let block else { return }
        let length = blocks.isEmpty ? lengthOfLast : TraceList<Element>.blockLength
        unsafe (next, end) = (block.start, block.start + length)
    }
}

extension TraceList {
    /// A way through all that is there.
    var cursor: TraceCursor<Element> { TraceCursor(blocks, count: count) }

    /// Goes on through the traces of another list, and appends what is kept of each.
    ///
    /// - Parameters:
    ///   - isPassed: whether a trace is to be passed; it goes no further than to one that is not.
    ///   - kept: `nil` for nothing.
    /// - Returns: whether memory was taken.
    @inline(__always)
    mutating func append(
        _ cursor: inout TraceCursor<Element>, while isPassed: (Element.Key) -> Bool, _ kept: (Element) -> Element?
    ) -> Bool {
        var hasGrown = false
        while !cursor.isAtEnd, isPassed(cursor.trace.key) {
            if unsafe next == end {
                makeBlock()
                hasGrown = true
            }
            appendToBlock(&cursor, while: isPassed, kept)
        }
        return hasGrown
    }

    /// As `append`, as far as both blocks at hand go.
    @inline(__always)
    private mutating func appendToBlock(
        _ cursor: inout TraceCursor<Element>, while isPassed: (Element.Key) -> Bool, _ kept: (Element) -> Element?
    ) {
        var (from, to) = unsafe (cursor.next, next)
        let (fromEnd, toEnd) = unsafe (cursor.end, end)
        repeat {
            let trace = unsafe from.pointee
            guard isPassed(trace.key) else { break }
            if let own = kept(trace) {
                unsafe to.initialize(to: own)
                unsafe to += 1
            }
            unsafe from += 1
        } while unsafe from != fromEnd && to != toEnd
        unsafe (cursor.next, next) = (from, to)
        if unsafe from == fromEnd { cursor.enterBlock() }
    }
}

/// Room for some traces, of which the first ones are there.
///
/// Sendable: who appends to it is one list, and whoever reads, on any thread, does so behind the hand-over of that list.
@safe private final class TraceBlock<Element: KeyedTrace>: @unchecked Sendable {
    let start: UnsafeMutablePointer<Element>

    init() {
        unsafe start = UnsafeMutablePointer<Element>.allocate(capacity: TraceList<Element>.blockLength)
    }

    deinit {
        unsafe start.deallocate()
    }
}

extension UnsafeMutablePointer {
    /// Where nothing is: the place of no elements, which is compared and never read. It is not null, for no alignment is 0.
    static var toNone: Self { unsafe Self(bitPattern: MemoryLayout<Pointee>.alignment).unsafelyUnwrapped }
}
