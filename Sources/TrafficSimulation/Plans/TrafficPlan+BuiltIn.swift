extension TrafficPlan {
    /// The plans that need no file, by name.
    package static let builtIn = [(name: "campus", plan: campus), (name: "headline", plan: headline)]

    /// A campus for two days: a few hundred hosts, six countries, every kind of traffic and of attack.
    package static let campus = TrafficPlan(
        from: "2013-05-30", to: "2013-06-01", home: "CN", internal: ["10.0.0.0/8", "fd00:20::/32"], hosts: 400,
        bystanders: 600,
        countries: [
            Country(country: "US", origins: 24, hosts: 210), Country(country: "KR", origins: 9, hosts: 95),
            Country(country: "DE", origins: 7, hosts: 70), Country(country: "BR", origins: 4, hosts: 45),
            Country(country: "", origins: 3, hosts: 20), Country(country: "CN", origins: 5, hosts: 30),
        ],
        assets: [
            AssetGroup(
                kind: "website", sector: "academic", listed: 40, intruded: 9, from: ["US": 4, "KR": 4, "DE": 2]),
            AssetGroup(kind: "server", sector: "academic", listed: 20, intruded: 2, from: ["KR": 2, "CN": 1]),
        ],
        scanners: Scanners(origins: 6, probes: 1_500), silent: 50, background: 20_000, ipv6: 10, activeHours: 6,
        grades: GradeMix(attempted: 50, answered: 15, exchanged: 35), labels: exampleLabels,
        attacks: Attacks(
            origins: 6, backscatter: 40, forgedTunnels: 30, decoys: 25, firstPackets: 40, crawlers: 40, bruteForce: 25,
            reflections: 30, answersAlone: 25))

    /// The statement that a national CERT gave for January to May 2013: 5.63 million hosts affected by 13,408 origins
    /// abroad, 4,062 of these in the United States, which affected 2.91 million; 249 websites entered, 54 from there. The
    /// figures of other countries are invented. One contact in twenty is an attack on the count.
    package static let headline = TrafficPlan(
        from: "2013-01-01", to: "2013-06-01", home: "CN", internal: ["10.0.0.0/8", "fd00:20::/32"], hosts: 5_630_000,
        bystanders: 400_000,
        countries: [
            Country(country: "US", origins: 4_062, hosts: 2_910_000),
            Country(country: "KR", origins: 1_214, hosts: 790_000),
            Country(country: "DE", origins: 1_105, hosts: 612_000),
            Country(country: "JP", origins: 870, hosts: 401_000),
            Country(country: "RU", origins: 815, hosts: 344_000), Country(country: "NL", origins: 702, hosts: 305_000),
            Country(country: "GB", origins: 611, hosts: 207_000), Country(country: "FR", origins: 598, hosts: 171_000),
            Country(country: "HK", origins: 560, hosts: 148_000), Country(country: "TW", origins: 471, hosts: 112_000),
            Country(country: "BR", origins: 430, hosts: 97_000), Country(country: "UA", origins: 402, hosts: 81_000),
            Country(country: "TR", origins: 377, hosts: 64_000), Country(country: "IN", origins: 366, hosts: 52_000),
            Country(country: "CA", origins: 345, hosts: 41_000), Country(country: "SE", origins: 240, hosts: 22_000),
            Country(country: "PT", origins: 150, hosts: 15_000), Country(country: "", origins: 90, hosts: 6_000),
            Country(country: "CN", origins: 1_900, hosts: 380_000),
        ],
        assets: [
            AssetGroup(
                kind: "website", sector: "government", listed: 900, intruded: 112,
                from: ["US": 25, "KR": 31, "DE": 18, "HK": 29, "TW": 14, "BR": 9, "CN": 12]),
            AssetGroup(
                kind: "website", sector: "information system", listed: 400, intruded: 58,
                from: ["US": 12, "KR": 15, "JP": 11, "RU": 13, "HK": 10, "CN": 5]),
            AssetGroup(
                kind: "website", sector: "academic", listed: 600, intruded: 79,
                from: ["US": 17, "KR": 22, "DE": 12, "GB": 9, "HK": 14, "UA": 8]),
            AssetGroup(
                kind: "mail server", sector: "government", listed: 300, intruded: 21, from: ["US": 9, "RU": 14]),
        ],
        scanners: Scanners(origins: 120, probes: 900_000), silent: 6_000, background: 9_000_000, ipv6: 3,
        activeHours: 24, grades: GradeMix(attempted: 58, answered: 12, exchanged: 30),
        labels: exampleLabels,
        attacks: Attacks(
            origins: 670, backscatter: 120_000, forgedTunnels: 60_000, decoys: 50_000, firstPackets: 70_000,
            crawlers: 60_000, bruteForce: 50_000, reflections: 50_000, answersAlone: 40_000))

    private static let exampleLabels = [
        LabelShare(label: "ExampleBot", class: "c2", share: 46),
        LabelShare(label: "ExampleRAT", class: "c2", share: 24),
        LabelShare(label: "ExampleLoader", class: "c2", share: 18),
        LabelShare(label: "ExampleDropper", class: "malware", share: 12),
    ]
}
