/// What begins where a header ends: the one vocabulary in which headers name their successors.
enum NextHeader: Equatable {
    case ethernet
    case etherType(UInt16)
    case llc
    case ppp
    case pppoe
    case mpls
    case ieee80211(paddedTo32Bits: Bool)
    case linkType(UInt16)
    /// IPv4 or IPv6, told by the version.
    case ip
    case ipv4
    case ipv6
    case erspan(EncapsulatedSpan)

    /// The forms of ERSPAN (draft-foschiano-erspan).
    enum EncapsulatedSpan: Equatable {
        case two
        case three
    }
}
