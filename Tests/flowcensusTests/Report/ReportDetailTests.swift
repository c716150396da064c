import Foundation
import Testing

@Suite("What a report names")
struct ReportDetailTests {
    private let files: ReportFiles

    init() throws {
        files = try ReportFiles()
    }

    private static let period = ["--from", "2013-05-31T23", "--to", "2013-06-01"]

    private func run(_ options: [String]) throws -> CommandRun {
        let run = try CommandRun(["report", "--store", "census.db"] + Self.period + options, in: files.folder.url)
        #expect(run.status == 0, "\(run.errors)")
        return run
    }

    @Test(
        "is of our hosts none, or no address of them where they are shown otherwise",
        arguments: ["text", "json", "html"])
    func disclosure(format: String) throws {
        let key = try files.folder.file("key", (0..<32).map { UInt8($0) })
        let options = ["--assets", files.assets, "--format", format]
        let pseudonyms = ["--hosts", "pseudonym", "--key", key]
        for hosts in [[], pseudonyms, ["--hosts", "prefix"]] {
            let text = try run(options + hosts).output
            let addresses = text.matches(of: /10\.\d+\.\d+\.\d+(\/\d+)?|fd00:[0-9a-f:]+(\/\d+)?/).map { String($0.0) }
            #expect(addresses.allSatisfy { $0.hasSuffix(".0/24") || $0.hasSuffix("::/48") }, "\(addresses)")
            #expect(!addresses.isEmpty == (hosts.last == "prefix"))
            #expect(!text.contains("Portal") && !text.contains("web@example"))
        }
        #expect(try run(options + pseudonyms).output == run(options + pseudonyms).output)
        let shown = try run(options + ["--hosts", "show"]).output
        #expect(shown.contains("10.80.0.1") && shown.contains("Portal") && shown.contains("web@example"))
    }

    @Test("are the hosts with the strongest evidence, and what is new is what exports of both times differ in")
    func news() throws {
        let document = try ReportFiles.object(run(["--hosts", "show", "--format", "json"]).output)
        let hosts = try #require(document["hosts_to_clean_up"] as? [[String: Any]])
        let rows = { (times: [String]) in
            try CommandRun(
                [
                    "export", "--by", "host", "--min-grade", "attempted", "--class", "c2,backdoor,malware,other",
                    "--store", files.store,
                ]
                    + times
            ).rows
        }
        let now = try rows(Self.period)
        let grades = Dictionary(uniqueKeysWithValues: now.map { ($0["host"] ?? "", $0["grade"] ?? "") })
        #expect(hosts.count == min(20, now.count))
        for host in hosts { #expect(grades[host["host"] as? String ?? ""] == host["grade"] as? String) }
        let intruded = Set(grades.filter { $0.value == "intruded" }.keys)
        #expect(intruded.isSubset(of: hosts.compactMap { $0["host"] as? String }) && !intruded.isEmpty)
        let before = Set(try rows(["--from", "2013-05-31T22", "--to", "2013-05-31T23"]).compactMap { $0["host"] })
        let new = Set(grades.keys).subtracting(before)
        let news = try #require(document["new"] as? [String: Any])
        #expect(news["hosts"] as? Int == new.count && !new.isEmpty)
        for host in hosts { #expect(new.contains(host["host"] as? String ?? "") == host["new"] as? Bool) }
        let threats = try #require(news["leading_threats"] as? [[String: Any]])
        #expect(threats.map { $0["origin"] as? String } == ["192.0.2.53"] && news["threats"] as? Int == 1)
    }

    @Test("are of origins the ports at which hosts began, and of several lists those that name each")
    func portsAndLists() throws {
        let other = try files.folder.file("other.txt", Array("203.0.113.10\n".utf8))
        let document = try ReportFiles.object(
            run(["--format", "json", "--watchlist", "watchlist.csv", "--watchlist", other]).output)
        let origins = try #require(document["leading_origins"] as? [[String: Any]])
        let named = Dictionary(uniqueKeysWithValues: origins.map { ($0["origin"] as? String ?? "", $0) })
        #expect(named["203.0.113.10"]?["lists"] as? [String] == ["watchlist.csv", "other.txt"])
        #expect(named["192.0.2.53"]?["lists"] as? [String] == ["watchlist.csv"])
        let ports = named["192.0.2.44"]?["ports"] as? [[String: Any]]
        #expect(Set(ports?.compactMap { $0["port"] as? Int } ?? []) == [80, 8_443])
        #expect(ports?.first?["protocol"] as? String == "tcp")
        let text = try run(["--watchlist", "watchlist.csv", "--watchlist", other]).output.replacing("\n  ", with: " ")
        #expect(text.contains("watchlist.csv, other.txt"))
    }
}
