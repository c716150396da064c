extension PrefixSet {
    /// The networks taken as internal when none are given: private use (RFC 1918), shared space behind carrier-grade
    /// NAT (RFC 6598), unique local (RFC 4193), and link-local of both versions (RFC 3927, RFC 4291 section 2.5.6).
    public static let defaultInternalNetworks = [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "fc00::/7", "fe80::/10",
    ]

    /// The set of `defaultInternalNetworks`.
    public static let defaultInternal = PrefixSet(
        defaultInternalNetworks.compactMap { IPPrefix.parse($0.utf8)?.prefix })
}
