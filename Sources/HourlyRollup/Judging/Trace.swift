import CensusModel
import NetworkTypes

/// What a 5-tuple showed in one hour, in 32 bytes for IPv4 and 64 else: there is one for every flow of the last hours.
struct Trace<Address: FixedWidthInteger & UnsignedInteger & Sendable>: KeyedTrace {
    let key: Key
    let facts: TupleEvidence.Facts
    let hostFirst: Int64
    let originFirst: Int64

    init(_ key: Key, _ evidence: TupleEvidence) {
        self.key = key
        (facts, hostFirst, originFirst) = (evidence.facts, evidence.hostFirst, evidence.originFirst)
    }

    var evidence: TupleEvidence {
        var evidence = TupleEvidence()
        (evidence.facts, evidence.hostFirst, evidence.originFirst) = (facts, hostFirst, originFirst)
        return evidence
    }

    /// The 5-tuple, in the order of flows.
    struct Key: Comparable, Sendable {
        let origin: Address
        let host: Address
        /// Host port in the upper half, origin port in the lower.
        let ports: UInt32
        let transport: UInt8

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
    /// The place of the first one that a search has not passed.
    private var position = 0
    /// The one at `position`; `nil` behind all of them.
    private var next: Element?

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

    subscript(index: Int) -> Element {
        let block = index >> Self.blockLogarithm
        let place = index & (Self.blockLength - 1)
        return block < blocks.count ? blocks[block][place] : last[place]
    }

    mutating func append(_ trace: Element) {
        if isFull {
            if count > 0 { blocks.append(last) }
            last = []
            last.reserveCapacity(Self.blockLength)
        }
        last.append(trace)
        count += 1
    }

    /// Goes back to the first one.
    mutating func rewind() {
        position = 0
        next = count > 0 ? self[0] : nil
    }

    /// The trace of a 5-tuple; `nil` where there is none. Keys are looked up in their order, some may be left out.
    mutating func find(_ key: Element.Key) -> Element? {
        guard let next, !(key < next.key) else { return nil }
        if next.key == key { return next }
        position = place(of: key, from: position + 1)
        guard position < count else {
            self.next = nil
            return nil
        }
        let found = self[position]
        self.next = found
        return found.key == key ? found : nil
    }

    /// The first place whose trace is not before a key, where all before `start` are; the nearer it is the faster.
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
