import NetworkTypes
import TrafficSimulation

@testable import Enrichment

/// Country files made for tests.
enum CountryFiles {
    static let builtAt: UInt64 = 1_370_044_800

    /// The bytes of a file that says in which country each prefix is.
    static func bytes(
        _ countries: KeyValuePairs<String, String>, layout: CountryDatabaseFile.Layout = .nested,
        isIPv4Only: Bool = false, buildEpoch: UInt64 = builtAt, recordBits: Int? = nil
    ) -> [UInt8] {
        var file = CountryDatabaseFile(layout: layout, isIPv4Only: isIPv4Only, buildEpoch: buildEpoch)
        for (prefix, country) in countries {
            guard let parsed = IPPrefix.parse(prefix.utf8) else { preconditionFailure("'\(prefix)' is not a prefix") }
            file.add(parsed.prefix, country: country)
        }
        return file.bytes(recordBits: recordBits)
    }

    /// Countries of addresses of both versions.
    static let mixed: KeyValuePairs<String, String> = [
        "192.0.2.0/24": "US", "198.51.100.0/25": "DE", "198.51.100.128/25": "CN", "2001:db8::/32": "NL",
    ]
}
