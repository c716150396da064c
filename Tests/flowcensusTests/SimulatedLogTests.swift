import Foundation
import Testing

@testable import TrafficSimulation

@Suite("Simulated flow logs")
struct SimulatedLogTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// The columns of an export that the truth has: the first, up to the bytes, and the served.
    private func known(_ export: String) -> [String] {
        export.split(separator: "\n").map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return (cells.prefix(15) + cells.dropFirst(18).prefix(1)).joined(separator: ",")
        }
    }

    @Test(
        "are counted as they truly are, row by row and in the report, however many jobs read them",
        arguments: SimulatedLog.allCases, [["--files", "one"], ["--files", "day", "--seed", "2"]])
    func exact(log: SimulatedLog, options: [String]) throws {
        let made = try CommandRun(["simulate", "--as", log.rawValue, "--output", folder.path("made")] + options)
        #expect(made.status == 0, "\(made.errors)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path("made")).filter {
            $0.hasPrefix("capture") || $0.hasPrefix("flows") || $0.hasPrefix("conn")
        }
        #expect(!files.isEmpty)
        let store = folder.path("census.db")
        let counts = try CommandRun(
            ["replay"] + files.map { folder.path("made/\($0)") } + (log == .netflow9 ? ["--exports"] : [])
                + ["--watchlist", folder.path("made/watchlist.csv"), "--internal", folder.path("made/internal.txt")]
                + ["--store", store])
        #expect(counts.status == 0, "\(counts.errors)")
        #expect(!counts.errors.contains("not decoded:") && !counts.errors.contains("lost by"), "\(counts.errors)")
        let options = ["--store", store, "--geo", folder.path("made/countries.mmdb")]
        let truth = try folder.text("made/truth.csv").split(separator: "\n").map(String.init)
        let rows = known(try CommandRun(["export"] + options).output)
        #expect(rows.count == truth.count)
        for (row, right) in zip(rows, truth) where row != right {
            Issue.record("\(row), not \(right)")
            break
        }
        let report = try CommandRun(
            ["report", "--format", "json", "--home", "CN", "--assets", folder.path("made/assets.csv")] + options)
        var figures = try ReportFigures(report: Data(report.output.utf8))
        var truly = try ReportFigures(truth: Data(folder.text("made/truth.json").utf8))
        // A log states packets that match nothing in records.
        for name in ["seen", "undecoded"] { (figures.packets[name], truly.packets[name]) = (nil, nil) }
        #expect(figures == truly)
    }
}
