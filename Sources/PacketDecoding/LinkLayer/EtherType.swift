/// The protocol numbers of Ethernet (IEEE 802 numbers at IANA), shared by many link headers.
enum EtherType {
    static let ipv4: UInt16 = 0x0800
    static let ipv6: UInt16 = 0x86DD
    /// From here on the field is a type, below it a length (IEEE 802.3 section 3.2.6).
    static let minimum: UInt16 = 0x0600

    /// What follows a field that holds `number`.
    ///
    /// - Parameter offset: where what follows begins.
    static func next(_ number: UInt16, at offset: Int) throws(DecodingError) -> NextHeader {
        if let next = header(number) { return next }
        if let kind = nonIPKind(number) { throw DecodingError(.etherType, at: offset, .notIP(kind)) }
        throw DecodingError(.etherType, at: offset, .unsupported(number: UInt32(number)))
    }

    /// What follows a field that is a type or, below `minimum`, the length of an LLC frame.
    static func typeOrLength(_ field: UInt16, _ window: inout Window) -> NextHeader {
        guard field < minimum else { return .etherType(field) }
        window.tighten(Int(field))
        return .llc
    }

    /// Whether the decoder knows what a frame of this type holds.
    static func isKnown(_ number: UInt16) -> Bool { header(number) != nil || nonIPKind(number) != nil }

    /// The header that a number stands for; `nil` for one that leads to no IP, or is not followed.
    static func header(_ number: UInt16) -> NextHeader? {
        switch number {
        case ipv4: .ipv4
        case ipv6: .ipv6
        // IEEE 802.1Q, 802.1ad, and the numbers used for QinQ before there was a standard.
        case 0x8100, 0x88A8, 0x9100, 0x9200, 0x9300: .vlan
        case 0x8847, 0x8848: .mpls
        case 0x8864: .pppoe
        // "Transparent Ethernet bridging": a frame inside something else.
        case 0x6558: .ethernet
        case 0x880B: .ppp
        case 0x8926: .tag(.vnTag)
        case 0x893F: .tag(.eTag)
        case 0xDADA: .tag(.extendedDSA)
        case 0x892F: .tag(.hsr)
        case 0xF1C1: .tag(.redundancy)
        case 0x88B5: .tag(.time)
        case 0x8909: .ciscoMetadata
        case 0x88E5: .macsec
        case 0x88E7: .pbb
        case 0x8903: .fabricPath
        case 0x22F3: .trill
        case 0x894F: .nsh
        default: nil
        }
    }

    /// What a network is full of and a census passes over.
    static func nonIPKind(_ number: UInt16) -> NonIPKind? {
        switch number {
        case 0x0806: .arp
        case 0x8035: .rarp
        case 0x88CC: .lldp
        case 0x888E, 0x88C7: .eapol
        case 0x8809: .slowProtocols
        case 0x2000, 0x2003, 0x2004, 0x010B, 0x0111, 0x0104: .cisco
        case 0x8863: .pppoeDiscovery
        case 0x809B, 0x80F3: .appleTalk
        case 0x8137, 0x8138: .ipx
        case 0x6000...0x6007: .decnet
        case 0x00FE: .osi
        case 0x0060, 0x9000: .loopback
        case 0x88F7: .ptp
        case 0x8902: .cfm
        case 0x8906, 0x8914: .fibreChannel
        case 0x8915: .roce
        case 0x88A2: .storage
        case 0x0842: .wakeOnLAN
        case 0x8892, 0x88A4, 0x88AB, 0x88B8...0x88BA, 0x88CD, 0x88E1, 0x887B, 0x891D: .industrial
        case 0x22EA, 0x22F0, 0x22F4, 0x88E3, 0x88F5, 0x88F6, 0x88FB, 0x8890...0x8891, 0x8893: .bridging
        default: nil
        }
    }
}
