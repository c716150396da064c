import Foundation
package import NetworkTypes

/// Entries in little room: 8 bytes for one of IPv4, and each different profile once.
package struct EntryTable: Sendable {
    /// Address (32 bits), prefix length (6) and profile (26), so that numeric order is that of prefixes.
    private(set) var v4: [UInt64] = []
    private(set) var v6: [V6Entry] = []
    package private(set) var profiles: [EntryProfile] = []
    private var profileNumbers: [EntryProfile: UInt32] = [:]
    /// Bytes of all texts in `profiles`.
    private var textBytes = 0
    private var lines4 = LineMap()
    private var lines6 = LineMap()

    struct V6Entry: Sendable {
        let address: UInt128
        let length: UInt8
        let profile: UInt32
    }

    /// How many different profiles there is room for; later ones are refused by the caller.
    static let maximumProfiles = 1 << 26

    package init() {}

    package init(_ entries: some Sequence<WatchlistEntry>) {
        for entry in entries { append(entry) }
    }

    package var count: Int { v4.count + v6.count }
    package var isEmpty: Bool { count == 0 }

    /// - Parameter line: where the entry stands in its list, where it stands in one.
    package mutating func append(_ entry: WatchlistEntry, line: Int? = nil) {
        append(entry.prefix, profile: number(of: entry.profile), line: line)
    }

    /// The number of a profile, which is added where it is new.
    mutating func number(of profile: EntryProfile) -> UInt32 {
        if let number = profileNumbers[profile] { return number }
        precondition(profiles.count < Self.maximumProfiles)
        let number = UInt32(profiles.count)
        var profile = profile
        profile.labels = profile.labels.map(Self.normalized)
        profile.sources = profile.sources.map(Self.normalized)
        textBytes += (profile.labels + profile.sources).reduce(0) { $0 + $1.utf8.count }
        profiles.append(profile)
        profileNumbers[profile] = number
        return number
    }

    /// Of several spellings that Unicode holds equal, one (its normalization form C), whichever came first.
    private static func normalized(_ text: String) -> String {
        text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
    }

    /// Bytes of memory that the entries take from reading to matching, compiled, at the most: measured with a million
    /// entries that say the same (75 bytes each), and with a million of which each has a label of its own (700).
    package var memory: Int { count * 96 + profiles.count * 640 + textBytes * 2 }

    mutating func append(_ prefix: IPPrefix, profile: UInt32, line: Int? = nil) {
        switch prefix.address {
        case .v4(let address): append(address, length: prefix.length, profile: profile, line: line)
        case .v6(let address):
            if let line { lines6.append(line, at: v6.count) }
            v6.append(V6Entry(address: address.rawValue, length: UInt8(prefix.length), profile: profile))
        }
    }

    mutating func append(_ address: IPv4Address, length: Int, profile: UInt32, line: Int? = nil) {
        if let line { lines4.append(line, at: v4.count) }
        v4.append(UInt64(address.rawValue) << 32 | UInt64(length) << 26 | UInt64(profile))
    }

    /// Makes profiles known under the numbers that they have in another table.
    mutating func adoptProfiles(of other: EntryTable) {
        (profiles, profileNumbers, textBytes) = (other.profiles, other.profileNumbers, other.textBytes)
    }

    /// Appends an IPv4 entry in the form in which it is kept.
    mutating func append(packed: UInt64) {
        v4.append(packed)
    }

    mutating func reserveCapacity(v4 count4: Int, v6 count6: Int) {
        v4.reserveCapacity(count4)
        v6.reserveCapacity(count6)
    }

    /// Takes in the entries of another table.
    package mutating func append(_ other: EntryTable) {
        let translation = other.profiles.map { number(of: $0) }
        let profileMask = UInt64(Self.maximumProfiles - 1)
        if translation == [0] {
            v4 += other.v4
        } else {
            v4 += other.v4.map { $0 & ~profileMask | UInt64(translation[Int($0 & profileMask)]) }
        }
        v6 += other.v6.map { V6Entry(address: $0.address, length: $0.length, profile: translation[Int($0.profile)]) }
    }

    /// Takes in the entries of another table, and where they stand in their list.
    mutating func append(withLines other: EntryTable) {
        if isEmpty, profiles.isEmpty {
            self = other
        } else {
            for place in other.places { append(other.entry(at: place), line: other.line(at: place)) }
        }
    }

    /// The entries, those of IPv4 first, each version in the order in which they came.
    package var entries: [WatchlistEntry] { places.map { entry(at: $0) } }
}

// MARK: - Entries one by one

extension EntryTable {
    /// Where an entry is kept.
    package enum Place: Equatable, Sendable {
        case v4(Int)
        case v6(Int)
    }

    package var places: [Place] { v4.indices.map { .v4($0) } + v6.indices.map { .v6($0) } }

    package func prefix(at place: Place) -> IPPrefix {
        let (address, length): (IPAddress, Int) =
            switch place {
            case .v4(let index): (.v4(IPv4Address(rawValue: UInt32(v4[index] >> 32))), Int(v4[index] >> 26 & 63))
            case .v6(let index): (.v6(IPv6Address(rawValue: v6[index].address)), Int(v6[index].length))
            }
        return IPPrefix(address, length: length) ?? IPPrefix(address)
    }

    package func profileNumber(at place: Place) -> Int {
        switch place {
        case .v4(let index): Int(v4[index] & UInt64(Self.maximumProfiles - 1))
        case .v6(let index): Int(v6[index].profile)
        }
    }

    package func entry(at place: Place) -> WatchlistEntry {
        WatchlistEntry(prefix: prefix(at: place), profile: profiles[profileNumber(at: place)])
    }

    /// The entries whose prefixes hold an address, found by looking at every one.
    package func places(covering address: IPAddress) -> [Place] {
        places.filter { place in
            let prefix = prefix(at: place)
            return IPPrefix(address, length: prefix.length) == prefix
        }
    }

    /// The line of an entry in its list; `nil` in a table that was not read from one.
    func line(at place: Place) -> Int? {
        switch place {
        case .v4(let index): lines4.line(of: index)
        case .v6(let index): lines6.line(of: index)
        }
    }

    /// Changes what entries say; all that share a profile change alike.
    package mutating func changeProfiles(_ change: (inout EntryProfile) -> Void) {
        for index in profiles.indices {
            change(&profiles[index])
            profiles[index].labels = profiles[index].labels.map(Self.normalized)
            profiles[index].sources = profiles[index].sources.map(Self.normalized)
        }
        profileNumbers = Dictionary(profiles.enumerated().map { ($1, UInt32($0)) }) { first, _ in first }
    }

    /// Puts prefixes, or none, in the place of some entries' own.
    /// - Parameter replacements: sorted by place, those of IPv4 first.
    mutating func replace(_ replacements: [(place: Place, prefixes: [IPPrefix])]) {
        guard !replacements.isEmpty else { return }
        let old = self
        (v4, v6, lines4, lines6) = ([], [], LineMap(), LineMap())
        var next = replacements[...]
        for place in old.places {
            let profile = UInt32(old.profileNumber(at: place))
            var prefixes = [old.prefix(at: place)]
            if let replacement = next.first, replacement.place == place {
                prefixes = replacement.prefixes
                next.removeFirst()
            }
            for prefix in prefixes { append(prefix, profile: profile, line: old.line(at: place)) }
        }
    }
}
