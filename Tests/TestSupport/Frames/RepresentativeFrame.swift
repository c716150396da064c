package import NetworkTypes
import TrafficSimulation

/// A frame of one kind, and the IP packet around which it was built.
package struct RepresentativeFrame: Sendable {
    package let name: String
    package let linkType: LinkType
    package let bytes: [UInt8]
    package let packet: [UInt8]

    package init(_ name: String, _ bytes: [UInt8], carries packet: [UInt8] = Specimen.ipv4) {
        self.init(name, .ethernet, bytes, carries: packet)
    }

    package init(_ name: String, _ linkType: LinkType, _ bytes: [UInt8], carries packet: [UInt8] = Specimen.ipv4) {
        self.name = name
        self.linkType = linkType
        self.bytes = bytes
        self.packet = packet
    }

    package static let all =
        plain + serial + wireless + rarerLinks + tagged + rarerTags + tunnelled + rarerTunnels + transports
}

extension RepresentativeFrame {
    private static let (v4, v6) = (Specimen.ipv4, Specimen.ipv6)

    private static let plain: [Self] = [
        Self("Ethernet IPv4", FrameBuilder.ethernet(ip: v4)),
        Self("Ethernet IPv6", FrameBuilder.ethernet(ip: v6), carries: v6),
        Self("Ethernet 0x6558", FrameBuilder.ethernet(type: 0x6558, FrameBuilder.ethernet(ip: v4))),
        Self("LLC SNAP", FrameBuilder.ethernet(llc: FrameBuilder.snap(ip: v6)), carries: v6),
        Self("LLC IP", FrameBuilder.ethernet(llc: [0x06, 0x06, 0x03] + v4)),
        Self("raw IPv4", .raw, v4), Self("raw IPv6", .raw, v6, carries: v6),
        Self("raw 12", .rawDLT12, v4), Self("raw 14", .rawDLT14, v6, carries: v6),
        Self("IPv4 228", .ipv4, v4), Self("IPv6 229", .ipv6, v6, carries: v6),
        Self("null", .null, FrameBuilder.null(family: 2, littleEndian: true, v4)),
        Self("loop", .loop, FrameBuilder.null(family: 24, littleEndian: false, v6), carries: v6),
        Self("SLL", .linuxSLL, FrameBuilder.linuxSLL(protocol: 0x0800, v4)),
        Self("SLL LLC", .linuxSLL, FrameBuilder.linuxSLL(protocol: 4, FrameBuilder.snap(ip: v4))),
        Self("SLL2", .linuxSLL2, FrameBuilder.linuxSLL2(protocol: 0x86DD, v6), carries: v6),
    ]

    private static let serial: [Self] = [
        Self("PPP framed", .ppp, [0xFF, 0x03] + FrameBuilder.ppp(0x0021, v4)),
        Self("PPP bare", .ppp, FrameBuilder.ppp(0x0057, v6), carries: v6),
        Self("PPP compressed", .ppp, [0xFF, 0x03, 0x21] + v4),
        Self("PPP bare and compressed", .ppp, [0x57] + v6, carries: v6),
        Self("PPP Cisco", .ppp, FrameBuilder.ciscoHDLC(type: 0x0800, v4)),
        Self("PPP HDLC", .pppHDLC, [0xFF, 0x03] + FrameBuilder.ppp(0x0057, v6), carries: v6),
        Self("PPP with direction, framed", .pppWithDirection, [0x01, 0xFF, 0x03] + FrameBuilder.ppp(0x0021, v4)),
        Self("PPP with direction, bare", .pppWithDirection, [0x00] + FrameBuilder.ppp(0x0021, v4)),
        Self("PPP with direction, compressed", .pppWithDirection, [0x00, 0x21] + v4),
        Self("PPP PPPD", .pppPPPD, [0x00, 0x03] + FrameBuilder.ppp(0x0021, v4)),
        Self("C-HDLC", .ciscoHDLC, FrameBuilder.ciscoHDLC(address: 0x8F, type: 0x86DD, v6), carries: v6),
        Self("PPPoE link type", .pppEther, FrameBuilder.pppoe(FrameBuilder.ppp(0x0021, v4))),
    ]

