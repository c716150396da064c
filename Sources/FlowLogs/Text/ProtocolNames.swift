import NetworkTypes

/// Names that logs have for protocols beside those that people use: of /etc/protocols, which argus and Suricata take.
enum ProtocolNames {
    private static let numbers: [String: UInt8] = [
        "hopopt": 0, "ipencap": 4, "ip-encap": 4, "ipv4": 4, "egp": 8, "igp": 9, "ipv6-route": 43, "ipv6-frag": 44,
        "rsvp": 46, "ipv6-nonxt": 59, "ipv6-opts": 60, "eigrp": 88, "ospfigp": 89, "ospfig": 89, "etherip": 97,
        "ipcomp": 108, "l2tp": 115, "isis": 124, "mobility-header": 135, "udp-lite": 136, "mpls-in-ip": 137,
    ]

    /// The protocol of a name, in letters of either case, or of a number from 0 to 255.
    static func transport(_ text: String) -> TransportProtocol? {
        TransportProtocol(parsing: text) ?? numbers[text.lowercased()].map(TransportProtocol.init(rawValue:))
    }
}
