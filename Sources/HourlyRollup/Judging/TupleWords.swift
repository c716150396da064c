import CensusModel
import NetworkTypes

/// A 5-tuple as numbers that compare as 5-tuples do.
protocol TupleWords: BitwiseCopyable, Comparable, Sendable {
    /// The protocol, the host's port and the origin's, above 16 bits that are 0 in a key.
    var low: UInt64 { get set }
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
    /// As `TupleWords` has it.
    @inline(__always)
    fileprivate var lowWord: UInt64 {
        UInt64(transport.rawValue) << 48 | UInt64(hostPort) << 32 | UInt64(originPort) << 16
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
        let low =
            UInt64(ports.transport.rawValue) << 48 | UInt64(ports.host) << 32 | UInt64(ports.origin) << 16
        self.init(ends: UInt64(origin.rawValue) << 32 | UInt64(host.rawValue), low: low)
    }

    /// Compares in one step, without a branch.
    @inline(__always)
    private var number: UInt128 { UInt128(ends) &<< 64 | UInt128(low) }

    @inline(__always)
    static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    func isBeside(_ other: Self) -> Bool { ends == other.ends && low.isOfProtocol(of: other.low) }
}

/// Any 5-tuple.
struct TupleWords6: TupleWords {
    private let origin: UInt128
    private let host: UInt128
    var low: UInt64

    private init(origin: UInt128, host: UInt128, low: UInt64) {
        (self.origin, self.host, self.low) = (origin, host, low)
    }

    init(_ tuple: FlowTuple) {
        self.init(origin: tuple.origin.code, host: tuple.host.code, low: tuple.lowWord)
    }

    static func < (left: Self, right: Self) -> Bool {
        if left.origin != right.origin { return left.origin.isAddress(before: right.origin) }
        if left.host != right.host { return left.host.isAddress(before: right.host) }
        return left.low < right.low
    }

    func isBeside(_ other: Self) -> Bool {
        origin == other.origin && host == other.host && low.isOfProtocol(of: other.low)
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
