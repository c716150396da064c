/// What begins where a header ends: the one vocabulary in which headers name their successors.
enum NextHeader: Equatable {
    case linkType(UInt16)
    case ethernet
    case etherType(UInt16)
    case llc
    case ppp
    /// PPP behind its framing on serial lines.
    case pppFraming
    case pppoe
    case frameRelay
    case ieee80211(IEEE80211Header.Form)
    /// A packet of an 802.11 aggregate.
    case ieee80211Subframe(inMesh: Bool)
    case vlan
    /// A tag of fixed length that ends in an EtherType.
    case tag(FixedLengthTag)
    case ciscoMetadata
    case macsec
    case pbb
    case fabricPath
    case trill
    case nsh
    case mpls
    /// IPv4 or IPv6, told by the version.
    case ip
    case ipv4
    case ipv6
    case gre
    case wccp
    case erspan(ERSPANHeader.Form)
    case etherIP
}
