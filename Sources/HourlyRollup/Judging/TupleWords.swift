import CensusModel
import NetworkTypes

/// A 5-tuple as numbers that compare as 5-tuples do.
protocol TupleWords: BitwiseCopyable, Comparable, Sendable {
    /// The protocol, the host's port and the origin's, above 16 bits that are 0 in a key.
    var low: UInt64 { get set }
    /// Behind every 5-tuple.
    static var end: Self { get }
    /// Whether it is of the same protocol between the same ends.
    func isBeside(_ other: Self) -> Bool
}

extension TupleWords {
    /// Without the lowest 16 bits.
    @inline(__always)
    var key: Self {
        var key = self
        key.low &= ~UInt64(UInt16.max)
        return key
    }

    var hostPort: UInt16 { UInt16(truncatingIfNeeded: low >> 32) }
    var originPort: UInt16 { UInt16(truncatingIfNeeded: low >> 16) }
}

extension FlowTuple {
    fileprivate var lowWord: UInt64 { TuplePorts(transport, hostPort, originPort).lowWord }
}

extension TuplePorts {
    /// As `TupleWords` has it.
    @inline(__always)
    fileprivate var lowWord: UInt64 {
        UInt64(transport.rawValue) << 48 | UInt64(host) << 32 | UInt64(origin) << 16
    }
}

extension UInt64 {
    /// Whether two low words are of the same protocol.
    fileprivate func isOfProtocol(of other: UInt64) -> Bool { (self ^ other) >> 48 == 0 }
}

/// A 5-tuple between two ends of IPv4.
struct TupleWords4: TupleWords {
    /// The origin above the host.
    private let ends: UInt64
    var low: UInt64

    static var end: Self { Self(ends: .max, low: .max) }

    private init(ends: UInt64, low: UInt64) {
        (self.ends, self.low) = (ends, low)
    }

    @inline(__always)
    init(origin: IPv4Address, host: IPv4Address, _ tuple: FlowTuple) {
        self.init(ends: UInt64(origin.rawValue) << 32 | UInt64(host.rawValue), low: tuple.lowWord)
    }

    /// Of a flow with these ends.
    @inline(__always)
    init(origin: IPv4Address, host: IPv4Address, _ ports: TuplePorts) {
        self.init(ends: UInt64(origin.rawValue) << 32 | UInt64(host.rawValue), low: ports.lowWord)
    }

    /// Compares in one step, without a branch.
    @inline(__always)
    private var number: UInt128 { UInt128(ends) &<< 64 | UInt128(low) }

    @inline(__always)
    static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    func isBeside(_ other: Self) -> Bool { ends == other.ends && low.isOfProtocol(of: other.low) }
}

/// Any 5-tuple.
///
/// Addresses of both versions stand in one order, in two words each: an IPv4 address is its number, and one of IPv6 that is below the
/// IPv4-mapped ones (RFC 4291 section 2.5.5.2) is moved up by as many as there are of those, which no flow has.
struct TupleWords6: TupleWords {
    private let originHigh: UInt64
    private let originLow: UInt64
    private let hostHigh: UInt64
    private let hostLow: UInt64
    var low: UInt64

    static var end: Self { Self(originHigh: .max, originLow: .max, hostHigh: .max, hostLow: .max, low: .max) }

    private init(originHigh: UInt64, originLow: UInt64, hostHigh: UInt64, hostLow: UInt64, low: UInt64) {
        (self.originHigh, self.originLow, self.hostHigh, self.hostLow) = (originHigh, originLow, hostHigh, hostLow)
        self.low = low
    }

    @inline(__always)
    private init(origin: IPAddress, host: IPAddress, low: UInt64) {
        (originHigh, originLow) = origin.orderedWords
        (hostHigh, hostLow) = host.orderedWords
        self.low = low
    }

    init(_ tuple: FlowTuple) {
        self.init(origin: tuple.origin, host: tuple.host, low: tuple.lowWord)
    }

    /// Of a flow with these ends.
    @inline(__always)
    init(origin: IPAddress, host: IPAddress, _ ports: TuplePorts) {
        self.init(origin: origin, host: host, low: ports.lowWord)
    }

    @inline(__always)
    static func < (left: Self, right: Self) -> Bool {
        if left.originHigh != right.originHigh { return left.originHigh < right.originHigh }
        if left.originLow != right.originLow { return left.originLow < right.originLow }
        if left.hostHigh != right.hostHigh { return left.hostHigh < right.hostHigh }
        if left.hostLow != right.hostLow { return left.hostLow < right.hostLow }
        return left.low < right.low
    }

    /// Looks first at what differs most often.
    @inline(__always)
    static func == (left: Self, right: Self) -> Bool {
        left.low == right.low && left.hostLow == right.hostLow && left.originLow == right.originLow
            && left.hostHigh == right.hostHigh && left.originHigh == right.originHigh
    }

    func isBeside(_ other: Self) -> Bool {
        originLow == other.originLow && hostLow == other.hostLow && originHigh == other.originHigh
            && hostHigh == other.hostHigh && low.isOfProtocol(of: other.low)
    }
}

extension IPAddress {
    /// As `TupleWords6` orders addresses.
    @inline(__always)
    fileprivate var orderedWords: (high: UInt64, low: UInt64) {
        switch self {
        case .v4(let address): return (0, UInt64(address.rawValue))
        case .v6(let address):
            let (high, low) = (
                UInt64(truncatingIfNeeded: address.rawValue >> 64), UInt64(truncatingIfNeeded: address.rawValue)
            )
            return (high, high == 0 && low >> 32 < 0xFFFF ? low &+ 1 << 32 : low)
        }
    }
}

/// A 5-tuple as hours are searched for it, made once for all of them.
enum TraceKey: Sendable {
    /// Both ends of IPv4.
    case v4(TupleWords4)
    case other(TupleWords6)

    @inline(__always)
    init(_ tuple: FlowTuple) {
        if case .v4(let origin) = tuple.origin, case .v4(let host) = tuple.host {
            self = .v4(TupleWords4(origin: origin, host: host, tuple))
        } else {
            self = .other(TupleWords6(tuple))
        }
    }
}
