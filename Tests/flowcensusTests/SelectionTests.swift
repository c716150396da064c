import Foundation
import Testing

@Suite("What rows are made of")
struct SelectionTests {
    private let files: ReportFiles
    private let facts: String

    init() throws {
        files = try ReportFiles()
        facts = try files.folder.file("facts.mmdb", OriginFacts.bytes)
    }

    private func rows(_ command: String, _ arguments: String...) throws -> [[String: String]] {
        let run = try CommandRun([command, "--store", files.store] + arguments)
        #expect(run.status == 0, "\(run.errors)")
        return run.rows
    }

    /// All flows, with what the files say of their origins.
    private func allFlows() throws -> [[String: String]] { try rows("flows", "--geo", facts, "--asn", facts) }

    @Test("by autonomous system, label or sector are the distinct hosts of the flows there")
    func groupings() throws {
        let flows = try allFlows()
        for (grouping, column, file) in [("asn", "asn", "--asn"), ("label", "label", "--geo")] {
            let groups = Dictionary(grouping: flows) { [$0[column], $0["class"]] }
            let rows = try rows("export", "--by", grouping, file, facts)
            #expect(rows.count == groups.count)
            for row in rows {
                let group = try #require(groups[[row[column], row["class"]]])
                #expect(row["hosts"] == "\(Set(group.compactMap { $0["host"] }).count)")
                #expect(row["flows"] == "\(group.count)")
                #expect(row["hour"] == "" && row["origin"] == "" && row["country"] == "")
            }
        }
        let systems = try rows("export", "--by", "asn", "--asn", facts)
        #expect(systems.map { $0["asn"] } == ["", "900", "64500", "64500", "64500"])
        let groups = Dictionary(grouping: flows) { [Self.sector(of: $0["host"] ?? ""), $0["class"]] }
        let sectors = try rows("export", "--by", "sector", "--assets", files.assets)
        #expect(Set(sectors.map { $0["sector"] }) == ["", "academic", "government", "information system"])
        #expect(sectors.count == groups.count)
        for row in sectors {
            let group = try #require(groups[[row["sector"], row["class"]]])
            #expect(row["hosts"] == "\(Set(group.compactMap { $0["host"] }).count)")
        }
    }

    /// As the inventory of `ReportFiles` has it.
    private static func sector(of host: String) -> String {
        if host.hasPrefix("10.20.") { return "academic" }
        return ["10.80.0.1": "government", "10.80.0.2": "information system", "10.80.0.3": "government"][host] ?? ""
    }

    @Test("by autonomous system or sector are unknown without the file that tells, and that is said")
    func missingFiles() throws {
        for (grouping, option) in [("asn", "--asn"), ("sector", "--assets"), ("country", "--geo")] {
            let run = try CommandRun(["export", "--store", files.store, "--by", grouping])
            #expect(run.status == 0)
            #expect(run.errors.contains("(\(option))"), "\(run.errors)")
            #expect(run.rows.allSatisfy { $0[grouping] == "" })
        }
    }

    @Test("in total are the distinct hosts of all classes that are threats, also of some hours, countries and labels")
    func total() throws {
        let threats = try allFlows().filter { $0["class"] != "scanner" }
        func check(_ arguments: String..., isChosen: ([String: String]) -> Bool) throws {
            let run = try CommandRun(["export", "--store", files.store, "--by", "total"] + arguments)
            let chosen = threats.filter(isChosen)
            let row = try #require(run.rows.first)
            #expect(run.rows.count == 1)
            #expect(row["hosts"] == "\(Set(chosen.compactMap { $0["host"] }).count)", "\(arguments)")
            #expect(row["flows"] == "\(chosen.count)")
            #expect(["hour", "origin", "country", "class", "label"].allSatisfy { row[$0] == "" })
        }
        try check { _ in true }
        try check("--from", "2013-05-31T23:00:00Z", "--to", "2013-06-01") { $0["hour"] == "2013-05-31T23:00:00Z" }
        try check("--geo", facts, "--country", "us") { $0["country"] == "US" }
        try check("--geo", facts, "--country", "US,unknown") { $0["country"] != "NL" }
        try check("--class", "backdoor") { $0["class"] == "backdoor" }
        try check("--label", "EXAMPLEBOT", "--label", "ExampleDNS") {
            ["ExampleBot", "ExampleDNS"].contains($0["label"])
        }
        try check("--class", "scanner") { _ in false }
    }

