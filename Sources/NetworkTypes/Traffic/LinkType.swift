/// What the first byte of a frame begins, as capture files number it (the registry of LINKTYPE_ values at tcpdump.org).
package struct LinkType: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt16

    @inlinable
    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    @inlinable package static var null: Self { Self(rawValue: 0) }
    @inlinable package static var ethernet: Self { Self(rawValue: 1) }
    @inlinable package static var ppp: Self { Self(rawValue: 9) }
    /// DLT_RAW of most systems, written raw by some tools.
    @inlinable package static var rawDLT12: Self { Self(rawValue: 12) }
    /// DLT_RAW of OpenBSD, written raw by some tools.
    @inlinable package static var rawDLT14: Self { Self(rawValue: 14) }
    @inlinable package static var pppHDLC: Self { Self(rawValue: 50) }
    @inlinable package static var pppEther: Self { Self(rawValue: 51) }
    @inlinable package static var raw: Self { Self(rawValue: 101) }
    @inlinable package static var ciscoHDLC: Self { Self(rawValue: 104) }
    @inlinable package static var ieee80211: Self { Self(rawValue: 105) }
    @inlinable package static var loop: Self { Self(rawValue: 108) }
    @inlinable package static var linuxSLL: Self { Self(rawValue: 113) }
    @inlinable package static var prism: Self { Self(rawValue: 119) }
    @inlinable package static var radiotap: Self { Self(rawValue: 127) }
    @inlinable package static var ieee80211AVS: Self { Self(rawValue: 163) }
    @inlinable package static var pppPPPD: Self { Self(rawValue: 166) }
    @inlinable package static var ppi: Self { Self(rawValue: 192) }
    @inlinable package static var pppWithDirection: Self { Self(rawValue: 204) }
    @inlinable package static var ipv4: Self { Self(rawValue: 228) }
    @inlinable package static var ipv6: Self { Self(rawValue: 229) }
    @inlinable package static var linuxSLL2: Self { Self(rawValue: 276) }
}
