package import NetworkTypes

/// The hosts that foreign threats affected, to be compared with those of another time: 4 bytes each of IPv4.
package struct AffectedHosts: Sendable {
    private var v4: [UInt32] = []
    private var v6: [UInt128] = []

    package init() {}

    mutating func insert(_ host: IPAddress) {
        switch host {
        case .v4(let address): v4.append(address.rawValue)
        case .v6(let address): v6.append(address.rawValue)
        }
    }

    /// Takes others, none of which is here.
    mutating func merge(_ other: AffectedHosts) {
        v4 += other.v4
        v6 += other.v6
    }

    /// To be called once all are there.
    mutating func sort() {
        DigitSort.sort(&v4) { $0 }
        DigitSort.sort(&v6) { $0 }
    }

    package func contains(_ host: IPAddress) -> Bool {
        switch host {
        case .v4(let address): Self.contains(v4, address.rawValue)
        case .v6(let address): Self.contains(v6, address.rawValue)
        }
    }

    private static func contains<Address: Comparable>(_ sorted: [Address], _ address: Address) -> Bool {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < address { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && sorted[low] == address
    }

    /// How many are not among others.
    package func count(without others: AffectedHosts) -> UInt64 {
        Self.count(v4, without: others.v4) + Self.count(v6, without: others.v6)
    }

    private static func count<Address: Comparable>(_ sorted: [Address], without others: [Address]) -> UInt64 {
        var (count, place) = (UInt64(0), 0)
        for address in sorted {
            while place < others.count, others[place] < address { place += 1 }
            if place == others.count || others[place] != address { count += 1 }
        }
        return count
    }
}
