import Foundation
import Testing

@Suite("Hostile labels")
struct HostileLabelTests {
    private let files: ReportFiles
    private let labels = [
        "=cmd|'/c calc'!A1", "<script>alert(1)</script>", "exe\u{202E}fdp", "next\u{85}line", "a;=2+2",
    ]

    init() throws {
        files = try ReportFiles()
    }

    private func store() throws -> String {
        let addresses = ["203.0.113.10", "203.0.113.70", "198.51.100.23", "198.51.100.77", "192.0.2.44"]
        let lines = zip(addresses, labels).map { "\($0),\"\($1)\"" }
        let list = try files.folder.file("labels.csv", ("address,label\n" + lines.joined(separator: "\n")).utf8)
        let run = try CommandRun([
            "replay", Repository.path("Samples/sample.pcap"), "--watchlist", list, "--store",
            files.folder.path("labels.db"),
        ])
        try #require(run.status == 0 || run.status == 3, "\(run.errors)")
        return files.folder.path("labels.db")
    }

    @Test("show as what they are in a report, and turn nothing round")
    func text() throws {
        let assets = try files.folder.file("hostile.csv", "prefix,kind,sector\n10.80.0.1,web\u{202E}site,=gov\n".utf8)
        let run = try CommandRun(["report", "--store", store(), "--assets", assets])
        let odd = run.output.unicodeScalars.filter {
            $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E || $0.value == 0x7F
        }
        #expect(odd.isEmpty)
        #expect(run.output.contains("exe\\u{202E}fdp"))
        #expect(run.output.contains("=gov, web\\u{202E}site"))
    }

    @Test("are no formulas in CSV, and stay what they are in JSON")
    func export() throws {
        let store = try store()
        let csv = try CommandRun(["export", "--by", "origin", "--store", store]).output
        #expect(csv.contains(",'=cmd|'/c calc'!A1,"))
        #expect(csv.contains(",a;'=2+2,"))
        #expect(csv.contains(",exe\\u{202E}fdp,"))
        #expect(csv.contains(",<script>alert(1)</script>,"))
        let flows = try CommandRun(["flows", "--store", store]).output
        #expect(flows.contains(",'=cmd|'/c calc'!A1,"))
        let json = try CommandRun(["export", "--by", "origin", "--store", store, "--format", "jsonl"]).output
        #expect(json.contains("\"label\":\"=cmd|'/c calc'!A1\""))
    }
}
