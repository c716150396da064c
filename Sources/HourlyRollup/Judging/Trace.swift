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
            if left.transport != right.transport { return left.transport < right.transport }
            return left.ports < right.ports
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
    private var blocks: [[Element]] = []
    private(set) var count = 0
    /// The first one that a search has not passed.
    private var position = 0

    private static var blockLogarithm: Int { 9 }
    private static var blockLength: Int { 1 << blockLogarithm }
    static var blockSize: Int { blockLength * MemoryLayout<Element>.stride }

    /// Bytes of memory.
    var size: Int { blocks.count * Self.blockSize }
    /// Whether one more takes more memory.
    var isFull: Bool { !hasRoom(for: 1) }

    /// Whether so many more take no more memory.
    func hasRoom(for more: Int) -> Bool { count + more <= blocks.count << Self.blockLogarithm }

    subscript(index: Int) -> Element {
        blocks[index >> Self.blockLogarithm][index & (Self.blockLength - 1)]
    }

    mutating func append(_ trace: Element) {
        if isFull {
            blocks.append([])
            blocks[blocks.count - 1].reserveCapacity(Self.blockLength)
        }
        blocks[blocks.count - 1].append(trace)
        count += 1
    }

    /// Goes back to the first one.
    mutating func rewind() {
        position = 0
    }

    /// The trace of a 5-tuple; `nil` where there is none. Keys are looked up in their order.
    mutating func find(_ key: Element.Key) -> Element? {
        while position < count {
            let trace = self[position]
            guard trace.key < key else { return trace.key == key ? trace : nil }
            position += 1
        }
        return nil
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
