import HourlyRollup
import NetworkTypes

/// How many distinct addresses there are among many.
///
/// Those of IPv4 stand by networks of 65,536: in a list that may have them several times, and once that is as long as a bit for each
/// address of the network, in these bits. So an address costs no search, and memory stays within 4 bytes for each that came.
struct DistinctAddresses: Sendable {
    /// The lower halves of the addresses of each network, in any order.
    private var lists = [[UInt16]](repeating: [], count: 1 << 16)
    /// The number of each network's bits, counted from 1; 0 of a network with a list.
    private var numbers = [UInt32](repeating: 0, count: 1 << 16)
    /// The bits of the networks that have some, one behind the other.
    private var bits: [UInt64] = []
    /// Those of IPv6.
    private var others = HostSet()

    /// Words that the bits of a network take.
    private static let words = 1 << 10
    /// A list of so many takes as much memory as bits.
    private static let longestList = 1 << 12

    mutating func insert(_ address: IPAddress) {
        guard case .v4(let address) = address else { return others.insert(address, .probed) }
        insert(Int(address.rawValue >> 16), UInt16(truncatingIfNeeded: address.rawValue))
    }

    @inline(__always)
    private mutating func insert(_ network: Int, _ low: UInt16) {
        let number = Int(numbers[network])
        guard number == 0 else { return set(low, of: number) }
        lists[network].append(low)
        if lists[network].count >= Self.longestList { makeBits(network) }
    }

    @inline(__always)
    private mutating func set(_ low: UInt16, of number: Int) {
        bits[(number - 1) * Self.words + Int(low >> 6)] |= 1 << UInt64(low & 63)
    }

    /// Gives a network bits, where it has none.
    private mutating func makeBits(_ network: Int) {
        guard numbers[network] == 0 else { return }
        bits += repeatElement(0, count: Self.words)
        let number = bits.count / Self.words
        numbers[network] = UInt32(number)
        for low in lists[network] { set(low, of: number) }
        lists[network] = []
    }

    mutating func merge(_ other: DistinctAddresses) {
        for network in other.numbers.indices {
            for low in other.lists[network] { insert(network, low) }
            guard other.numbers[network] > 0 else { continue }
            makeBits(network)
            let (here, there) = (Int(numbers[network]) - 1, Int(other.numbers[network]) - 1)
            for word in 0..<Self.words { bits[here * Self.words + word] |= other.bits[there * Self.words + word] }
        }
        others.merge(other.others)
    }

    var count: Int {
        let listed = lists.reduce(0) { $0 + ($1.isEmpty ? 0 : Set($1).count) }
        return listed + bits.reduce(0) { $0 + $1.nonzeroBitCount } + others.count
    }
}
