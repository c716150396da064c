import CensusModel
import NetworkTypes

/// What a 5-tuple showed in one hour, in 32 bytes for IPv4 and 64 else: there is one for every flow of the last hours.
struct Trace<Address: FixedWidthInteger & UnsignedInteger & Sendable>: KeyedTrace {
    let key: Key
    private let facts: TupleEvidence.Facts
    private let hostFirst: Int64
    private let originFirst: Int64

    @inline(__always)
    init(_ key: Key, _ shown: ShownEvidence) {
        self.key = key
        (facts, hostFirst, originFirst) = (shown.facts, shown.hostFirst, shown.originFirst)
    }

    var shown: ShownEvidence {
        var shown = ShownEvidence()
        (shown.facts, shown.hostFirst, shown.originFirst) = (facts, hostFirst, originFirst)
        return shown
    }

    /// The 5-tuple, in the order of flows.
    struct Key: Comparable, Sendable {
        let origin: Address
        let host: Address
        /// Host port in the upper half, origin port in the lower.
        let ports: UInt32
        let transport: UInt8

        @inline(__always)
        init(origin: Address, host: Address, _ tuple: FlowTuple) {
            (self.origin, self.host) = (origin, host)
            ports = UInt32(tuple.hostPort) << 16 | UInt32(tuple.originPort)
            transport = tuple.transport.rawValue
        }

        @inline(__always)
        static func < (left: Self, right: Self) -> Bool {
            if left.origin != right.origin { return left.origin.isAddress(before: right.origin) }
            if left.host != right.host { return left.host.isAddress(before: right.host) }
            return left.transportAndPorts < right.transportAndPorts
        }

        private var transportAndPorts: UInt64 { UInt64(transport) << 32 | UInt64(ports) }
    }
}

/// A 5-tuple as hours are searched for it, made once for all of them.
enum TraceKey: Sendable {
    /// Both ends of IPv4.
    case v4(Trace<UInt32>.Key)
    case other(Trace<UInt128>.Key)

    @inline(__always)
    init(_ tuple: FlowTuple) {
        if case .v4(let origin) = tuple.origin, case .v4(let host) = tuple.host {
            self = .v4(.init(origin: origin.rawValue, host: host.rawValue, tuple))
        } else {
            self = .other(.init(origin: tuple.origin.code, host: tuple.host.code, tuple))
        }
    }
}

/// The times that one exporter tells of a 5-tuple in one hour.
struct ToldTrace: KeyedTrace {
    let key: Trace<UInt128>.Key
    let times: ToldTimes

    init(_ tuple: FlowTuple, _ times: ToldTimes) {
        (key, self.times) = (Self.key(of: tuple), times)
    }

    static func key(of tuple: FlowTuple) -> Trace<UInt128>.Key {
        .init(origin: tuple.origin.code, host: tuple.host.code, tuple)
    }
}

/// Something of an hour that is found by its 5-tuple.
protocol KeyedTrace: Sendable {
    associatedtype Key: Comparable & Sendable
    var key: Key { get }
}

/// The traces of an hour in the order of flows, in blocks that do not move when there are more.
struct TraceList<Element: KeyedTrace>: Sendable {
    /// Those that are full.
    private var blocks: [[Element]] = []
    /// The block that is being filled.
    private var last: [Element] = []
    private(set) var count = 0
    /// The block with the first one that a search has not passed; empty behind all of them.
    private var block: [Element] = []
    /// The place of `block`.
    private var start = 0
    /// Where in `block` a search goes on.
    private var offset = 0

    private static var blockLogarithm: Int { 9 }
    private static var blockLength: Int { 1 << blockLogarithm }
    static var blockSize: Int { blockLength * MemoryLayout<Element>.stride }

    /// How many blocks hold all there are.
    private var blockCount: Int { (count + Self.blockLength - 1) >> Self.blockLogarithm }
    /// Bytes of memory.
    var size: Int { blockCount * Self.blockSize }
    /// Whether one more takes more memory.
    var isFull: Bool { count & (Self.blockLength - 1) == 0 }

    /// Whether so many more take no more memory.
    func hasRoom(for more: Int) -> Bool { count + more <= blockCount << Self.blockLogarithm }

    subscript(index: Int) -> Element { block(of: index)[index & (Self.blockLength - 1)] }

    private func block(of index: Int) -> [Element] {
        let block = index >> Self.blockLogarithm
        return block < blocks.count ? blocks[block] : last
    }

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

    /// Goes back to the first one.
    mutating func rewind() { go(to: 0) }

    /// Has the block of a place at hand.
    private mutating func go(to place: Int) {
        offset = place & (Self.blockLength - 1)
        start = place - offset
        block = place < count ? block(of: place) : []
    }

    /// The trace of a 5-tuple; `nil` where there is none. Each key that is looked up is behind those before it.
    @inline(__always)
    mutating func find(_ key: Element.Key) -> Element? {
        var stepsLeft = 4
        while offset < block.count, !(key < block[offset].key) {
            if block[offset].key == key { return takeNext() }
            guard stepsLeft > 0 else { return search(key) }
            stepsLeft -= 1
            step()
        }
        return nil
    }

    /// Steps over the one at hand.
    @inline(__always)
    private mutating func step() {
        offset += 1
        if offset == block.count { go(to: start + offset) }
    }

    /// Takes the one at hand, and steps over it: most often the next look-up is for the one behind it.
    @inline(__always)
    private mutating func takeNext() -> Element {
        let found = block[offset]
        step()
        return found
    }

    /// Leaps to the first one that is not before a key.
    private mutating func search(_ key: Element.Key) -> Element? {
        go(to: place(of: key, from: start + offset + 1))
        return offset < block.count && block[offset].key == key ? takeNext() : nil
    }

    /// The first place whose trace is not before a key, where all before another one are; the nearer it is the faster.
    private func place(of key: Element.Key, from start: Int) -> Int {
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
