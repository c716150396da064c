import CensusModel
import NetworkTypes

/// The steps from a table of entries to the parts of a `Watchlist`.
struct WatchlistBuilder {
    private(set) var lists = RuleLists()
    private(set) var attributions: [Attribution] = []
    private var attributionNumbers: [Attribution: UInt32] = [:]
    private(set) var entryCount = 0
    private var merge = ProfileMerge()
    private let profiles: [EntryProfile]
    /// The list of rules of a prefix that has one entry, by that entry's profile; made when first needed.
    private var numbersOfProfiles: [RuleLists.Number?]
    /// Distinct IPv4 prefixes in order, each with the number of its own rules.
    private var prefixes4: [Prefix<UInt32>] = []
    private var prefixes6: [Prefix<UInt128>] = []

    private struct Prefix<Value: FixedWidthInteger> {
        let address: Value
        let length: Int
        let number: RuleLists.Number

        var isSingleAddress: Bool { length == Value.bitWidth }
    }

    init(_ table: EntryTable) {
        profiles = table.profiles
        numbersOfProfiles = Array(repeating: nil, count: profiles.count)
        let profileMask = UInt64(EntryTable.maximumProfiles - 1)
        let sorted4 = RadixSort.sorted(table.v4 + Self.embedded(in: table))
        prefixes4.reserveCapacity(sorted4.count)
        for run in Runs(sorted4.count, isSame: { sorted4[$0] >> 26 == sorted4[$1] >> 26 }) {
            let packed = sorted4[run.lowerBound]
            let number = number(ofProfiles: run.lazy.map { Int(sorted4[$0] & profileMask) })
            prefixes4.append(Prefix(address: UInt32(packed >> 32), length: Int(packed >> 26 & 63), number: number))
        }
        let sorted6 = table.v6.filter { !Self.embedsIPv4($0) }.sorted {
            ($0.address, $0.length) < ($1.address, $1.length)
        }
        let isSame6 = { (left: Int, right: Int) in
            (sorted6[left].address, sorted6[left].length) == (sorted6[right].address, sorted6[right].length)
        }
        for run in Runs(sorted6.count, isSame: isSame6) {
            let entry = sorted6[run.lowerBound]
            let number = number(ofProfiles: run.lazy.map { Int(sorted6[$0].profile) })
            prefixes6.append(Prefix(address: entry.address, length: Int(entry.length), number: number))
        }
    }

    /// The entries of IPv6 that name IPv4 addresses, as such.
    private static func embedded(in table: EntryTable) -> [UInt64] {
        table.v6.filter(embedsIPv4).map {
            UInt64(UInt32(truncatingIfNeeded: $0.address)) << 32
                | (UInt64($0.length) - UInt64(IPv6Address.embeddingLength)) << 26 | UInt64($0.profile)
        }
    }

    private static func embedsIPv4(_ entry: EntryTable.V6Entry) -> Bool {
        Int(entry.length) >= IPv6Address.embeddingLength
            && IPv6Address(rawValue: entry.address).embeddedIPv4 != nil
    }

    /// How many labels and sources were left out, because one entry keeps no more.
    var leftOutTexts: Int { merge.leftOutTexts }

    /// The ranges of indices of sorted entries of which each holds one prefix.
    private struct Runs: Sequence, IteratorProtocol {
        private let count: Int
        private let isSame: (Int, Int) -> Bool
        private var start = 0

        init(_ count: Int, isSame: @escaping (Int, Int) -> Bool) {
            self.count = count
            self.isSame = isSame
        }

        mutating func next() -> Range<Int>? {
            guard start < count else { return nil }
            var end = start + 1
            while end < count, isSame(start, end) { end += 1 }
            defer { start = end }
            return start..<end
        }
    }

    /// The number of the rules of a prefix that has entries of these profiles.
    private mutating func number(ofProfiles numbers: some Collection<Int>) -> RuleLists.Number {
        guard numbers.count == 1, let only = numbers.first else { return number(of: numbers.map { profiles[$0] }) }
        return number(ofProfile: only)
    }

    private mutating func number(ofProfile profile: Int) -> RuleLists.Number {
        if let number = numbersOfProfiles[profile] {
            entryCount += 1
            return number
        }
        let number = number(of: [profiles[profile]])
        numbersOfProfiles[profile] = number
        return number
    }

    private mutating func number(of profiles: [EntryProfile]) -> RuleLists.Number {
        let merged = merge.merge(profiles)
        entryCount += merged.count
        return lists.number(of: merged.map { Rule($0, attribution(of: $0)) })
    }

    private mutating func attribution(of profile: EntryProfile) -> AttributionID {
        let attribution = Attribution(
            threatClass: profile.threatClass, labels: profile.labels, matchesPort: profile.port != nil)
        if let number = attributionNumbers[attribution] { return AttributionID(rawValue: number) }
        let number = UInt32(attributions.count)
        attributions.append(attribution)
        attributionNumbers[attribution] = number
        return AttributionID(rawValue: number)
    }
}

// MARK: - The parts

extension WatchlistBuilder {
    private static let keyLengths6 = 16...48
    /// How many keys an IPv6 screen may have: short prefixes cover many, and then keys are shorter.
    private static let maximumKeys6 = 4_194_304

    func makeScreen4() -> IPv4Screen {
        var screen = IPv4Screen(
            addressCount: prefixes4.count,
            blockCount: prefixes4.reduce(0) { $0 + IPv4Screen.blockCount(prefixLength: $1.length) })
        for prefix in prefixes4 { screen.insert(prefix.address, length: prefix.length) }
        return screen
    }

    func makeScreen6() -> IPv6Screen {
        let keyLength = Self.keyLengths6.last { keyCount6($0) <= Self.maximumKeys6 } ?? Self.keyLengths6.lowerBound
        var screen = IPv6Screen(keyLength: keyLength, keyCount: keyCount6(keyLength))
        for prefix in prefixes6 { screen.insert(prefix.address, length: prefix.length) }
        guard !prefixes4.isEmpty else { return screen }
        for prefix in IPv6Address.embeddingPrefixes { screen.insert(prefix, length: IPv6Address.embeddingLength) }
        return screen
    }

    private func keyCount6(_ keyLength: Int) -> Int {
        prefixes6.reduce(0) { $0 + IPv6Screen.keyCount(prefixLength: $1.length, keyLength: keyLength) }
    }

    mutating func makeRanges4() -> RangeTable {
        let prefixes = prefixes4.lazy.filter { !$0.isSingleAddress }.map { prefix in
            let hostBits = prefix.length == 0 ? UInt32.max : ~(UInt32.max << UInt32(32 - prefix.length))
            return RangeTable.Prefix(
                first: prefix.address, last: prefix.address | hostBits, number: prefix.number)
        }
        return RangeTable(Array(prefixes), &lists)
    }

    /// - Parameter ranges: the prefixes around the addresses, whose rules are asked after an address's own.
    mutating func makeAddresses4(_ ranges: RangeTable) -> AddressTable {
        var entries: [(address: UInt32, number: RuleLists.Number)] = []
        entries.reserveCapacity(prefixes4.count)
        for prefix in prefixes4 where prefix.isSingleAddress {
            let around = ranges.number(of: prefix.address)
            entries.append((prefix.address, lists.number(of: prefix.number, then: around)))
        }
        return AddressTable(entries)
    }

    func makePrefixes6() -> PrefixTable {
        PrefixTable(prefixes6.map { ($0.address, $0.length, $0.number) })
    }
}
