/// A set of addresses given as prefixes, for the question "is this address inside?".
///
/// Kept as sorted ranges that neither overlap nor touch; a question costs a binary search over a handful of them, or for
/// IPv4 a look at what the first octet says, where it says enough.
public struct PrefixSet: Sendable {
    @usableFromInline private(set) var v4: [ClosedRange<UInt32>] = []
    @usableFromInline private(set) var v6: [ClosedRange<UInt128>] = []

    /// For each first octet of IPv4 whether the set holds none, all, or some of its addresses.
    @usableFromInline private(set) var octets: [Share] = []

    @usableFromInline
    enum Share: UInt8, Sendable { case none, all, some }

    public init(_ prefixes: some Sequence<IPPrefix>) {
        for prefix in prefixes {
            switch prefix.address {
            case .v4(let address):
                v4.append(IPPrefix.bounds(address, length: prefix.length))
            case .v6(let address):
                v6.append(IPPrefix.bounds(address, length: prefix.length))
            }
        }
        v4 = Self.merged(v4)
        v6 = Self.merged(v6)
        octets = (0...UInt32(UInt8.max)).map { octet in
            switch Self.relation(of: v4, to: octet << 24...octet << 24 | 0xFF_FFFF) {
            case .holds: .all
            case .meets: .some
            case .apart: .none
            }
        }
    }

    public var isEmpty: Bool { v4.isEmpty && v6.isEmpty }

    @inlinable @inline(__always)
    public func contains(_ address: IPAddress) -> Bool {
        switch address {
        case .v4(let address): contains(address)
        case .v6(let address): contains(address)
        }
    }

    @inlinable
    public func contains(_ address: IPv4Address) -> Bool {
        switch octets[Int(address.rawValue >> 24)] {
        case .none: false
        case .all: true
        case .some: Self.contains(address.rawValue, in: v4)
        }
    }

    @inlinable
    public func contains(_ address: IPv6Address) -> Bool {
        Self.contains(address.rawValue, in: v6)
    }

    @inlinable
    static func contains<Value: FixedWidthInteger>(_ value: Value, in ranges: [ClosedRange<Value>]) -> Bool {
        let index = firstIndex(endingFrom: value, in: ranges)
        return index < ranges.count && ranges[index].lowerBound <= value
    }

    /// For each first octet of IPv4 whether the set holds all of its addresses.
    package var wholeOctets: [Bool] { octets.map { $0 == .all } }

    /// How a set stands to all addresses of a prefix.
    package enum Relation: Sendable {
        /// It holds every one.
        case holds
        /// It holds some of them.
        case meets
        /// It holds none.
        case apart
    }

    package func relation(to prefix: IPPrefix) -> Relation {
        switch prefix.address {
        case .v4(let address): Self.relation(of: v4, to: IPPrefix.bounds(address, length: prefix.length))
        case .v6(let address): Self.relation(of: v6, to: IPPrefix.bounds(address, length: prefix.length))
        }
    }

    /// The fewest prefixes that hold those addresses of a prefix that the set does not hold.
    package func rest(of prefix: IPPrefix) -> [IPPrefix] {
        switch prefix.address {
        case .v4(let address):
            Self.gaps(of: v4, in: IPPrefix.bounds(address, length: prefix.length)).flatMap {
                IPPrefix.covering(
                    .v4(IPv4Address(rawValue: $0.lowerBound)), .v4(IPv4Address(rawValue: $0.upperBound))) ?? []
            }
        case .v6(let address):
            Self.gaps(of: v6, in: IPPrefix.bounds(address, length: prefix.length)).flatMap {
                IPPrefix.covering(
                    .v6(IPv6Address(rawValue: $0.lowerBound)), .v6(IPv6Address(rawValue: $0.upperBound))) ?? []
            }
        }
    }

    /// The first range that ends at or behind a value.
    @inlinable
    static func firstIndex<Value: FixedWidthInteger>(
        endingFrom value: Value, in ranges: [ClosedRange<Value>]
    ) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func relation<Value: FixedWidthInteger>(
        of ranges: [ClosedRange<Value>], to bounds: ClosedRange<Value>
    ) -> Relation {
        let index = firstIndex(endingFrom: bounds.lowerBound, in: ranges)
        guard index < ranges.count, ranges[index].lowerBound <= bounds.upperBound else { return .apart }
        let range = ranges[index]
        return range.lowerBound <= bounds.lowerBound && bounds.upperBound <= range.upperBound ? .holds : .meets
    }

    /// What of some bounds no range covers.
    private static func gaps<Value: FixedWidthInteger>(
        of ranges: [ClosedRange<Value>], in bounds: ClosedRange<Value>
    ) -> [ClosedRange<Value>] {
        var gaps: [ClosedRange<Value>] = []
        var start = bounds.lowerBound
        for range in ranges[firstIndex(endingFrom: start, in: ranges)...] {
            // The ranges behind concern other prefixes.
            guard range.lowerBound <= bounds.upperBound else { break }
            if range.lowerBound > start { gaps.append(start...range.lowerBound - 1) }
            guard range.upperBound < bounds.upperBound else { return gaps }
            start = range.upperBound + 1
        }
        return gaps + [start...bounds.upperBound]
    }

    /// The fewest prefixes that hold just the addresses of the set, in order, IPv4 first.
    package var prefixes: [IPPrefix] {
        v4.flatMap {
            IPPrefix.covering(
                .v4(IPv4Address(rawValue: $0.lowerBound)), .v4(IPv4Address(rawValue: $0.upperBound))) ?? []
        }
            + v6.flatMap {
                IPPrefix.covering(
                    .v6(IPv6Address(rawValue: $0.lowerBound)), .v6(IPv6Address(rawValue: $0.upperBound))) ?? []
            }
    }

    /// The addresses of IPv4, as ranges that neither overlap nor touch, in order.
    package var ranges4: [ClosedRange<UInt32>] { v4 }

    private static func merged<Value: FixedWidthInteger>(_ ranges: [ClosedRange<Value>]) -> [ClosedRange<Value>] {
        var result: [ClosedRange<Value>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, last.upperBound == .max || range.lowerBound <= last.upperBound + 1 {
                result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }
}
