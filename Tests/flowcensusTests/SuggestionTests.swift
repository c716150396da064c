import Foundation
import Testing

@Suite("An answer to a slip")
struct SuggestionTests {
    @Test(
        "names the word that was likely meant",
        arguments: [
            (["export", "--by", "contry"], "Did you mean 'country'?"),
            (["export", "--by", "HOST,hour"], nil), (["export", "--by", "nothing"], nil),
            (["export", "--by", "hour,orign"], "Did you mean 'origin'?"),
            (["export", "--format", "jsnol"], "Did you mean 'jsonl'?"),
            (["export", "--min-grade", "exchangd"], "Did you mean 'exchanged'?"),
            (["flows", "--class", "c2,bakdoor"], "Did you mean 'backdoor'?"),
            (["exprot"], "Did you mean 'export'?"), (["store", "inf"], "Did you mean 'info'?"),
            (["watchlist", "chekc", "x"], "Did you mean 'check'?"), (["nonsense"], nil),
            (["export", "--stor", "x"], "Did you mean '--store'?"),
            (["replay", "x.pcap", "--watchlst", "l"], "Did you mean '--watchlist'?"), (["replay", "x.pcap"], nil),
            (["replay", "x.pcap", "--watchlist", "l", "--list-time", "ignor"], "Did you mean 'ignore'?"),
        ] as [([String], String?)])
    func suggestions(arguments: [String], suggestion: String?) throws {
        let run = try CommandRun(arguments)
        #expect(run.status == 2)
        #expect(run.errors.contains("Did you mean") == (suggestion != nil), "\(run.errors)")
        if let suggestion { #expect(run.errors.prefix { $0 != "\n" }.contains(suggestion), "\(run.errors)") }
    }

    @Test("says that a time ends before it begins, and that one holds no hour")
    func times() throws {
        let folder = try TemporaryFolder()
        let store = folder.path("census.db")
        try #require(
            try CommandRun([
                "replay", Repository.path("Samples/sample.pcap"), "--watchlist",
                Repository.path("Samples/watchlist.csv"), "--store", store,
            ]).status == 0)
        for command in ["export", "flows"] {
            let reversed = try CommandRun([command, "--store", store, "--from", "2013-06", "--to", "2013-05"])
            #expect(reversed.status == 2)
            #expect(reversed.errors.contains("--to lies before --from"))
            let none = try CommandRun([command, "--store", store, "--from", "2013-05", "--to", "2013-05"])
            #expect(none.status == 0)
            #expect(none.errors.contains("holds no hour"))
        }
    }

    @Test("says that a folder holds neither captures nor flow logs")
    func emptyFolder() throws {
        let folder = try TemporaryFolder()
        let empty = folder.path("empty")
        try FileManager.default.createDirectory(atPath: empty + "/inner", withIntermediateDirectories: true)
        let run = try CommandRun([
            "replay", empty, Repository.path("Samples/sample.pcap"), "--watchlist",
            Repository.path("Samples/watchlist.csv"), "--store", folder.path("census.db"),
        ])
        #expect(run.status == 0)
        #expect(run.errors.contains("warning: \(empty): holds neither captures nor flow logs\n"), "\(run.errors)")
    }

    @Test("says that a network with bits behind its length is taken without them")
    func hostBits() throws {
        let folder = try TemporaryFolder()
        let list = try folder.file("list.txt", "203.0.113.9/24\n".utf8)
        let run = try CommandRun([
            "replay", Repository.path("Samples/sample.pcap"), "--watchlist", list, "--store", folder.path("census.db"),
            "--internal", "10.1.2.3/8", "--tunnel-peers", "192.0.2.1/31",
        ])
        #expect(run.status == 0)
        for sentence in [
            "warning: \(list): line 1: '203.0.113.9/24' has bits set behind its length: taken as 203.0.113.0/24",
            "warning: --internal: '10.1.2.3/8' has bits set behind its length: taken as 10.0.0.0/8",
            "warning: --tunnel-peers: '192.0.2.1/31' has bits set behind its length: taken as 192.0.2.0/31",
        ] { #expect(run.errors.contains(sentence), "\(run.errors)") }
        let flows = try CommandRun(["flows", "--store", folder.path("census.db"), "--host", "10.1.2.3/8"])
        #expect(flows.errors.contains("'10.1.2.3/8' has bits set behind its length: taken as 10.0.0.0/8"))
        #expect(flows.rows.count > 0)
    }

    @Test("says that countries are asked for without a file that knows them")
    func countriesWithoutFile() throws {
        for command in ["export", "flows"] {
            let run = try CommandRun([command, "--country", "US"])
            #expect(run.status == 2)
            #expect(run.errors.contains("--country needs a country file"))
        }
    }
}
