/// The traces of an hour in the order of flows, in blocks that do not move when there are more.
struct TraceList<Element: KeyedTrace>: Sendable {
    /// Those that are full.
    private var blocks: [[Element]] = []
    /// The block that is being filled.
    private var last: [Element] = []
    private(set) var count = 0

    private static var blockLogarithm: Int { 9 }
    private static var blockLength: Int { 1 << blockLogarithm }
    static var blockSize: Int { blockLength * MemoryLayout<Element>.stride }

    /// How many blocks hold all there are.
    private var blockCount: Int { (count + Self.blockLength - 1) >> Self.blockLogarithm }
    /// Bytes of memory.
    var size: Int { blockCount * Self.blockSize }
    private var isFull: Bool { count & (Self.blockLength - 1) == 0 }

    /// Bytes of memory that some more take, of which there are at most as many as a block has.
    @inline(__always)
    func growth(for more: Int) -> Int {
        count + more <= blockCount << Self.blockLogarithm ? 0 : Self.blockSize
    }

    subscript(index: Int) -> Element { block(of: index)[Self.offset(of: index)] }

    /// The block with a place, which is there.
    func block(of index: Int) -> [Element] {
        let block = index >> Self.blockLogarithm
        return block < blocks.count ? blocks[block] : last
    }

    /// Where in its block a place is.
    static func offset(of index: Int) -> Int { index & (blockLength - 1) }

    @inline(__always)
    mutating func append(_ trace: Element) {
        if isFull { makeBlock() }
        last.append(trace)
        count += 1
    }

    private mutating func makeBlock() {
        if count > 0 { blocks.append(last) }
        last = []
        last.reserveCapacity(Self.blockLength)
    }

    /// The first place whose trace is not before a key, where all before another one are; the nearer it is the faster.
    func place(of key: Element.Key, from start: Int) -> Int {
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
