/// The traces of an hour in the order of flows, in blocks that do not move when there are more.
///
/// A copy shares the blocks: of all copies one grows at most, and those that are read then hold what was there when they were made.
/// Unsafe, because this is where every flow of an export is written once and read three times: an array would count references and check
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
    private var isFull: Bool {
        @inline(__always) get { unsafe next == end }
    }

    /// Bytes of memory that one more takes.
    @inline(__always)
    var growth: Int { isFull ? Self.blockSize : 0 }

    /// Bytes of memory that some more take, of which there are at most as many as a block has.
    func growth(for more: Int) -> Int {
        count + more <= blocks.count << Self.blockLogarithm ? 0 : Self.blockSize
    }

    /// The trace at a place, which is there.
    subscript(index: Int) -> Element {
        precondition(index < count, "a place behind all traces")
        return unsafe blocks[index >> Self.blockLogarithm].start[index & (Self.blockLength - 1)]
    }

    /// The traces from a place to the end of its block; none where there is no such place.
    func rest(from index: Int) -> UnsafeMutableBufferPointer<Element> {
        guard index < count else { return unsafe UnsafeMutableBufferPointer(start: nil, count: 0) }
        let offset = index & (Self.blockLength - 1)
        let length = min(Self.blockLength - offset, count - index)
        return unsafe UnsafeMutableBufferPointer(
            start: blocks[index >> Self.blockLogarithm].start + offset, count: length)
    }

    @inline(__always)
    mutating func append(_ trace: Element) {
        if isFull { makeBlock() }
        unsafe next.initialize(to: trace)
        unsafe next += 1
    }

    private mutating func makeBlock() {
        let block = TraceBlock<Element>()
        blocks.append(block)
        unsafe (next, end) = (block.start, block.start + Self.blockLength)
    }

    /// The first place whose trace is not before a key, where all before another one are; the nearer it is the faster.
    func place(of key: Element.Key, from start: Int) -> Int {
        let count = count
        var (low, step) = (start, 1)
        while low + step <= count, self[low + step - 1].key < key {
            low += step
            step *= 2
        }
        return place(of: key, in: low..<max(low, min(low + step - 1, count)))
    }

    /// The first place whose trace is not before a key.
    func place(of key: Element.Key) -> Int {
        place(of: key, in: 0..<count)
    }

    /// The first of some places whose trace is not before a key; the end of these where there is none.
    private func place(of key: Element.Key, in places: Range<Int>) -> Int {
        var (low, high) = (places.lowerBound, places.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
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
    /// Where nothing is: the place of no elements, which is compared and never read.
    static var toNone: Self { unsafe Self(bitPattern: MemoryLayout<Pointee>.alignment).unsafelyUnwrapped }
}
