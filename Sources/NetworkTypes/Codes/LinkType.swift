/// What the first byte of a frame begins, as capture files number it (the registry of LINKTYPE_ values at tcpdump.org).
public struct LinkType: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16

    @inlinable @inline(__always)
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    @inlinable @inline(__always) public static var null: Self { Self(rawValue: 0) }
    @inlinable @inline(__always) public static var ethernet: Self { Self(rawValue: 1) }
    @inlinable @inline(__always) public static var ppp: Self { Self(rawValue: 9) }
    /// DLT_RAW of most systems, written raw by some tools.
    @inlinable @inline(__always) public static var rawDLT12: Self { Self(rawValue: 12) }
    /// DLT_RAW of OpenBSD, written raw by some tools.
    @inlinable @inline(__always) public static var rawDLT14: Self { Self(rawValue: 14) }
    @inlinable @inline(__always) public static var pppHDLC: Self { Self(rawValue: 50) }
    @inlinable @inline(__always) public static var pppEther: Self { Self(rawValue: 51) }
    @inlinable @inline(__always) public static var raw: Self { Self(rawValue: 101) }
    @inlinable @inline(__always) public static var ciscoHDLC: Self { Self(rawValue: 104) }
    @inlinable @inline(__always) public static var ieee80211: Self { Self(rawValue: 105) }
    @inlinable @inline(__always) public static var loop: Self { Self(rawValue: 108) }
    @inlinable @inline(__always) public static var linuxSLL: Self { Self(rawValue: 113) }
    @inlinable @inline(__always) public static var prism: Self { Self(rawValue: 119) }
    @inlinable @inline(__always) public static var radiotap: Self { Self(rawValue: 127) }
    @inlinable @inline(__always) public static var ieee80211AVS: Self { Self(rawValue: 163) }
    @inlinable @inline(__always) public static var pppPPPD: Self { Self(rawValue: 166) }
    @inlinable @inline(__always) public static var ppi: Self { Self(rawValue: 192) }
    @inlinable @inline(__always) public static var pppWithDirection: Self { Self(rawValue: 204) }
    @inlinable @inline(__always) public static var ipv4: Self { Self(rawValue: 228) }
    @inlinable @inline(__always) public static var ipv6: Self { Self(rawValue: 229) }
    @inlinable @inline(__always) public static var linuxSLL2: Self { Self(rawValue: 276) }
}
