import Foundation
import Testing

@Suite("The commands about lists")
struct WatchlistCommandTests {
    private let folder: TemporaryFolder
    private let sample = Repository.path("Samples/watchlist.csv")

    init() throws {
        folder = try TemporaryFolder()
    }

    private func fixture(_ name: String) -> String {
        Repository.path("Tests/WatchlistTests/Fixtures/\(name)")
    }

    private func watchlist(_ arguments: String..., status: Int32 = 0) throws -> CommandRun {
        let run = try CommandRun(["watchlist"] + arguments)
        #expect(run.status == status, "\(arguments): \(run.errors)")
        return run
    }

    @Test("check reports each list by family, length, class, source and age, and what was left out and why")
    func check() throws {
        let list = try folder.file("mixed.txt", "8.8.4.4\n10.1.2.3\n127.0.0.1\n0.0.0.0/0\n9.9.9.9\n8.8.8.8\n".utf8)
        let run = try watchlist(
            "check", list, fixture("feodo.csv"), "--allowlist", fixture("misp-warninglist.json"), status: 3)
        for line in [
            "\(list): plain, 1 entries", "  left out: 3", "    line 2: 10.1.2.3 lies in our own networks (--internal)",
            "    line 3: 127.0.0.1 lies in 127.0.0.0/8, loopback (RFC 1122)", "    line 4: 0.0.0.0/0 covers too much",
            "  left out, as asked: 2", "    line 5: 9.9.9.9 is allowed by \(fixture("misp-warninglist.json")), line 6",
            "feodo.csv: feodo, 3 entries", "  family: IPv4 3, IPv6 0", "  prefix length: IPv4 /32 3", "  class: c2 3",
            "  source: feodo.csv 3", "  age: a year and more 3",
            "together: 4 entries, 4 once duplicates are merged",
        ] {
            #expect(run.output.contains(line), "\(line) is missing in \(run.output)")
        }
        #expect(try watchlist("check", fixture("feodo.csv")).output.contains("version "))
    }

    @Test("check takes dates before and after all that can be stored, which are clamped")
    func farDates() throws {
        let rows = ["address,valid_from,valid_until", "203.0.113.10,1700-01-01,", "203.0.113.11,0001-01-01,9999-12-31"]
        let list = try folder.file("dates.csv", (rows.joined(separator: "\n") + "\n").utf8)
        let run = try watchlist("check", list)
        #expect(run.output.contains("dates.csv: csv, 2 entries") && run.output.contains("together: 2 entries"))
    }

    @Test("check names a list that is none, reports the others, and exits with 3")
    func checkRefused() throws {
        let page = try folder.file("page.txt", "<html></html>".utf8)
        let run = try watchlist("check", page, fixture("drop.txt"), status: 3)
        #expect(run.output.contains("\(page): is an HTML or XML page"))
        #expect(run.output.contains("drop.txt: drop, 3 entries"))
    }

    @Test("lookup says which entry names an address, on which line of which file, and why it matches or does not")
    func lookup() throws {
        let match = try watchlist("lookup", "203.0.113.10:443", "--watchlist", sample, "--at", "2013-05-31").output
        #expect(
            match.hasPrefix("203.0.113.10 port 443 at 2013-05-31T00:00:00.000000Z: c2, matched on address and port\n"))
        #expect(match.contains("\(sample), line 3: 203.0.113.10/32, port 443, tcp, c2, label ExampleBot"))
        let other = try watchlist("lookup", "203.0.113.10:80", "--watchlist", sample).output
        #expect(other.contains("no entry matches") && other.contains("does not match: it names port 443"))
        let early = try watchlist(
            "lookup", "67.213.75.205", "--watchlist", fixture("feodo.csv"), "--at", "2020-01-01"
        ).output
        #expect(early.contains("does not match: it was not valid yet"))
        let v6 = try watchlist("lookup", "[2001:db8:bad::7]:443", "--watchlist", sample).output
        #expect(v6.contains("matched on address and port"))
        #expect(try watchlist("lookup", "10.0.0.1", "--watchlist", sample).output.contains("never an origin"))
    }

    @Test("diff shows what was added, taken away and changed")
    func diff() throws {
        let old = try folder.file("old.csv", "address,label\n8.8.8.8,a\n8.8.4.4,a\n2a00::1,a\n".utf8)
        let new = try folder.file("new.csv", "address,label\n8.8.8.8,b\n2a00::1,a\n2a00::2,a\n".utf8)
        let run = try watchlist("diff", old, new)
        #expect(run.output == "- 8.8.4.4 c2 a\n~ 8.8.8.8 c2 b\n+ 2a00::2 c2 a\n")
        #expect(run.errors.contains("1 added, 1 removed, 1 changed"))
        #expect(try watchlist("diff", old, old).output.isEmpty)
    }

    @Test("compile writes one list that gives the same counts, and the same file again")
    func compile() throws {
        let target = folder.path("all.list")
        let run = try watchlist("compile", sample, fixture("feodo.csv"), "--output", target)
        #expect(run.errors.contains("\(target): 11 entries"))
        let replay = try CommandRun([
            "replay", Repository.path("Samples/sample.pcap"), "--watchlist", target, "--store", ":memory:",
        ])
        #expect(replay.status == 0)
        #expect(replay.output == (try Repository.text("Samples/hourly-counts.csv")))
        let again = folder.path("again.list")
        _ = try watchlist("compile", target, "--output", again)
        #expect(try Data(contentsOf: URL(fileURLWithPath: target)) == Data(contentsOf: URL(fileURLWithPath: again)))
        #expect(try watchlist("diff", sample, target).output.contains("+ 67.213.75.205 port 443 c2 Dridex"))
        #expect(
            try watchlist("compile", sample, "--output", folder.path("no/such"), status: 1).errors.contains("no/such"))
    }

    @Test("a list may be packed, or stand on standard input", arguments: ["gzip", "zstd", "zip"])
    func packed(command: String) throws {
        let packed = folder.path("list.packed")
        let script =
            command == "zip" ? "zip -q - - < '\(sample)' > '\(packed)'" : "\(command) -c '\(sample)' > '\(packed)'"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        try process.run()
        process.waitUntilExit()
        #expect(try watchlist("check", packed).output.contains("csv, 8 entries"))
        let run = try CommandRun(["watchlist", "check", "-"], input: URL(fileURLWithPath: packed))
        #expect(run.output.hasPrefix("standard input: csv, 8 entries"))
    }

    @Test("a format may stand before the path, unless a file has that name")
    func statedFormat() throws {
        let list = try folder.file("l", "1.2.3.4 5\n5.6.7.8 7\n".utf8)
        #expect(try watchlist("check", "ipsum:\(list)").output.contains("ipsum, 2 entries"))
        #expect(
            try watchlist("lookup", "1.2.3.4:5", "--watchlist", "plain:\(list)").output.contains("address and port"))
        let odd = try folder.file("ipsum:l", "8.8.8.8\n".utf8)
        #expect(try watchlist("check", odd).output.contains("plain, 1 entries"))
        #expect(try watchlist("check", "unknown:\(list)", status: 3).output.contains("No such file"))
    }

    @Test("categories of Suricata's lists come from a file beside them, or among the lists")
    func categories() throws {
        let beside = try watchlist("lookup", "5.6.7.8", "--watchlist", fixture("iprep.list")).output
        #expect(beside.contains("scanner, label Scanner"))
        let alone = try folder.file("rep.list", "5.6.7.8,22,100\n".utf8)
        let unnamed = try watchlist("lookup", "5.6.7.8", "--watchlist", alone)
        #expect(unnamed.output.contains("other, label category 22") && unnamed.errors.contains("no category file"))
        let given = try watchlist(
            "lookup", "5.6.7.8", "--watchlist", alone, "--watchlist", fixture("categories.txt")
        ).output
        #expect(given.contains("scanner, label Scanner"))
    }

    @Test("a warninglist is not a watchlist, and says so")
    func warninglist() throws {
        let run = try watchlist("lookup", "1.1.1.1", "--watchlist", fixture("misp-warninglist.json"), status: 1)
        #expect(run.errors.contains("give it with --allowlist"))
    }
}

