import Foundation
import NetworkTypes
import Testing
import TrafficSimulation

/// Runs of `flowcensus notify` on a store, and what they wrote.
final class NotifyRun {
    let folder: TemporaryFolder
    let store: String
    private let key: String
    private let geo: String

    /// Where the sample's origins are, but for one of which nothing is known.
    static let countries: KeyValuePairs<String, String> = [
        "192.0.2.0/26": "US", "198.51.100.0/24": "DE", "203.0.113.0/25": "CN", "2001:db8:bad::/48": "NL",
    ]

    /// The sample, replayed.
    convenience init() throws {
        try self.init(countries: Self.countries)
        let run = try CommandRun([
            "replay", Repository.path("Samples/sample.pcap"), "--watchlist", Repository.path("Samples/watchlist.csv"),
            "--store", store,
        ])
        try #require(run.status == 0)
    }

    /// A store that is still to be made.
    init(countries: some Sequence<(key: String, value: String)>) throws {
        folder = try TemporaryFolder()
        store = folder.path("census.db")
        key = try folder.file("notify.key", (0..<32).map { UInt8($0) })
        var file = CountryDatabaseFile(layout: .nested, buildEpoch: 1_370_044_800)
        for (prefix, country) in countries {
            file.add(try #require(IPPrefix.parse(prefix.utf8)).prefix, country: country)
        }
        geo = try folder.file("countries.mmdb", file.bytes())
    }

    /// Runs the command into the folder `notices`, with the key and the countries unless told otherwise.
    func notify(
        country: String = "all", geo hasGeo: Bool = true, key hasKey: Bool = true, _ arguments: [String] = []
    ) throws -> CommandRun {
        try CommandRun(
            ["notify", "--store", store, "--country", country, "--output", folder.path("notices")]
                + (hasGeo ? ["--geo", geo] : []) + (hasKey ? ["--key", key] : []) + arguments)
    }

    static let reporter = ["--from-name", "CERT Example", "--contact", "cert@cert.example"]

    /// The countries that have a folder.
    var written: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path("notices"))) ?? []).sorted()
    }

    /// The files of a country by their path in its folder.
    func files(_ country: String) throws -> [String: String] {
        let root = folder.path("notices/\(country)")
        let paths = (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? [])
            .filter { !$0.hasSuffix("xarf") }
        return Dictionary(
            uniqueKeysWithValues: try paths.map { ($0, try folder.text("notices/\(country)/\($0)")) })
    }

    func evidence(_ country: String) throws -> [[String: String]] {
        CSVRows.rows(try folder.text("notices/\(country)/evidence.csv"))
    }
}
