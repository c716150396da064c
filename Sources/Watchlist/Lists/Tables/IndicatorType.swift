/// What a feed's word for the type of an indicator means.
enum IndicatorType {
    /// An address, prefix or range, perhaps with a port.
    case address
    /// A name and the address it had.
    case addressAndMore
    /// A name or a URL, in whose place some feeds put an address.
    case named
    /// Something that is not an address, whatever it looks like.
    case other
    /// A word that says nothing of addresses.
    case unknown

    init(_ word: String) {
        let name = RecordField.normalized(word)
        if Self.addresses.contains(name) {
            self = .address
        } else if name == "domainip" {
            self = .addressAndMore
        } else {
            let isOther = Self.others.contains { name.contains($0) }
            let isNamed = !isOther && Self.names.contains { name.contains($0) }
            self = isOther ? .other : isNamed ? .named : .unknown
        }
    }

    /// Whether it is none of the words for addresses.
    var isOther: Bool { self == .other || self == .named }

    private static let addresses: Set<String> = [
        "ip", "ipv4", "ipv6", "ipport", "ipv4port", "ipv6port", "ipdst", "ipsrc", "ipdstport", "ipsrcport", "ipv4addr",
        "ipv6addr",
        "ipv4address", "ipv6address", "ipaddress", "ipaddr", "address", "addr", "inteladdr", "intelsubnet", "cidr",
        "ipv4cidr",
        "ipv6cidr", "subnet", "network", "range", "iprange", "netblock", "host", "ip4", "ip6",
    ]

    private static let names = ["domain", "hostname", "fqdn", "url", "uri"]

    private static let others = [
        "hash", "md5", "sha1", "sha224", "sha256", "sha384", "sha512",
        "ssdeep",
        "imphash", "email", "file", "mutex", "yara", "cve", "regkey", "registry", "ja3", "btc", "bitcoin", "useragent",
        "certificate", "x509", "pattern", "snort", "vulnerability", "attachment", "username",
    ]
}
