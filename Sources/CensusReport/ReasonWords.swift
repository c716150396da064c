/// What coverage counts by name, in words for whoever does not read our code: `near_miss_other_port` is `listed address, but
/// another port than its entry's`. JSON and `store info` keep the names.
package enum ReasonWords {
    package static func words(_ name: String) -> String {
        if let words = known[name] { return words }
        let parts = name.split(separator: "_").map(String.init)
        if parts.count > 1, let number = parts.last, number.hasPrefix("0x") {
            return "\(parts.dropLast().map(header).joined(separator: " ")) \(number)"
        }
        if parts.count > 1, parts.last == "cut" {
            return "\(parts.dropLast().map(header).joined(separator: " ")) cut off"
        }
        return parts.map(header).joined(separator: " ")
    }

    private static let known = [
        "arp": "ARP",
        "esp": "encrypted (ESP)",
        "near_miss_other_port": "listed address, another port than its entry's",
        "near_miss_outside_dates": "listed address, outside the dates of its entry",
        "near_miss_no_internal_end": "listed address, but no internal end",
        "fragment_without_port": "fragment without ports, entry with one",
        "tunnel_foreign": "tunnel from outside, not followed for counting",
        "tunnel_not_followed": "tunnel not followed",
        "later_fragment": "later fragment, matched by address",
        "length_mismatch": "odd length",
        "length_not_stated": "length not stated",
        "transport_incomplete": "transport header incomplete",
        "inner_undecoded": "inner packet of a tunnel not decoded",
        "nesting_depth": "too many headers in each other",
        "direction_presumed": "who began is presumed",
        "sent_while_stopped": "sent while the collector was stopped",
        "datagrams_dropped_by_socket": "datagrams dropped by the socket",
        "scaled_by_sampling": "scaled by sampling",
        "sequence_gaps": "lost on the way, by sequence numbers",
    ]

    /// Names of protocols as they are written.
    private static let headers = [
        "ethertype": "EtherType", "ipv4": "IPv4", "ipv6": "IPv6", "tcp": "TCP", "udp": "UDP", "icmp": "ICMP",
        "icmpv6": "ICMPv6", "gre": "GRE", "ppp": "PPP", "pppoe": "PPPoE", "vlan": "VLAN", "mpls": "MPLS", "ip": "IP",
        "lldp": "LLDP", "stp": "STP", "vxlan": "VXLAN", "gtp": "GTP", "sctp": "SCTP", "sflow": "sFlow",
        "netflow5": "NetFlow v5", "netflow9": "NetFlow v9", "ipfix": "IPFIX", "aws": "AWS", "gcp": "Google",
        "azure": "Azure", "zeek": "Zeek", "suricata": "Suricata", "json": "JSON",
    ]

    private static func header(_ word: String) -> String { headers[word] ?? word }
}
