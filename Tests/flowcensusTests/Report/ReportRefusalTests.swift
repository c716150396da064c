import Foundation
import Testing

@Suite("Files about origins and hosts")
struct ReportRefusalTests {
    private let files: ReportFiles

    init() throws {
        files = try ReportFiles()
    }

    @Test(
        "that are no country files end with status 1, and it is said why",
        arguments: [
            ("text.mmdb", "country,prefix\n", "is not a MaxMind DB file"), ("empty.mmdb", "", "is empty"),
        ])
    func noCountryFile(name: String, content: String, message: String) throws {
        let path = try files.folder.file(name, content.utf8)
        for command in ["report", "export"] {
            let run = try CommandRun([command, "--store", files.store, "--geo", path])
            #expect(run.status == 1)
            #expect(run.output.isEmpty)
            #expect(run.errors.contains(message), "\(run.errors)")
        }
        let run = try CommandRun(["report", "--store", files.store, "--geo", files.folder.path("missing.mmdb")])
        #expect(run.status == 1)
        #expect(run.errors.contains("missing.mmdb"))
    }

    @Test("that hold bad lines have them named, and the report ends with status 3")
    func badAssets() throws {
        let path = try files.folder.file("bad.csv", (ReportFiles.assetText + "nowhere,a,website,b,c\n").utf8)
        let run = try CommandRun(["report", "--store", files.store, "--assets", path, "--geo", files.countries])
        #expect(run.status == 3)
        #expect(
            run.errors.contains(
                "bad.csv: line 7: 'nowhere' is neither an IPv4 or IPv6 address nor a prefix; the line is left out"))
        #expect(run.statement.contains("2 websites were entered"))
        #expect(run.output.contains("1 line refused"))
    }

    @Test("that are no inventory end with status 1")
    func noAssets() throws {
        let path = try files.folder.file("other.csv", "name,kind\na,website\n".utf8)
        let run = try CommandRun(["report", "--store", files.store, "--assets", path])
        #expect(run.status == 1)
        #expect(run.errors.contains("other.csv: line 1: the header line names no column 'prefix'"))
    }

    @Test("may be compressed")
    func compressed() throws {
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", files.countries]
        try gzip.run()
        gzip.waitUntilExit()
        let run = try CommandRun(["report", "--store", files.store, "--geo", files.countries + ".gz"])
        #expect(run.statement.contains("3 were in the United States"))
    }

    @Test("give exports their countries, and exports say which file it was, or that there is none")
    func export() throws {
        let export = { (arguments: [String]) in try CommandRun(["export", "--store", files.store] + arguments) }
        let rows = try export(["--by", "country", "--geo", files.countries])
        #expect(rows.rows.map { $0["country"] } == ["", "", "KR", "NL", "NL", "US"])
        #expect(rows.rows.last?["affected"] == "12")
        #expect(rows.errors.contains("Flowcensus-Country, built 2013-06-01T00:00:00.000000Z, SHA-256 "))
        let origins = try export(["--geo", files.countries]).rows.filter { $0["origin"] == "203.0.113.10" }
        #expect(origins.map { $0["country"] } == ["US", "US"])
        let without = try export(["--by", "country,hour"])
        #expect(without.rows.allSatisfy { $0["country"] == "" })
        #expect(without.errors.contains("no country file was given (--geo)"))
        #expect(try export([]).errors.isEmpty)
    }

    @Test("give the counts that a replay writes their countries, too")
    func replay() throws {
        let run = try CommandRun([
            "replay", Repository.path("Samples/sample.pcap"), "--watchlist", Repository.path("Samples/watchlist.csv"),
            "--store", ":memory:", "--geo", files.countries,
        ])
        #expect(Set(run.rows.map { $0["country"] }) == ["", "KR", "NL", "US"])
    }
}
