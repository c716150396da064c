/// The protocol numbers of Ethernet (IEEE 802 numbers at IANA), shared by many link headers.
enum EtherType {
    static let ipv4: UInt16 = 0x0800
    static let ipv6: UInt16 = 0x86DD
    /// An Ethernet frame inside something else ("transparent Ethernet bridging").
    static let ethernet: UInt16 = 0x6558
    static let ppp: UInt16 = 0x880B
    static let pppoeSession: UInt16 = 0x8864
    static let mplsUnicast: UInt16 = 0x8847
    static let mplsMulticast: UInt16 = 0x8848
    static let erspanOneAndTwo: UInt16 = 0x88BE
    static let erspanThree: UInt16 = 0x22EB
    /// IEEE 802.1Q, 802.1ad, and the numbers used for QinQ before there was a standard.
    static let vlanTags: [UInt16] = [0x8100, 0x88A8, 0x9100, 0x9200, 0x9300]
    /// From here on the field is a type, below it a length (IEEE 802.3 section 3.2.6).
    static let minimum: UInt16 = 0x0600

    /// What follows a field that holds `number`.
    static func next(
        _ frame: Span<UInt8>, _ window: inout Window, number: UInt16
    ) throws(DecodingError) -> NextHeader {
        switch number {
        case ipv4: return .ipv4
        case ipv6: return .ipv6
        case mplsUnicast, mplsMulticast: return .mpls
        case pppoeSession: return .pppoe
        case ethernet: return .ethernet
        case _ where vlanTags.contains(number): return try VLANTag.next(frame, &window)
        default: throw DecodingError(.etherType, at: window.start, .unsupported(number: UInt32(number)))
        }
    }

    /// What follows a field that is a type or, below `minimum`, the length of an LLC frame.
    static func typeOrLength(_ field: UInt16, _ window: inout Window) -> NextHeader {
        guard field < minimum else { return .etherType(field) }
        window.tighten(Int(field))
        return .llc
    }

    /// The names of what a network is full of and a census passes over.
    static func name(_ number: UInt16) -> String? {
        switch number {
        case 0x0806: "arp"
        case 0x2000: "cdp"
        case 0x8035: "rarp"
        case 0x809B: "appletalk"
        case 0x80F3: "aarp"
        case 0x8137: "ipx"
        case 0x8809: "slow_protocols"
        case 0x8863: "pppoe_discovery"
        case 0x888E: "eapol"
        case 0x8892: "profinet"
        case 0x88CC: "lldp"
        case 0x88E5: "macsec"
        case 0x88E7: "pbb"
        case 0x88F7: "ptp"
        case 0x8902: "cfm"
        case 0x894F: "nsh"
        case 0x9000: "loopback"
        default: nil
        }
    }
}
