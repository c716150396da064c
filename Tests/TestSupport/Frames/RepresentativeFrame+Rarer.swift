import NetworkTypes
import TrafficSimulation

extension RepresentativeFrame {
    private static let (v4, v6) = (Specimen.ipv4, Specimen.ipv6)
    private static let (ethernet, snap) = (FrameBuilder.ethernet(ip: v4), FrameBuilder.snap(ip: v4))

    static let rarerLinks: [Self] = [
        Self("NFLOG", .nflog, FrameBuilder.nflog(v4)),
        Self("NFLOG big-endian", .nflog, FrameBuilder.nflog(littleEndian: false, v6), carries: v6),
        Self("PKTAP", .pktap, FrameBuilder.pktap(linkType: 1, ethernet)),
        Self("PKTAP raw", .pktap, FrameBuilder.pktap(linkType: 12, v6), carries: v6),
        Self("PFLOG", .pflog, FrameBuilder.pflog(v4)),
        Self("ENC", .enc, [2, 0, 0, 0] + [UInt8](repeating: 0, count: 8) + v4),
        Self("IPNET", .ipnet, [1, 26] + [UInt8](repeating: 0, count: 22) + v6, carries: v6),
        Self("SLIP", .slip, FrameBuilder.slip(v4)),
        Self("ARCNET", .arcnet, [1, 2, 212, 0, 0, 1] + v4),
        Self("ARCNET old", .arcnet, [1, 2, 240] + v4),
        Self("ARCNET Linux", .arcnetLinux, [1, 2, 0, 0, 196, 0, 0, 1] + v6, carries: v6),
        Self("ARCNET exception", .arcnet, [1, 2, 212, 0xFF, 0xFF, 0xFF, 212, 0, 0, 1] + v4),
        Self("Frame Relay", .frameRelay, FrameBuilder.frameRelay([0x03, 0xCC] + v4)),
        Self(
            "Frame Relay SNAP", .frameRelay, FrameBuilder.frameRelay([0x03, 0x00, 0x80, 0, 0, 0, 0x86, 0xDD] + v6),
            carries: v6),
        Self("Frame Relay Cisco", .frameRelay, FrameBuilder.frameRelay([0x08, 0x00] + v4)),
        Self(
            "Frame Relay with direction", .frameRelayWithDirection,
            [1] + FrameBuilder.frameRelay(addressLength: 4, [0x03, 0x8E] + v6), carries: v6),
        Self("C-HDLC with direction", .ciscoHDLCWithDirection, [0] + FrameBuilder.ciscoHDLC(type: 0x0800, v4)),
        Self("ATM RFC 1483", .atmRFC1483, snap),
        Self(
            "ATM bridged", .atmRFC1483, FrameBuilder.snap(organisation: [0, 0x80, 0xC2], type: 7, [0, 0] + ethernet)),
        Self("ATM routed NLPID", .atmRFC1483, [0xFE, 0xFE, 0x03, 0xCC] + v4),
        Self("SunATM", .sunATM, [0x82, 0, 0, 100] + snap),
        Self("SunATM LANE", .sunATM, [0x01, 0, 0, 100, 0, 9] + ethernet),
        Self("Token Ring", .tokenRing, [0x10, 0x40] + [UInt8](repeating: 2, count: 12) + snap),
        Self(
            "Token Ring with a route", .tokenRing,
            [0x10, 0x40] + [UInt8](repeating: 2, count: 6) + [0x82, 2, 2, 2, 2, 2, 0x06, 0x30, 0, 1, 0, 2] + snap),
        Self("FDDI", .fddi, [0x50] + [UInt8](repeating: 2, count: 12) + snap),
        Self("IP over Fibre Channel", .ipOverFibreChannel, [UInt8](repeating: 2, count: 16) + snap),
        Self("FireWire", .fireWire, [UInt8](repeating: 2, count: 16) + [0x08, 0x00] + v4),
        Self("InfiniBand", .ipOverInfiniBand, [UInt8](repeating: 2, count: 40) + [0x86, 0xDD, 0, 0] + v6, carries: v6),
        Self("MPLS link", .mpls, FrameBuilder.mpls(labels: 2, v4)),
        Self("ERF Ethernet", .erf, FrameBuilder.erf(type: 2, extensions: 2, [0, 0] + ethernet)),
        Self("ERF PPP", .erf, FrameBuilder.erf(type: 15, [0xFF, 0x03, 0x00, 0x21] + v4)),
        Self("ERF PPP of channels", .erf, FrameBuilder.erf(type: 17, [0, 0, 0, 7, 0xFF, 0x03, 0x00, 0x21] + v4)),
        Self("ERF IPv6", .erf, FrameBuilder.erf(type: 23, v6), carries: v6),
        Self("netANALYZER", .netAnalyzer, [0, 0, 0, 0] + ethernet),
        Self("netANALYZER transparent", .netAnalyzerTransparent, [UInt8](repeating: 0x55, count: 12) + ethernet),
        Self("DSA Broadcom", .dsaTagBroadcom, ethernet.inserting([0x20, 0, 0, 3], at: 12)),
        Self("DSA Broadcom prepended", .dsaTagBroadcomPrepended, [0x20, 0, 0, 3] + ethernet),
        Self("DSA Marvell", .dsaTagDSA, ethernet.inserting([0x80, 0x18, 0, 0], at: 12)),
        Self("EDSA Marvell", .dsaTagEDSA, ethernet.inserting([0xDA, 0xDA, 0, 0, 0x80, 0x18, 0, 0], at: 12)),
        Self(
            "Juniper Ethernet", .juniperEther,
            FrameBuilder.juniper(flags: 0x81, extensions: [1, 2, 3, 4, 5, 6], ethernet)),
        Self("Juniper PPP", .juniperPPP, FrameBuilder.juniper([0xFF, 0x03] + FrameBuilder.ppp(0x0021, v4))),
        Self("Juniper C-HDLC", .juniperCHDLC, FrameBuilder.juniper(FrameBuilder.ciscoHDLC(type: 0x0800, v4))),
        Self(
            "Juniper Frame Relay", .juniperFrameRelay, FrameBuilder.juniper(FrameBuilder.frameRelay([0x03, 0xCC] + v4))),
        Self("Juniper ATM1", .juniperATM1, FrameBuilder.juniper([0, 0, 1, 0] + snap)),
        Self("Juniper ATM2", .juniperATM2, FrameBuilder.juniper([0, 0, 1, 0, 0, 0, 0, 0, 0x03, 0xCC] + v4)),
        Self(
            "Juniper without link header", LinkType(rawValue: 194),
            FrameBuilder.juniper(flags: 0x03, [0, 0, 0, 2] + v4)),
    ]

