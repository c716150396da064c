import NetworkTypes
import TrafficSimulation

/// Country files, inventories and registries of contacts, each behind the byte that says which it is.
enum RegisterSeeds {
    static let all = databases.flatMap { [[0] + $0, [1] + $0] } + texts

    private static let databases = CountryDatabaseFile.Layout.allCases.flatMap { layout in
        [24, 28, 32].map { bits in
            var file = CountryDatabaseFile(layout: layout, isIPv4Only: bits == 24, buildEpoch: 1_370_044_800)
            for (prefix, country) in [("192.0.2.0/24", "US"), ("198.51.100.0/25", "DE"), ("10.0.0.0/8", "NL")] {
                if let parsed = IPPrefix.parse(prefix.utf8) { file.add(parsed.prefix, country: country) }
            }
            return file.bytes(recordBits: bits)
        }
    }

    private static let texts: [[UInt8]] = [
        [2] + Array("prefix,name,kind,sector,contact,services\n10.0.0.0/8,www,website,public,a@b.test,tcp/443\n".utf8),
        [2] + Array("network;netmask;sector\n10.1.0.0;255.255.0.0;\"academic\nnetwork\"\nfd00::/8;;x\n".utf8),
        [2] + Array("ip\n10.0.0.1-10.0.0.9\n192.000.002.001\n".utf8),
        [3] + Array("country,institution,email,fingerprint\nUS,CERT,a@b.test,\nDE,\"C, D\",c@d.test,0x\(hash)\n".utf8),
    ]

    private static let hash = String(repeating: "0123456789", count: 4)
}
