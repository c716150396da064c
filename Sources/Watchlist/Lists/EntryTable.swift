import Foundation
import NetworkTypes

/// Entries in little room: 8 bytes for one of IPv4, and each different profile once.
package struct EntryTable: Sendable {
    /// Address (32 bits), prefix length (6) and profile (26), so that numeric order is that of prefixes.
    private(set) var v4: [UInt64] = []
    private(set) var v6: [V6Entry] = []
    private(set) var profiles: [EntryProfile] = []
    private var profileNumbers: [EntryProfile: UInt32] = [:]

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

    package mutating func append(_ entry: WatchlistEntry) {
        append(entry.prefix, profile: number(of: entry.profile))
    }

    /// The number of a profile, which is added where it is new.
    mutating func number(of profile: EntryProfile) -> UInt32 {
        if let number = profileNumbers[profile] { return number }
        precondition(profiles.count < Self.maximumProfiles)
        let number = UInt32(profiles.count)
        var profile = profile
        // Of several spellings that Unicode holds equal, one (its normalization form C), whichever came first.
        profile.labels = profile.labels.map(\.precomposedStringWithCanonicalMapping)
        profile.sources = profile.sources.map(\.precomposedStringWithCanonicalMapping)
        profiles.append(profile)
        profileNumbers[profile] = number
        return number
    }

    mutating func append(_ prefix: IPPrefix, profile: UInt32) {
        switch prefix.address {
        case .v4(let address): append(address, length: prefix.length, profile: profile)
        case .v6(let address):
            v6.append(V6Entry(address: address.rawValue, length: UInt8(prefix.length), profile: profile))
        }
    }

    mutating func append(_ address: IPv4Address, length: Int, profile: UInt32) {
        v4.append(UInt64(address.rawValue) << 32 | UInt64(length) << 26 | UInt64(profile))
    }

    /// Takes in the entries of another table.
    package mutating func append(_ other: EntryTable) {
        let translation = other.profiles.map { number(of: $0) }
        let profileMask = UInt64(Self.maximumProfiles - 1)
        if profiles.count == 1 {
            v4 += other.v4
        } else {
            v4 += other.v4.map { $0 & ~profileMask | UInt64(translation[Int($0 & profileMask)]) }
        }
        v6 += other.v6.map { V6Entry(address: $0.address, length: $0.length, profile: translation[Int($0.profile)]) }
    }

    /// The entries, those of IPv4 first, each version in the order in which they came.
    package var entries: [WatchlistEntry] {
        v4.map { packed in
            let address = IPAddress.v4(IPv4Address(rawValue: UInt32(packed >> 32)))
            return entry(
                address, length: Int(packed >> 26 & 63), profile: Int(packed & UInt64(Self.maximumProfiles - 1)))
        } + v6.map { entry(.v6(IPv6Address(rawValue: $0.address)), length: Int($0.length), profile: Int($0.profile)) }
    }

    private func entry(_ address: IPAddress, length: Int, profile: Int) -> WatchlistEntry {
        WatchlistEntry(prefix: IPPrefix(address, length: length) ?? IPPrefix(address), profile: profiles[profile])
    }
}
