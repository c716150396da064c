import NetworkTypes

/// A block that is set aside: IANA's "IPv4 Special-Purpose Address Registry" and its IPv6 sister (RFC 6890, RFC 8190), and
/// the registries of multicast addresses.
struct SpecialPurposeBlock: Sendable {
    let prefix: IPPrefix
    /// What it is for, and the RFC that says so.
    let purpose: String
    let treatment: Treatment

    enum Treatment: Sendable {
        /// No host elsewhere can have such an address, so a list that names it is wrong.
        case drop
        /// Hosts of laboratories, examples, other private networks or translators have such addresses: kept, and said.
        case keep
    }

    private init?(_ prefix: String, _ purpose: String, _ treatment: Treatment) {
        guard let prefix = IPPrefix.parse(prefix.utf8)?.prefix else { return nil }
        (self.prefix, self.purpose, self.treatment) = (prefix, purpose, treatment)
    }

    /// Of blocks within one another the inner one stands first.
    static let all: [SpecialPurposeBlock] = (dropped4 + kept4 + dropped6 + kept6).compactMap(\.self)

    private static let dropped4: [SpecialPurposeBlock?] = [
        SpecialPurposeBlock("0.0.0.0/8", "this network (RFC 791)", .drop),
        SpecialPurposeBlock("127.0.0.0/8", "loopback (RFC 1122)", .drop),
        SpecialPurposeBlock("169.254.0.0/16", "link-local (RFC 3927)", .drop),
        SpecialPurposeBlock("192.0.0.9/32", "PCP anycast (RFC 7723)", .keep),
        SpecialPurposeBlock("192.0.0.10/32", "TURN anycast (RFC 8155)", .keep),
        SpecialPurposeBlock("192.0.0.0/24", "IETF protocol assignments (RFC 6890)", .drop),
        SpecialPurposeBlock("255.255.255.255/32", "limited broadcast (RFC 919)", .drop),
        SpecialPurposeBlock("224.0.0.0/4", "multicast (RFC 5771)", .drop),
        SpecialPurposeBlock("240.0.0.0/4", "reserved (RFC 1112)", .drop),
    ]

    private static let kept4: [SpecialPurposeBlock?] = [
        SpecialPurposeBlock("10.0.0.0/8", "private use (RFC 1918)", .keep),
        SpecialPurposeBlock("100.64.0.0/10", "shared address space (RFC 6598)", .keep),
        SpecialPurposeBlock("172.16.0.0/12", "private use (RFC 1918)", .keep),
        SpecialPurposeBlock("192.0.2.0/24", "documentation (RFC 5737)", .keep),
        SpecialPurposeBlock("192.31.196.0/24", "AS112 (RFC 7535)", .keep),
        SpecialPurposeBlock("192.52.193.0/24", "AMT (RFC 7450)", .keep),
        SpecialPurposeBlock("192.88.99.0/24", "deprecated 6to4 relays (RFC 7526)", .keep),
        SpecialPurposeBlock("192.168.0.0/16", "private use (RFC 1918)", .keep),
        SpecialPurposeBlock("192.175.48.0/24", "AS112 (RFC 7534)", .keep),
        SpecialPurposeBlock("198.18.0.0/15", "benchmarking (RFC 2544)", .keep),
        SpecialPurposeBlock("198.51.100.0/24", "documentation (RFC 5737)", .keep),
        SpecialPurposeBlock("203.0.113.0/24", "documentation (RFC 5737)", .keep),
    ]

    private static let dropped6: [SpecialPurposeBlock?] = [
        SpecialPurposeBlock("::/128", "unspecified (RFC 4291)", .drop),
        SpecialPurposeBlock("::1/128", "loopback (RFC 4291)", .drop),
        SpecialPurposeBlock("::ffff:0:0/96", "IPv4-mapped (RFC 4291)", .drop),
        SpecialPurposeBlock("100::/64", "discard-only (RFC 6666)", .drop),
        SpecialPurposeBlock("100:0:0:1::/64", "dummy prefix (RFC 9780)", .drop),
        SpecialPurposeBlock("5f00::/16", "segment routing identifiers (RFC 9602)", .drop),
        SpecialPurposeBlock("fe80::/10", "link-local (RFC 4291)", .drop),
        SpecialPurposeBlock("ff00::/8", "multicast (RFC 4291)", .drop),
    ]

    private static let kept6: [SpecialPurposeBlock?] = [
        SpecialPurposeBlock("64:ff9b::/96", "translated IPv4 (RFC 6052)", .keep),
        SpecialPurposeBlock("64:ff9b:1::/48", "translated IPv4, local use (RFC 8215)", .keep),
        SpecialPurposeBlock("2001:2::/48", "benchmarking (RFC 5180)", .keep),
        SpecialPurposeBlock("2001::/32", "Teredo (RFC 4380)", .keep),
        SpecialPurposeBlock("2001::/23", "IETF protocol assignments (RFC 2928)", .keep),
        SpecialPurposeBlock("2001:db8::/32", "documentation (RFC 3849)", .keep),
        SpecialPurposeBlock("2002::/16", "6to4 (RFC 3056)", .keep),
        SpecialPurposeBlock("2620:4f:8000::/48", "AS112 (RFC 7534)", .keep),
        SpecialPurposeBlock("3fff::/20", "documentation (RFC 9637)", .keep),
        SpecialPurposeBlock("fc00::/7", "unique local (RFC 4193)", .keep),
    ]
}
