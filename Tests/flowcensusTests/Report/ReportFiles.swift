import Foundation
import NetworkTypes
import Testing
import TrafficSimulation

/// A store of the sample, and the files that a report of it takes.
struct ReportFiles {
    let folder: TemporaryFolder
    let store: String
    let countries: String
    let assets: String

    static let assetText = """
        # Our own hosts.
        prefix,name,kind,sector,contact
        10.20.0.0/16,Campus,workstation,academic,noc@example
        10.80.0.1,Portal,Website,Government,web@example
        10.80.0.2,Register,website,information system,web@example
        10.80.0.3,Mail,mail server,government,mail@example

        """

    init() throws {
        folder = try TemporaryFolder()
        store = folder.path("census.db")
        countries = try folder.file("countries.mmdb", Self.countryFile())
        assets = try folder.file("assets.csv", Self.assetText.utf8)
        _ = try folder.file("watchlist.csv", Repository.text("Samples/watchlist.csv").utf8)
        let run = try CommandRun(
            ["replay", Repository.path("Samples/sample.pcap"), "--watchlist", "watchlist.csv", "--store", store],
            in: folder.url)
        try #require(run.status == 0, "\(run.errors)")
    }

    /// Countries of the documentation ranges; 192.0.2.53 has none.
    private static func countryFile() throws -> [UInt8] {
        var file = CountryDatabaseFile(layout: .nested, buildEpoch: 1_370_044_800)
        for (prefix, country) in [
            ("203.0.113.0/24", "US"), ("198.51.100.0/24", "NL"), ("192.0.2.0/27", "KR"), ("192.0.2.32/28", "KR"),
            ("2001:db8::/32", "US"),
        ] {
            file.add(try #require(IPPrefix.parse(prefix.utf8)).prefix, country: country)
        }
        return file.bytes()
    }

    /// A report; the status is 0.
    func report(_ arguments: String...) throws -> CommandRun {
        let run = try CommandRun(["report", "--store", "census.db"] + arguments, in: folder.url)
        #expect(run.status == 0, "\(run.errors)")
        return run
    }

    /// A report as JSON, read.
    func document(_ arguments: String...) throws -> [String: Any] {
        let run = try CommandRun(["report", "--store", store, "--format", "json"] + arguments, in: folder.url)
        #expect(run.status == 0, "\(run.errors)")
        return try Self.object(run.output)
    }

    static func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}

extension CommandRun {
    /// The first paragraph, on one line.
    var statement: String {
        (output.components(separatedBy: "\n\n").first ?? "").replacing("\n", with: " ")
    }
}
