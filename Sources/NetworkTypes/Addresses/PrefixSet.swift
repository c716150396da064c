/// A set of addresses given as prefixes, for the question "is this address inside?".
///
/// Kept as sorted ranges that neither overlap nor touch; a question costs a binary search over a handful of them.
public struct PrefixSet: Sendable {
    @usableFromInline private(set) var v4: [ClosedRange<UInt32>] = []
    @usableFromInline private(set) var v6: [ClosedRange<UInt128>] = []

    public init(_ prefixes: some Sequence<IPPrefix>) {
        for prefix in prefixes {
            switch prefix.address {
            case .v4(let address):
                let hostBits = prefix.length == 0 ? UInt32.max : ~(UInt32.max << UInt32(32 - prefix.length))
                v4.append(address.rawValue...(address.rawValue | hostBits))
            case .v6(let address):
                let hostBits = prefix.length == 0 ? UInt128.max : ~(UInt128.max << UInt128(128 - prefix.length))
                v6.append(address.rawValue...(address.rawValue | hostBits))
            }
        }
        v4 = Self.merged(v4)
        v6 = Self.merged(v6)
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
        Self.contains(address.rawValue, in: v4)
    }

    @inlinable
    public func contains(_ address: IPv6Address) -> Bool {
        Self.contains(address.rawValue, in: v6)
    }

    @inlinable
    static func contains<Value: FixedWidthInteger>(_ value: Value, in ranges: [ClosedRange<Value>]) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= value
    }

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
