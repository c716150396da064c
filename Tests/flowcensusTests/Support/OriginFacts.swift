/// A file in MaxMind's format that says of the sample's origins of IPv4 in which country and autonomous system they are.
enum OriginFacts {
    /// Origins of 203.0.113.0/24 are in the US and AS900, the others in NL and AS64500; of IPv6 nothing is known.
    static var bytes: [UInt8] {
        let east = record(country: "NL", system: "AS64500")
        let (nodes, data) = (UInt32(5), east + record(country: "US", system: "AS900"))
        // 192 and 198 begin with 11000, 203 with 11001: the first four bits lead to the last node.
        var tree: [UInt8] = []
        for node in 0..<nodes - 1 {
            tree += node < 2 ? number(nodes) + number(node + 1) : number(node + 1) + number(nodes)
        }
        tree += number(nodes + 16) + number(nodes + 16 + UInt32(east.count))
        let metadata =
            map(4) + text("node_count") + tagged(nodes) + text("record_size") + tagged(32) + text("ip_version")
            + tagged(4) + text("database_type") + text("Made")
        return tree + [UInt8](repeating: 0, count: 16) + data + [0xAB, 0xCD, 0xEF] + Array("MaxMind.com".utf8)
            + metadata
    }

    private static func record(country: String, system: String) -> [UInt8] {
        map(2) + text("country_code") + text(country) + text("asn") + text(system)
    }

    private static func map(_ count: UInt8) -> [UInt8] { [7 << 5 | count] }
    private static func text(_ text: String) -> [UInt8] { [2 << 5 | UInt8(text.utf8.count)] + text.utf8 }
    private static func tagged(_ value: UInt32) -> [UInt8] { [6 << 5 | 4] + number(value) }
    private static func number(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32($0))) }
    }
}