    @Test("by host have name, sector, contact, labels and the leading origin")
    func hosts() throws {
        let rows = try rows("export", "--by", "host", "--min-grade", "intruded", "--assets", files.assets)
        #expect(rows.map { $0["host"] } == ["10.80.0.1", "10.80.0.2", "10.80.0.3"])
        #expect(rows.map { $0["name"] } == ["Portal", "Register", "Mail"])
        #expect(rows.map { $0["sector"] } == ["government", "information system", "government"])
        #expect(rows.map { $0["contact"] } == ["web@example", "web@example", "mail@example"])
        #expect(rows.allSatisfy { $0["labels"]?.contains("ExampleShell") ?? false })
        #expect(rows.allSatisfy { $0["top_origin"] == "198.51.100.77" })
        let all = try self.rows("export", "--by", "host")
        #expect(all.allSatisfy { $0["name"] == "" && $0["labels"] != "" && $0["top_origin"] != "" })
    }

    @Test(
        "of flows are those with an origin, a host, a port, a class, a label, a country or a grade that was asked for",
        arguments: [
            (["--origin", "203.0.113.0/26"], "origin", ["203.0.113.10"]),
            (["--origin", "203.0.113.60-203.0.113.70,2001:db8::/32"], "origin", ["203.0.113.70", "2001:db8:bad::7"]),
            (["--origin", "192.0.2.53", "--origin", "192.0.2.44"], "origin", ["192.0.2.44", "192.0.2.53"]),
            (["--host", "10.80.0.0 255.255.255.254"], "host", ["10.80.0.1"]),
            (["--port", "53"], "origin_port", ["53"]),
            (["--class", "scanner,backdoor"], "class", ["backdoor", "scanner"]),
            (["--label", "examplerat"], "label", ["ExampleRAT"]),
            (["--country", "US"], "country", ["US"]),
            (["--country", "unknown"], "country", [""]),
            (["--grade", "attempted", "--grade", "answered"], "grade", ["answered", "attempted"]),
            (["--min-grade", "exchanged"], "grade", ["exchanged", "intruded"]),
        ])
    func filters(arguments: [String], column: String, values: [String]) throws {
        let all = try allFlows()
        let run = try CommandRun(["flows", "--store", files.store, "--geo", facts, "--asn", facts] + arguments)
        #expect(run.status == 0, "\(run.errors)")
        #expect(Set(run.rows.compactMap { $0[column] }) == Set(values))
        #expect(run.rows == all.filter { flow in flow[column].map(values.contains) ?? false })
    }

    @Test("are those of which all that was asked for holds, at either end for ports")
    func together() throws {
        let flow = try #require(try allFlows().first { $0["class"] == "backdoor" })
        let (host, port) = (try #require(flow["host"]), try #require(flow["host_port"]))
        let rows = try rows("flows", "--host", host, "--port", port, "--class", "backdoor", "--grade", "intruded")
        #expect(!rows.isEmpty && rows.allSatisfy { $0["host"] == host && $0["host_port"] == port })
        #expect(try self.rows("flows", "--host", host, "--class", "scanner").isEmpty)
        #expect(try self.rows("flows", "--label", "").isEmpty)
    }

    @Test("by label are of that label alone, where one was asked for")
    func chosenLabel() throws {
        let list = try files.folder.file(
            "two.csv", "address,label\n203.0.113.10,First\n203.0.113.0/28,Other\n203.0.113.10,Second\n".utf8)
        let store = files.folder.path("two.db")
        let replay = try CommandRun(
            ["replay", Repository.path("Samples/sample.pcap"), "--watchlist", list, "--store", store])
        try #require(replay.status == 0)
        let both = try CommandRun(["export", "--store", store, "--by", "label"]).rows
        #expect(both.map { $0["label"] } == ["First", "Second"])
        #expect(Set(both.map { $0["hosts"] }) == ["6"])
        let one = try CommandRun(["export", "--store", store, "--by", "label", "--label", "second"]).rows
        #expect(one == both.filter { $0["label"] == "Second" })
    }

    @Test("are in JSON Lines as in CSV, a system as a number and what is not known as null")
    func json() throws {
        let run = try CommandRun([
            "export", "--store", files.store, "--by", "asn", "--asn", facts, "--format", "jsonl",
        ])
        let objects = try run.output.split(separator: "\n").map { try ReportFiles.object(String($0)) }
        #expect(objects.map { $0["asn"] as? Int } == [nil, 900, 64_500, 64_500, 64_500])
        #expect(objects.first?["asn"] is NSNull)
        let total = try CommandRun(["export", "--store", files.store, "--by", "total", "--format", "jsonl"])
        #expect(try ReportFiles.object(total.output)["class"] is NSNull)
    }

    @Test(
        "in a part of the time are what the same rows of all of it are",
        arguments: ["origin,hour", "country,hour", "hour"])
    func hours(grouping: String) throws {
        let all = try rows("export", "--by", grouping, "--geo", facts)
        let part = try rows("export", "--by", grouping, "--geo", facts, "--from", "2013-05-31T23:00:00Z")
        #expect(part == all.filter { $0["hour"] != "2013-05-31T22:00:00Z" })
        #expect(!part.isEmpty)
    }
}
