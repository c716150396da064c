import Prefetch

/// IPv4 addresses that entries name one by one, each with the number of its list of rules.
///
/// A hash table in buckets of four addresses, of which one to two are taken on average: a question loads one bucket, and
/// compares all four at once, so that there is nothing to be foreseen wrongly. 8 to 16 bytes an address, and as much for
/// the numbers unless all have the same one, as in a plain list. The hash has a new seed in every run, so that nobody can
/// choose addresses that collide.
struct AddressTable: Sendable {
    private typealias Bucket = SIMD4<UInt32>

    /// The places of a bucket, in their order; those that are free hold `free`.
    private var buckets: [Bucket]
    /// An address that is not in the table.
    private let free: UInt32
    /// A number for each place. Empty when all addresses have one list of rules, `onlyNumber`.
    private var numbers: [RuleLists.Number] = []
    private let onlyNumber: RuleLists.Number
    private let multiplier = UInt64.random(in: .min ... .max) | 1
    /// How far the product is shifted right to leave the number of a bucket.
    private let shift: UInt64

    private static var addressesPerBucket: Int { 2 }

    /// - Parameter entries: sorted by address, no address twice, and not all addresses that there are.
    init(_ entries: [(address: UInt32, number: RuleLists.Number)]) {
        let wanted = max(2, (entries.count + Self.addressesPerBucket - 1) / Self.addressesPerBucket)
        let logarithm = Int.bitWidth - (wanted - 1).leadingZeroBitCount
        let free = Self.firstMissing(in: entries)
        shift = UInt64(UInt64.bitWidth - logarithm)
        buckets = Array(repeating: Bucket(repeating: free), count: 1 << logarithm)
        self.free = free
        let only = entries.first?.number ?? 0
        onlyNumber = only
        if entries.contains(where: { $0.number != only }) {
            numbers = Array(repeating: 0, count: buckets.count * Bucket.scalarCount)
        }
        for entry in entries { insert(entry.address, entry.number) }
    }

    /// The lowest address that no entry names.
    private static func firstMissing(in entries: [(address: UInt32, number: RuleLists.Number)]) -> UInt32 {
        var missing: UInt32 = 0
        for entry in entries where entry.address == missing { missing += 1 }
        return missing
    }

    private mutating func insert(_ address: UInt32, _ number: RuleLists.Number) {
        var bucket = bucket(of: address)
        while true {
            for place in 0..<Bucket.scalarCount where buckets[bucket][place] == free {
                buckets[bucket][place] = address
                if !numbers.isEmpty { numbers[bucket * Bucket.scalarCount + place] = number }
                return
            }
            bucket = next(after: bucket)
        }
    }

    @inline(__always)
    private func bucket(of address: UInt32) -> Int {
        Int(truncatingIfNeeded: (UInt64(address) &* multiplier) &>> shift)
    }

    @inline(__always)
    private func next(after bucket: Int) -> Int { (bucket + 1) & (buckets.count - 1) }

    /// The number of an address's list of rules; 0 when it is not named.
    @inline(__always)
    func number(of address: UInt32) -> RuleLists.Number {
        guard address != free else { return 0 }
        var bucket = bucket(of: address)
        while true {
            let places = buckets[bucket]
            let matches = places .== address
            if any(matches) { return numbers.isEmpty ? onlyNumber : number(in: bucket, at: matches) }
            // What found this bucket full lies in the next one.
            if any(places .== free) { return 0 }
            bucket = next(after: bucket)
        }
    }

    /// Asks for what `number` reads of most addresses.
    @inline(__always)
    func prefetch(_ address: UInt32) {
        let bucket = bucket(of: address)
        buckets.prefetch(bucket)
        if !numbers.isEmpty { numbers.prefetch(bucket * Bucket.scalarCount) }
    }

    /// The number beside the one place that matches.
    @inline(__always)
    private func number(in bucket: Int, at matches: SIMDMask<SIMD4<Int32>>) -> RuleLists.Number {
        let place = Bucket.zero.replacing(with: Bucket(0, 1, 2, 3), where: matches).wrappedSum()
        return numbers[bucket * Bucket.scalarCount + Int(place)]
    }
}