    private static let wireless: [Self] = [
        Self("802.11", .ieee80211, FrameBuilder.ieee80211(FrameBuilder.snap(ip: v4))),
        Self(
            "802.11 with everything", .ieee80211,
            FrameBuilder.ieee80211(
                WirelessOptions(hasFourthAddress: true, qos: [0, 0], hasHTControl: true), FrameBuilder.snap(ip: v6)),
            carries: v6),
        Self(
            "802.11 aggregate", .ieee80211,
            FrameBuilder.ieee80211(WirelessOptions(qos: [0x80, 0]), FrameBuilder.subframe(FrameBuilder.snap(ip: v4)))),
        Self("radiotap", .radiotap, FrameBuilder.radiotap(FrameBuilder.ieee80211(FrameBuilder.snap(ip: v4)))),
        Self("Prism", .prism, FrameBuilder.prism(FrameBuilder.ieee80211(FrameBuilder.snap(ip: v4)))),
        Self("AVS", .ieee80211AVS, FrameBuilder.avs(FrameBuilder.ieee80211(FrameBuilder.snap(ip: v4)))),
        Self("PPI", .ppi, FrameBuilder.ppi(linkType: 105, FrameBuilder.ieee80211(FrameBuilder.snap(ip: v4)))),
    ]

    private static let tagged: [Self] = [
        Self("VLAN", FrameBuilder.ethernet(type: 0x8100, FrameBuilder.vlan(7, type: 0x0800, v4))),
        Self(
            "QinQ",
            FrameBuilder.ethernet(
                type: 0x88A8, FrameBuilder.vlan(7, type: 0x8100, FrameBuilder.vlan(8, type: 0x86DD, v6))),
            carries: v6),
        Self("MPLS", FrameBuilder.ethernet(type: 0x8847, FrameBuilder.mpls(labels: 3, v4))),
        Self(
            "pseudowire",
            FrameBuilder.ethernet(
                type: 0x8847, FrameBuilder.mpls(labels: 2, FrameBuilder.pseudowire(FrameBuilder.ethernet(ip: v6)))),
            carries: v6),
        Self(
            "PPPoE", FrameBuilder.ethernet(type: 0x8864, FrameBuilder.pppoe(FrameBuilder.ppp(0x0057, v6))), carries: v6),
    ]

    private static let tunnelled: [Self] = {
        let ethernet = FrameBuilder.ethernet(ip: v4)
        let outer: [(String, [UInt8])] = [
            ("IP in IP", Gateway.ipv4(.ipInIP, v4)),
            ("GRE", Gateway.ipv4(.gre, FrameBuilder.gre(v4))),
            ("ERSPAN I", Gateway.ipv4(.gre, FrameBuilder.erspanOne(ethernet))),
            ("ERSPAN II", Gateway.ipv4(.gre, FrameBuilder.erspanTwo(ethernet))),
            ("ERSPAN III", Gateway.ipv4(.gre, FrameBuilder.erspanThree(hasSubheader: true, ethernet))),
            ("VXLAN", Gateway.udp(to: 4_789, FrameBuilder.vxlan(ethernet))),
            ("GENEVE", Gateway.udp(to: 6_081, FrameBuilder.geneve(optionWords: 2, type: 0x6558, ethernet))),
            ("GTP-U", Gateway.udp(to: 2_152, FrameBuilder.gtpu(flags: 0x32, optional: [0, 1, 0, 0], v4))),
        ]
        let sixes: [(String, [UInt8])] = [
            ("6in4", Gateway.ipv4(.ipv6InIP, v6)),
            ("Teredo", Gateway.udp(to: 3_544, FrameBuilder.teredoAuthentication + FrameBuilder.teredoOrigin + v6)),
        ]
        return outer.map { Self($0.0, FrameBuilder.ethernet(ip: $0.1)) }
            + sixes.map { Self($0.0, FrameBuilder.ethernet(ip: $0.1), carries: v6) }
    }()

    private static let transports: [Self] = [
        ("UDP", Specimen.ipv4(.udp, FrameBuilder.udp(from: 1_024, to: 53, [1, 2, 3]))),
        (
            "SCTP",
            Specimen.ipv4(.sctp, FrameBuilder.sctp(FrameBuilder.dataChunk([1, 2, 3]), FrameBuilder.dataChunk([4])))
        ),
        ("DCCP", Specimen.ipv4(.dccp, FrameBuilder.dccp(type: 2, [1, 2, 3]))),
        ("ICMP", Specimen.ipv4(.icmp, FrameBuilder.icmp(type: 3, v4))),
        ("ICMPv6", Specimen.ipv6(.icmpv6, FrameBuilder.icmp(type: 1, v6))),
        ("IPv6 extensions", FrameBuilder.ipv6(ExtensionHeader.allCases, .tcp, Specimen.segment)),
    ].map { Self($0.0, FrameBuilder.ethernet(ip: $0.1), carries: $0.1) }
}
