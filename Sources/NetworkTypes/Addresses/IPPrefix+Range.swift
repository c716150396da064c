extension IPPrefix {
    /// The fewest prefixes that hold just the addresses from `first` to `last`, in order; `nil` when the two are of
    /// different versions or in the wrong order.
    package static func covering(_ first: IPAddress, _ last: IPAddress) -> [IPPrefix]? {
        switch (first, last) {
        case (.v4(let first), .v4(let last)) where first <= last:
            blocks(first.rawValue, last.rawValue).compactMap { IPPrefix(.v4(IPv4Address(rawValue: $0)), length: $1) }
        case (.v6(let first), .v6(let last)) where first <= last:
            blocks(first.rawValue, last.rawValue).compactMap { IPPrefix(.v6(IPv6Address(rawValue: $0)), length: $1) }
        default: nil
        }
    }

    /// From each address the largest block that begins there and ends in time: at most two for each bit.
    private static func blocks<Value: FixedWidthInteger & UnsignedInteger>(
        _ first: Value, _ last: Value
    ) -> [(address: Value, length: Int)] {
        var blocks: [(address: Value, length: Int)] = []
        var start = first
        while true {
            var bits = start == 0 ? Value.bitWidth : start.trailingZeroBitCount
            while hostMask(bits) > last - start { bits -= 1 }
            blocks.append((start, Value.bitWidth - bits))
            let end = start | hostMask(bits)
            if end == last { return blocks }
            start = end + 1
        }
    }

    /// The lowest `bits` bits.
    private static func hostMask<Value: FixedWidthInteger & UnsignedInteger>(_ bits: Int) -> Value {
        bits == Value.bitWidth ? .max : ((1 as Value) << Value(bits)) - 1
    }

    /// Whether the two have addresses in common: then one lies in the other.
    package func meets(_ other: IPPrefix) -> Bool {
        let shorter = min(length, other.length)
        return IPPrefix(address, length: shorter) == IPPrefix(other.address, length: shorter)
    }

    /// The first and the last address of an IPv4 block.
    package static func bounds(_ address: IPv4Address, length: Int) -> ClosedRange<UInt32> {
        bounds(address.rawValue, length: length)
    }

    /// The first and the last address of an IPv6 block.
    package static func bounds(_ address: IPv6Address, length: Int) -> ClosedRange<UInt128> {
        bounds(address.rawValue, length: length)
    }

    private static func bounds<Value: FixedWidthInteger & UnsignedInteger>(
        _ first: Value, length: Int
    ) -> ClosedRange<Value> {
        first...(first | hostMask(Value.bitWidth - length))
    }
}
