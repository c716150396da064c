import NetworkTypes

/// An address that half the world talks to: a public resolver, or a root server of the DNS. On a list it makes every host a
/// victim.
struct PublicService: Sendable {
    let prefix: IPPrefix
    let name: String

    /// The service that a prefix holds, or lies in.
    static func met(by prefix: IPPrefix) -> PublicService? { all.first { $0.prefix.meets(prefix) } }

    /// The addresses of all.
    static let addresses = PrefixSet(all.map(\.prefix))

    private static let all: [PublicService] = (resolvers + rootServers).flatMap { name, addresses in
        addresses.split(separator: " ").compactMap { text in
            IPAddress(parsing: text.utf8).map { PublicService(prefix: IPPrefix($0), name: name) }
        }
    }

    private static let resolvers = [
        ("public resolver of Google", "8.8.8.8 8.8.4.4 2001:4860:4860::8888 2001:4860:4860::8844"),
        (
            "public resolver of Cloudflare",
            "1.1.1.1 1.0.0.1 1.1.1.2 1.0.0.2 1.1.1.3 1.0.0.3 2606:4700:4700::1111 2606:4700:4700::1001"
        ),
        (
            "public resolver of Quad9",
            "9.9.9.9 149.112.112.112 9.9.9.10 149.112.112.10 9.9.9.11 149.112.112.11 2620:fe::fe 2620:fe::9"
        ),
        (
            "public resolver of OpenDNS",
            "208.67.222.222 208.67.220.220 208.67.222.123 208.67.220.123 2620:119:35::35 2620:119:53::53"
        ),
        ("public resolver of AdGuard", "94.140.14.14 94.140.15.15 2a10:50c0::ad1:ff 2a10:50c0::ad2:ff"),
        ("public resolver of Yandex", "77.88.8.8 77.88.8.1"),
        ("public resolver of Level 3", "4.2.2.1 4.2.2.2 4.2.2.3 4.2.2.4 4.2.2.5 4.2.2.6"),
        ("public resolver of 114DNS", "114.114.114.114 114.114.115.115"),
        ("public resolver of Alibaba", "223.5.5.5 223.6.6.6"), ("public resolver of Tencent", "119.29.29.29"),
        ("public resolver of Baidu", "180.76.76.76"), ("public resolver of Vercara", "64.6.64.6 64.6.65.6"),
        ("public resolver of CleanBrowsing", "185.228.168.9 185.228.169.9"),
        ("public resolver of Comodo", "8.26.56.26 8.20.247.20"),
    ]

    private static let rootServers = [
        (
            "root server of the DNS",
            """
            198.41.0.4 170.247.170.2 192.33.4.12 199.7.91.13 192.203.230.10 192.5.5.241 192.112.36.4 198.97.190.53 \
            192.36.148.17 192.58.128.30 193.0.14.129 199.7.83.42 202.12.27.33
            """
        )
    ]
}
