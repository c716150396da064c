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

// MARK: - Rarer ones

extension LinkType {
    @inlinable @inline(__always) public static var tokenRing: Self { Self(rawValue: 6) }
    @inlinable @inline(__always) public static var arcnet: Self { Self(rawValue: 7) }
    @inlinable @inline(__always) public static var slip: Self { Self(rawValue: 8) }
    @inlinable @inline(__always) public static var fddi: Self { Self(rawValue: 10) }
    @inlinable @inline(__always) public static var atmRFC1483: Self { Self(rawValue: 100) }
    @inlinable @inline(__always) public static var frameRelay: Self { Self(rawValue: 107) }
    @inlinable @inline(__always) public static var enc: Self { Self(rawValue: 109) }
    @inlinable @inline(__always) public static var pflog: Self { Self(rawValue: 117) }
    @inlinable @inline(__always) public static var ipOverFibreChannel: Self { Self(rawValue: 122) }
    @inlinable @inline(__always) public static var sunATM: Self { Self(rawValue: 123) }
    @inlinable @inline(__always) public static var arcnetLinux: Self { Self(rawValue: 129) }
    @inlinable @inline(__always) public static var juniperATM2: Self { Self(rawValue: 135) }
    @inlinable @inline(__always) public static var juniperATM1: Self { Self(rawValue: 137) }
    @inlinable @inline(__always) public static var fireWire: Self { Self(rawValue: 138) }
    @inlinable @inline(__always) public static var juniperEther: Self { Self(rawValue: 178) }
    @inlinable @inline(__always) public static var juniperPPP: Self { Self(rawValue: 179) }
    @inlinable @inline(__always) public static var juniperFrameRelay: Self { Self(rawValue: 180) }
    @inlinable @inline(__always) public static var juniperCHDLC: Self { Self(rawValue: 181) }
    @inlinable @inline(__always) public static var erf: Self { Self(rawValue: 197) }
    @inlinable @inline(__always) public static var ciscoHDLCWithDirection: Self { Self(rawValue: 205) }
    @inlinable @inline(__always) public static var frameRelayWithDirection: Self { Self(rawValue: 206) }
    @inlinable @inline(__always) public static var mpls: Self { Self(rawValue: 219) }
    @inlinable @inline(__always) public static var ipnet: Self { Self(rawValue: 226) }
    @inlinable @inline(__always) public static var nflog: Self { Self(rawValue: 239) }
    @inlinable @inline(__always) public static var netAnalyzer: Self { Self(rawValue: 240) }
    @inlinable @inline(__always) public static var netAnalyzerTransparent: Self { Self(rawValue: 241) }
    @inlinable @inline(__always) public static var ipOverInfiniBand: Self { Self(rawValue: 242) }
    @inlinable @inline(__always) public static var pktap: Self { Self(rawValue: 258) }
    @inlinable @inline(__always) public static var dsaTagBroadcom: Self { Self(rawValue: 281) }
    @inlinable @inline(__always) public static var dsaTagBroadcomPrepended: Self { Self(rawValue: 282) }
    @inlinable @inline(__always) public static var dsaTagDSA: Self { Self(rawValue: 284) }
    @inlinable @inline(__always) public static var dsaTagEDSA: Self { Self(rawValue: 285) }

    /// Whether Juniper's routers write frames of this type.
    public var isJuniper: Bool {
        switch rawValue {
        case 130...137, 164, 167, 168, 174, 178...181, 183, 194, 200, 232...234, 238: true
        default: false
        }
    }
}
