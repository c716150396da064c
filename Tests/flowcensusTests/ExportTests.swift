import Foundation
import Testing

@Suite("Export and flows")
struct ExportTests {
    private let folder: TemporaryFolder
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        store = folder.path("census.db")
        let run = try CommandRun([
            "replay", Repository.path("Samples/sample.pcap"), "--watchlist", Repository.path("Samples/watchlist.csv"),
            "--store", store,
        ])
        try #require(run.status == 0)
    }

    private func export(_ arguments: String...) throws -> CommandRun {
        let run = try CommandRun(["export", "--store", store] + arguments)
        #expect(run.status == 0, "\(run.errors)")
        return run
    }

    @Test("counts distinct hosts anew for every grouping")
    func groupings() throws {
        let bots = try export("--by", "origin").rows.first { $0["origin"] == "203.0.113.10" }
        #expect(bots?["affected"] == "6")
        #expect(bots?["flows"] == "42")
        let classes = try export("--by", "class").rows
        #expect(classes.map { $0["class"] } == ["c2", "backdoor", "scanner"])
        #expect(classes.map { $0["affected"] } == ["23", "3", "0"])
        #expect(try export("--by", "day").rows.map { $0["hour"] }.contains("2013-06-01T00:00:00Z"))
        #expect(try Set(export("--by", "month").rows.map { $0["hour"] }).count == 2)
        #expect(try export("--by", "hour").rows.allSatisfy { $0["origin"] == "" && $0["label"] == "" })
        #expect(try export("--by", "hour,country").rows.count == (try export("--by", "country,hour").rows.count))
    }

    @Test("lists hosts with the strongest of their grades")
    func hosts() throws {
        let hosts = try export("--by", "host").rows
        #expect(hosts.count == 277)
        #expect(hosts.filter { $0["grade"] == "intruded" }.count == 3)
        #expect(hosts.filter { $0["grade"] == "probed" }.count == 250)
        #expect(try export("--by", "host", "--min-grade", "attempted").rows.count == 26)
    }

    @Test("takes the hours from one time up to, not including, another")
    func hours() throws {
        let run = try export("--from", "2013-05-31T23:00:00Z", "--to", "2013-06-01T00:00:00Z")
        #expect(Set(run.rows.map { $0["hour"] }) == ["2013-05-31T23:00:00Z"])
        #expect(try export("--from", "2013-06-01").rows.count == 1)
        #expect(try export("--to", "2013-05").rows.isEmpty)
    }

    @Test("draws the line of affected where it is asked to")
    func minimumGrade() throws {
        let row = { (grade: String) in
            try export("--by", "origin", "--min-grade", grade).rows.first { $0["origin"] == "192.0.2.44" }
        }
        #expect(try row("attempted")?["affected"] == "6")
        #expect(try row("answered")?["affected"] == "1")
        #expect(try row("exchanged")?["affected"] == "0")
        #expect(try row("exchanged")?["attempted"] == "5")
    }

    @Test("writes JSON Lines with the same names and values")
    func jsonLines() throws {
        let csv = try export().rows
        let lines = try export("--format", "jsonl").output.split(separator: "\n")
        #expect(lines.count == csv.count)
        for (line, row) in zip(lines, csv) {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(Set(object.keys) == Set(row.keys).union(["matched"]))
            #expect((object["origin"] as? String) == row["origin"])
            #expect((object["packets"] as? Int).map(String.init) == row["packets"])
            #expect(object["country"] is NSNull)
        }
    }

    @Test("writes to a file that is there only when it is whole")
    func file() throws {
        let target = folder.path("counts.csv")
        #expect(try export("--output", target).output.isEmpty)
        #expect(try folder.text("counts.csv") == (try Repository.text("Samples/hourly-counts.csv")))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
        #expect(!names.contains { $0.hasSuffix(".partial") }, "\(names)")
    }

    @Test("shows the flows behind a count")
    func flows() throws {
        let run = try CommandRun(["flows", "--store", store, "--origin", "198.51.100.77"])
        #expect(run.status == 0)
        #expect(run.rows.count == 6)
        #expect(run.rows.allSatisfy { $0["grade"] == "intruded" && $0["initiator"] == "origin" })
        let ofHost = try CommandRun(["flows", "--store", store, "--host", "10.80.0.1"])
        #expect(
            ofHost.rows.map { $0["grade"] }.sorted { ($0 ?? "") < ($1 ?? "") } == [
                "intruded", "intruded", "served", "served",
            ])
    }
}