    static let rarerTags: [Self] = [
        ("VN-Tag", 0x8926, FrameBuilder.tag([0, 1, 0, 2], type: 0x0800, v4)),
        ("E-Tag", 0x893F, FrameBuilder.tag([0, 1, 0, 2, 0, 0], type: 0x0800, v4)),
        ("EDSA tag", 0xDADA, FrameBuilder.tag([0, 0, 0xC0, 0x18, 0, 0], type: 0x0800, v4)),
        ("HSR", 0x892F, FrameBuilder.tag([0, 60, 0, 1], type: 0x0800, v4)),
        ("R-TAG", 0xF1C1, FrameBuilder.tag([0, 0, 0, 1], type: 0x0800, v4)),
        ("TTag", 0x88B5, FrameBuilder.tag([0, 1, 2, 3, 4, 5], type: 0x0800, v4)),
        ("Cisco metadata", 0x8909, FrameBuilder.ciscoMetadata(type: 0x0800, v4)),
        ("MACsec", 0x88E5, FrameBuilder.macsec(flags: 0x20, type: 0x0800, v4)),
        ("PBB", 0x88E7, [0, 0, 0, 42] + ethernet),
        ("FabricPath", 0x8903, [0, 0x60] + ethernet),
        ("TRILL", 0x22F3, FrameBuilder.trill(optionWords: 1, ethernet)),
        ("NSH", 0x894F, FrameBuilder.nsh(next: 1, v4)),
        ("pseudowire without a control word", 0x8847, FrameBuilder.mpls(labels: 1, ethernet.setting(0, to: 0x00))),
        (
            "pseudowire of a station that looks like IPv4", 0x8847,
            FrameBuilder.mpls(labels: 1, ethernet.setting(0, to: 0x4C))
        ),
    ].map { Self($0.0, FrameBuilder.ethernet(type: UInt16($0.1), $0.2)) }