/// What lists say of times and ports, seen in the counts.
@Suite("Lists in a replay")
struct ListReplayTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func replay(_ list: String, _ options: String...) throws -> CommandRun {
        try CommandRun(
            ["replay", Repository.path("Samples/sample.pcap"), "--watchlist", try folder.file("list.csv", list.utf8)]
                + ["--store", ":memory:"] + options)
    }

    @Test("dates hold at the packet's time, are passed over, or have to be there")
    func listTime() throws {
        let list = "address,valid_from\n203.0.113.10,2013-05-31T23:00:00Z\n198.51.100.77,\n"
        let hours = { (run: CommandRun, origin: String) in
            run.rows.filter { $0["origin"] == origin }.compactMap { $0["hour"] }
        }
        let dated = try replay(list)
        #expect(hours(dated, "203.0.113.10") == ["2013-05-31T23:00:00Z"])
        #expect(hours(dated, "198.51.100.77").count == 2)
        #expect(hours(try replay(list, "--list-time", "ignore"), "203.0.113.10").count == 2)
        let strict = try replay(list, "--list-time", "strict")
        #expect(strict.status == 0)
        #expect(hours(strict, "203.0.113.10").count == 1 && hours(strict, "198.51.100.77").isEmpty)
    }

    @Test("what is allowed is not counted, and what no list should hold is named and left out")
    func hygiene() throws {
        let allowed = try folder.file("allowed.txt", "203.0.113.0/28\n".utf8)
        let run = try replay("address\n203.0.113.10\n203.0.113.64/28\n", "--allowlist", allowed)
        #expect(run.status == 0)
        #expect(Set(run.rows.compactMap { $0["origin"] }) == ["203.0.113.70", "203.0.113.75"])
        let odd = try replay("address\n203.0.113.10\n127.0.0.1\n")
        #expect(odd.status == 0)
        #expect(odd.errors.contains("list.csv: line 3: 127.0.0.1 lies in 127.0.0.0/8, loopback (RFC 1122)"))
        #expect(!odd.rows.isEmpty)
    }

    @Test("a match on address and port is told from one on the address alone, in flows and in JSON Lines")
    func matched() throws {
        let store = folder.path("census.db")
        let list = try folder.file("list.csv", "address,port\n203.0.113.10,443\n203.0.113.64/28,\n".utf8)
        let run = try CommandRun([
            "replay", Repository.path("Samples/sample.pcap"), "--watchlist", list, "--store", store,
        ])
        #expect(run.status == 0)
        let flows = try CommandRun(["flows", "--store", store]).rows
        #expect(
            Set(flows.map { "\($0["origin"] ?? "") \($0["matched"] ?? "")" }) == [
                "203.0.113.10 port", "203.0.113.70 address", "203.0.113.75 address",
            ])
        let lines = try CommandRun(["export", "--store", store, "--format", "jsonl"]).output.split(separator: "\n")
        #expect(
            lines.filter { $0.contains("\"origin\":\"203.0.113.10\"") }.allSatisfy {
                $0.hasSuffix("\"matched\":\"port\"}")
            })
        #expect(lines.filter { $0.contains("203.0.113.70") }.allSatisfy { $0.hasSuffix("\"matched\":\"address\"}") })
        #expect(try CommandRun(["export", "--store", store]).output.contains("last_seen,coverage,served\n"))
    }
}
