import Foundation
import Testing

/// Runs the lines of SQL that the page on stores has, as they stand there.
@Suite("The documented lines of SQL")
struct DocumentedSQLTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let run = try CommandRun([
            "replay", Repository.path("Samples/sample.pcap"), "--watchlist", Repository.path("Samples/watchlist.csv"),
            "--store", folder.path("census.db"),
        ])
        try #require(run.status == 0)
    }

    /// The lines of the page that hold some text, of which there has to be one.
    private static func lines(holding text: String) throws -> [String] {
        let page = try Repository.text("Sources/flowcensus/Documentation.docc/Store.md")
        let lines = page.split(separator: "\n").map(String.init)
            .filter { $0.contains(text) && ($0.hasPrefix("flowcensus ") || $0.hasPrefix(text)) }
        try #require(!lines.isEmpty, "the page has no line with \(text)")
        return lines
    }

    /// Runs a line in a folder that holds the store and, as in the repository, the samples.
    private func shell(_ line: String) throws -> String {
        let samples = folder.path("Samples")
        if !FileManager.default.fileExists(atPath: samples) {
            try FileManager.default.createSymbolicLink(
                atPath: samples, withDestinationPath: Repository.path("Samples"))
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", line]
        process.currentDirectoryURL = folder.url
        let programs = CommandRun.executable.deletingLastPathComponent().path
        process.environment = ProcessInfo.processInfo.environment.merging([
            "PATH": "\(programs):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
        ]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try folder.writingHandle("output")
        process.standardError = try folder.writingHandle("errors")
        try process.run()
        process.waitUntilExit()
        let errors = try folder.text("errors")
        #expect(process.terminationStatus == 0, "\(line): \(errors)")
        return try folder.text("output")
    }

    /// Origins with their hosts, as the export counts them, in the order of the documented queries.
    private func hostsByOrigin(separator: String) throws -> [String] {
        let rows = try CommandRun(["export", "--by", "origin", "--store", folder.path("census.db")]).rows
        return rows.compactMap { row in row["origin"].flatMap { origin in row["hosts"].map { (origin, $0) } } }
            .sorted { ((Int($1.1) ?? 0), $0.0) < ((Int($0.1) ?? 0), $1.0) }
            .map { "\($0.0)\(separator)\($0.1)" }
    }

    private static func isInstalled(_ program: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
    }

    @Test("fill SQLite with the flows, which give the counts of the export")
    func sqlite() throws {
        let lines = try Self.lines(holding: "sqlite3 flows.db")
        #expect(lines.count == 2)
        #expect(try shell(lines[0]).isEmpty)
        #expect(
            try shell(lines[1]).split(separator: "\n").map(String.init) == hostsByOrigin(separator: "|"))
    }

    @Test(
        "fill DuckDB with the flows, which give the counts of the export",
        .enabled(if: isInstalled("duckdb"), "duckdb is not installed"))
    func duckdb() throws {
        let lines = try Self.lines(holding: "duckdb flows.duckdb")
        #expect(lines.count == 3)
        _ = try shell(lines[0])
        let output = try shell(lines[1].replacing("duckdb flows", with: "duckdb -csv -noheader flows"))
        #expect(output.split(separator: "\n").map(String.init) == (try hostsByOrigin(separator: ",")))
    }

    @Test(
        "ask ClickHouse about the flows, which gives the counts of the export",
        .enabled(if: isInstalled("clickhouse"), "clickhouse is not installed"))
    func clickhouse() throws {
        let line = try #require(try Self.lines(holding: "clickhouse local").first)
        let output = try shell(line)
        #expect(output.split(separator: "\n").map(String.init) == (try hostsByOrigin(separator: "\t")))
    }

    @Test("show views of the catalogue, which leave the store as it is")
    func views() throws {
        let before = try Data(contentsOf: folder.url.appendingPathComponent("census.db"))
        let lines = try Self.lines(holding: "sqlite3 -readonly")
        #expect(lines.count == 3)
        let hours = try shell(lines[0]).split(separator: "\n")
        let counted = try CommandRun(["export", "--by", "hour", "--store", folder.path("census.db")]).rows
        #expect(Set(hours.map { $0.prefix(20) }) == Set(counted.compactMap { $0["hour"]?.prefix(20) }))
        #expect(try shell(lines[1]).isEmpty, "the sample dropped nothing")
        let open = "sqlite3 -readonly -init Samples/store-views.sql census.db"
        let input = try shell("\(open) 'SELECT kind, packets, lists FROM counted_inputs'")
        #expect(input.hasPrefix("capture|") && input.hasSuffix("watchlist.csv\n"))
        let seen = try shell("\(open) \"SELECT sum(number) FROM hourly_coverage WHERE kind = 'seen'\"")
        #expect(input.contains("|\(seen.dropLast())|"))
        #expect(try shell("\(open) 'SELECT inputs FROM used_lists'") == "1\n")
        #expect(try shell(lines[2]).isEmpty, "no flows were removed")
        #expect(try Data(contentsOf: folder.url.appendingPathComponent("census.db")) == before)
        let rows = try CommandRun(["export", "--by", "hour", "--store", folder.path("census.db")]).rows
        let prune = [
            "store", "prune", "--before", "2014", "--keep-counts", "--yes", "--store", folder.path("census.db"),
        ]
        #expect(try CommandRun(prune).status == 0)
        let kept = rows.map { "\($0["hour"] ?? "")|\($0["class"] ?? "")|\($0["affected"] ?? "")\n" }
        #expect(try shell(lines[2]) == kept.joined())
    }
}