    static let rarerTunnels: [Self] =
        [
            ("VXLAN of Linux", Gateway.udp(to: 8_472, FrameBuilder.vxlan(ethernet))),
            ("VXLAN-GPE", Gateway.udp(to: 4_790, FrameBuilder.vxlanGPE(next: 1, v4))),
            ("GTP version 0", Gateway.udp(to: 3_386, FrameBuilder.gtp0(v4))),
            ("L2TP", Gateway.udp(to: 1_701, FrameBuilder.l2tp(flags: 0x4A02, v4))),
            ("L2TPv3", Gateway.ipv4(.l2tp, [0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8] + ethernet)),
            (
                "CAPWAP",
                Gateway.udp(to: 5_247, FrameBuilder.capwap(flags: 0x100, words: 4, FrameBuilder.ieee80211(snap)))
            ),
            ("TZSP", Gateway.udp(to: 37_008, FrameBuilder.tzsp(ethernet))),
            ("GUE", Gateway.udp(to: 6_080, FrameBuilder.gue(protocol: 4, words: 1, v4))),
            ("GUE version 1", Gateway.udp(to: 6_080, v4)),
            ("LISP", Gateway.udp(to: 4_341, [UInt8](repeating: 0x80, count: 8) + v4)),
            ("GRE in UDP", Gateway.udp(to: 4_754, FrameBuilder.gre(v4))),
            ("MPLS in UDP", Gateway.udp(to: 6_635, FrameBuilder.mpls(v4))),
            ("MPLS in IP", Gateway.ipv4(TransportProtocol(rawValue: 137), FrameBuilder.mpls(v4))),
            ("EtherIP", Gateway.ipv4(.etherIP, [0x30, 0] + ethernet)),
            ("PIM Register", Gateway.ipv4(.pim, FrameBuilder.pimRegister(v4))),
            ("Aruba GRE", Gateway.ipv4(.gre, FrameBuilder.gre(flags: 0, type: 0x8200, FrameBuilder.ieee80211(snap)))),
            ("WCCP", Gateway.ipv4(.gre, FrameBuilder.gre(flags: 0, type: 0x883E, [0x80, 1, 0, 0] + v4))),
            (
                "EoIP",
                Gateway.ipv4(.gre, FrameBuilder.gre(flags: 0x2001, type: 0x6400, fields: [0, 59, 1, 0], ethernet))
            ),
            ("SRv6 Ethernet", Gateway.ipv4(TransportProtocol(rawValue: 143), ethernet)),
        ].map { Self($0.0, FrameBuilder.ethernet(ip: $0.1)) } + [
            Self("AYIYA", FrameBuilder.ethernet(ip: Gateway.udp(to: 5_072, FrameBuilder.ayiya(v6))), carries: v6)
        ]
}

extension [UInt8] {
    /// The same bytes with others in between.
    fileprivate func inserting(_ bytes: [UInt8], at offset: Int) -> [UInt8] {
        Array(self[..<offset]) + bytes + Array(self[offset...])
    }
}
