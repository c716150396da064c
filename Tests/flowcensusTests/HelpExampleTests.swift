import Foundation
import NetworkTypes
import Testing
import TrafficSimulation

/// The examples of help pages, run as they stand, in folders that hold the files they name.
@Suite("An example of a help page")
struct HelpExampleTests {
    /// Pages with examples that need no network, no place outside of the folder, and that end by themselves.
    private static let pages = [
        "", "config", "config-check", "config-show", "export", "feeds-presets", "feeds-status", "flows", "merge",
        "notify", "replay",
        "report", "sample", "simulate", "store", "store-backup", "store-check", "store-compact", "store-create",
        "store-erase",
        "store-info", "store-migrate", "store-prune", "store-vacuum", "watch", "watchlist", "watchlist-check",
        "watchlist-compile", "watchlist-diff", "watchlist-lookup",
    ]

    /// What an example holds that is not run here: servers, interfaces, places of an installation, and what goes on until it is ended.
    private static let elsewhere = [
        "clickhouse://", "/etc/", "/var/", "/mnt/", "/backup/", "sniff eth0", "collect 2055", "feeds update",
        "--follow", "tcpdump",
        "flowcensus serve", "nfcapd.",
    ]

    /// The commands before the usage, each on one line.
    private static func examples(of page: String) throws -> [String] {
        let name = page.isEmpty ? "help" : "help-\(page)"
        let help = try Repository.text("Tests/flowcensusTests/Golden/\(name).txt")
        let lines = help.split(separator: "\n").prefix { !$0.hasPrefix("USAGE") }.filter { $0.hasPrefix("  ") }
        let text = lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
        return text.replacing(" \\\n", with: " ").split(separator: "\n").map(String.init)
            .filter { line in line.contains("flowcensus ") && !elsewhere.contains { line.contains($0) } }
    }

    /// What a person would answer who is asked whether something is to be removed.
    private static func answer(to example: String) -> String {
        let asks = ["flowcensus store prune", "flowcensus store erase"].contains { example.hasPrefix($0) }
        return asks && !example.contains("--dry-run") && !example.contains("--yes") ? " --yes" : ""
    }

    private static func countryFile() throws -> [UInt8] {
        var file = CountryDatabaseFile(layout: .nested, buildEpoch: 1_370_044_800)
        file.add(try #require(IPPrefix.parse("203.0.113.0/24".utf8)).prefix, country: "US")
        return file.bytes()
    }

    private static func prepared() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let sample = Array(try Data(contentsOf: Repository.root.appendingPathComponent("Samples/sample.pcap")))
        for name in ["capture.pcap", "monday.pcap", "tuesday.pcap", "exports.pcap"] {
            _ = try folder.file(name, sample)
        }
        let lists = [
            "c2.csv": try Repository.text("Samples/watchlist.csv"), "c2.txt": "203.0.113.10\n198.51.100.23\n",
            "yesterday.txt": "203.0.113.10\n198.51.100.23\n", "today.txt": "203.0.113.10\n",
            "drop.txt": "203.0.113.0/24 ; SBL1\n",
            "feodo.csv": try Repository.text("Tests/WatchlistTests/Fixtures/feodo.csv"),
            "list.csv": try Repository.text("Tests/WatchlistTests/Fixtures/feodo.csv"),
            "contacts.csv": "country,institution,email,fingerprint\nUS,CERT,cert@us.example,\n",
            "assets.csv": ReportFiles.assetText,
            "flowcensus.yaml": "store: census.db\n",
        ]
        for (name, text) in lists { _ = try folder.file(name, text.utf8) }
        _ = try folder.file("pseudonyms.key", (0..<32).map { UInt8($0) })
        _ = try folder.file("countries.mmdb", countryFile())
        for (name, capture) in [("census", "monday"), ("north", "monday"), ("south", "tuesday"), ("old", "monday")] {
            let run = try CommandRun(
                ["replay", "\(capture).pcap", "--watchlist", "c2.csv", "--store", "\(name).db"], in: folder.url)
            try #require(run.status == 0, "\(run.errors)")
        }
        let packed = try BackgroundCommand([
            "sh", "-c",
            "cd \(folder.url.path) && mkdir captures keys feeds && cp monday.pcap captures && gzip -k monday.pcap tuesday.pcap && "
                + "chmod 600 pseudonyms.key && chmod 700 keys",
        ])
        try packed.finish()
        try #require(packed.status == 0)
        return folder
    }

    @Test("does what it says, one after another of a page")
    func run() throws {
        let files = try Self.prepared()
        let programs = CommandRun.executable.deletingLastPathComponent().path
        var count = 0
        for page in Self.pages {
            let folder = try TemporaryFolder()
            for example in try Self.examples(of: page) {
                // Some are three ways to do one thing, and would meet what the one before has written.
                let script =
                    "cp -r \(files.url.path)/. \(folder.url.path) && cd \(folder.url.path) && rm -rf notices && "
                    + "PATH=\(programs):$PATH && \(example)\(Self.answer(to: example))"
                let command = try BackgroundCommand(["sh", "-c", script])
                try command.finish()
                #expect(command.status == 0, "\(example): \(command.errors)")
                count += 1
            }
        }
        // The others need more than a folder.
        #expect(count >= 55)
    }
}
