/// What the first byte of a frame begins, as capture files number it (the registry of LINKTYPE_ values at tcpdump.org).
package struct LinkType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package static let null = Self(rawValue: 0)
    package static let ethernet = Self(rawValue: 1)
    package static let ppp = Self(rawValue: 9)
    /// DLT_RAW of most systems, written raw by some tools.
    package static let rawDLT12 = Self(rawValue: 12)
    /// DLT_RAW of OpenBSD, written raw by some tools.
    package static let rawDLT14 = Self(rawValue: 14)
    package static let pppHDLC = Self(rawValue: 50)
    package static let pppEther = Self(rawValue: 51)
    package static let raw = Self(rawValue: 101)
    package static let ciscoHDLC = Self(rawValue: 104)
    package static let ieee80211 = Self(rawValue: 105)
    package static let loop = Self(rawValue: 108)
    package static let linuxSLL = Self(rawValue: 113)
    package static let prism = Self(rawValue: 119)
    package static let radiotap = Self(rawValue: 127)
    package static let ieee80211AVS = Self(rawValue: 163)
    package static let pppPPPD = Self(rawValue: 166)
    package static let ppi = Self(rawValue: 192)
    package static let pppWithDirection = Self(rawValue: 204)
    package static let ipv4 = Self(rawValue: 228)
    package static let ipv6 = Self(rawValue: 229)
    package static let linuxSLL2 = Self(rawValue: 276)
}
