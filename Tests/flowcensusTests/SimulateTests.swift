import Foundation
import HourlyRollup
import Testing

@testable import TrafficSimulation

@Suite("Simulated traffic")
struct SimulateTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func simulate(_ arguments: String..., into name: String = "made") throws -> CommandRun {
        try CommandRun(["simulate", "--output", folder.path(name)] + arguments)
    }

    private func captures(_ name: String = "made") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path(name)).filter { $0.hasPrefix("capture") }
            .sorted()
    }

    /// Counts some captures of the folder into a store.
    private func count(_ captures: [String]) throws -> CommandRun {
        try CommandRun(
            ["replay"] + captures.map { folder.path("made/\($0)") }
                + ["--watchlist", folder.path("made/watchlist.csv"), "--internal", folder.path("made/internal.txt")]
                + ["--store", folder.path("census.db")])
    }

    /// Asks the store, with everything that is known beside it.
    private func ask(_ arguments: String...) throws -> CommandRun {
        try CommandRun(
            arguments + ["--store", folder.path("census.db"), "--geo", folder.path("made/countries.mmdb")])
    }

    /// The columns of an export that the truth has: the first, up to the bytes, and the served.
    private func known(_ export: String) -> [String] {
        export.split(separator: "\n").map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return (cells.prefix(15) + cells.dropFirst(18).prefix(1)).joined(separator: ",")
        }
    }

    /// Counts what was made, and holds rows and report against the truth.
    /// - Returns: the figures of the report.
    private func checkedFigures() throws -> ReportFigures {
        let counts = try count(captures().reversed())
        #expect(counts.status == 0, "\(counts.errors)")
        let truth = try folder.text("made/truth.csv").split(separator: "\n").map(String.init)
        #expect(known(try ask("export").output) == truth)
        let report = try ask("report", "--format", "json", "--home", "CN", "--assets", folder.path("made/assets.csv"))
        #expect(report.status == 0, "\(report.errors)")
        let figures = try ReportFigures(report: Data(report.output.utf8))
        #expect(figures == (try ReportFigures(truth: Data(folder.text("made/truth.json").utf8))))
        return figures
    }

    @Test("replaces what an earlier simulation wrote only where that is asked for")
    func replacing() throws {
        #expect(try simulate("--divide", "3").status == 0)
        let truth = try folder.text("made/truth.json")
        let again = try simulate("--divide", "3", "--seed", "2")
        #expect(again.status == 1)
        #expect(again.errors.contains("are there already; --force replaces them"), "\(again.errors)")
        #expect(try folder.text("made/truth.json") == truth)
        #expect(try simulate("--divide", "3", "--seed", "2", "--force").status == 0)
        #expect(try folder.text("made/truth.json") != truth)
        let days = try simulate("--divide", "3", "--files", "day", "--force")
        #expect(days.status == 0, "\(days.errors)")
        let captures = {
            try FileManager.default.contentsOfDirectory(atPath: folder.path("made")).filter { $0.hasPrefix("capture") }
        }
        #expect(try captures().allSatisfy { $0.hasPrefix("capture-2013-") } && !captures().isEmpty)
        _ = try folder.file("made/capture-mine.pcap", "x".utf8)
        #expect(try simulate("--divide", "3", "--as", "zeek", "--force").status == 0)
        #expect(try captures() == ["capture-mine.pcap"])
    }

    @Test(
        "is refused, and nothing else, for figures that no number can hold",
        arguments: [
            "\"hosts\": -9223372036854775808", "\"hosts\": 9223372036854775807", "\"background\": 9223372036854775807",
            "\"silent\": -1", "\"activeHours\": 9223372036854775807", "\"ipv6\": -9223372036854775808",
            "\"hosts\": 1e300", "\"hosts\": 0.5",
        ])
    func impossibleFigures(figure: String) throws {
        #expect(try simulate(into: "plan").status == 0)
        let plan = try folder.text("plan/plan.json")
        let name = try #require(figure.split(separator: ":").first)
        let changed = plan.split(separator: "\n").map { line in
            line.hasPrefix("  \(name)") ? "  \(figure)," : String(line)
        }.joined(separator: "\n")
        let path = try folder.file("plan.json", changed.utf8)
        for divisor in ["1", "1000", "9223372036854775807"] {
            let run = try simulate("--plan", path, "--divide", divisor)
            #expect(run.status == 1, "\(divisor): \(run.errors)")
            #expect(run.errors.contains("\(path): "), "\(run.errors)")
        }
    }

    @Test("of assets entered from everywhere at once is refused, for their sum is not a number")
    func impossibleSums() throws {
        #expect(try simulate(into: "plan").status == 0)
        let plan = try folder.text("plan/plan.json")
        for name in ["\"US\"", "\"intruded\"", "\"listed\"", "\"origins\"", "\"share\""] {
            let changed = plan.replacing(try Regex("\(name)\\s*:\\s*[0-9]+"), with: "\(name): 9223372036854775807")
            let path = try folder.file("plan.json", changed.utf8)
            for divisor in ["1", "9223372036854775807"] {
                let run = try simulate("--plan", path, "--divide", divisor)
                #expect(run.status == 1, "\(name), \(divisor): \(run.errors)")
            }
        }
    }

    @Test(
        "is counted as it truly is, row by row and in the report",
        arguments: [
            ["--plan", "campus"], ["--plan", "campus", "--seed", "2", "--format", "pcapng", "--files", "day"],
            ["--plan", "headline", "--divide", "1000", "--files", "month", "--layout", "flat"],
        ])
    func exact(arguments: [String]) throws {
        let made = try CommandRun(["simulate", "--output", folder.path("made")] + arguments)
        #expect(made.status == 0, "\(made.errors)")
        _ = try checkedFigures()
    }

    @Test("with many attacks of one kind affects the hosts of its plan, and no others", arguments: AttackKind.allCases)
    func attacks(kind: AttackKind) throws {
        var plan = TrafficPlan.campus
        plan.background = 50
        plan.attacks = plan.attacks?.mapped { _ in 0 }
        plan.attacks?.origins = 5
        plan.attacks?[keyPath: kind.figure] = 600
        let path = try folder.file("attacked.json", JSONEncoder().encode(plan))
        let made = try simulate("--plan", path, "--seed", "3")
        #expect(made.status == 0, "\(made.errors)")
        let figures = try checkedFigures()
        #expect(figures.foreign["affected"] == plan.hosts)
        #expect(figures.entered["website"]?["all"] == 9)
        let isServed = [.firstPacket, .crawler, .bruteForce, .reflection, .answerAlone].contains(kind)
        #expect((figures.foreign["served"] ?? 0 > 0) == isServed)
        #expect((figures.packets["tunnelForeign"] ?? 0 > 0) == (kind == .forgedTunnel))
    }

    @Test("of a range is the same rows as in the export of all, before and after pruning", arguments: [1, 5])
    func ranges(seed: Int) throws {
        #expect(try simulate("--seed", "\(seed)").status == 0)
        #expect(try count(captures()).status == 0)
        let all = try ask("export").output.split(separator: "\n").dropFirst()
        let rows = { (from: String) in all.filter { String($0.prefix(20)) >= from } }
        for from in ["2013-05-30T05:00:00Z", "2013-05-30T17:00:00Z", "2013-05-31T08:00:00Z", "2013-05-31T23:00:00Z"] {
            let part = try ask("export", "--from", from).output.split(separator: "\n").dropFirst()
            #expect(Array(part) == rows(from), "\(from)")
        }
        let from = "2013-05-31T06:00:00Z"
        #expect(
            try CommandRun(["store", "prune", "--before", from, "--yes", "--store", folder.path("census.db")]).status
                == 0)
        #expect(try Array(ask("export").output.split(separator: "\n").dropFirst()) == rows(from))
    }

    @Test("takes relative times and weeks, and says what it took the former for")
    func times() throws {
        let days = try simulate("--divide", "1000", "--from", "-72h", "--to", "yesterday")
        #expect(days.status == 0)
        #expect(days.errors.contains("--from is taken for 20") && days.errors.contains("--to is taken for 20"))
        let week = try simulate("--divide", "1000", "--from", "2013-W22", "--to", "2013-05-30", "--force")
        #expect(week.status == 0, "\(week.errors)")
        let plan = try JSONSerialization.jsonObject(with: Data(folder.text("made/plan.json").utf8)) as? [String: Any]
        #expect(plan?["from"] as? String == "2013-05-27T00:00:00Z" && plan?["to"] as? String == "2013-05-30")
    }

    @Test("is the same files for the same plan and seed, and the plan in the folder makes them again")
    func deterministic() throws {
        #expect(try simulate("--divide", "4").status == 0)
        #expect(try simulate("--plan", folder.path("made/plan.json"), into: "again").status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("made"))
        #expect(
            Set(names) == [
                "assets.csv", "capture.pcap", "contacts.csv", "countries.mmdb", "internal.txt", "plan.json",
                "truth.csv",
                "truth.json", "watchlist.csv",
            ])
        for name in names {
            #expect(
                FileManager.default.contentsEqual(
                    atPath: folder.path("made/\(name)"), andPath: folder.path("again/\(name)")))
        }
    }

    @Test("takes figures from the command line")
    func overrides() throws {
        #expect(
            try simulate("--background", "7", "--from", "2013-02-01", "--to", "2013-02-03", "--files", "day").status
                == 0)
        #expect(try captures() == ["capture-2013-02-01.pcap", "capture-2013-02-02.pcap"])
        #expect(try folder.text("made/plan.json").contains("\"background\" : 7"))
    }

    @Test(
        "refuses a plan with what is not a figure, or without one, and names it",
        arguments: [
            ("\"hosts\"", "\"hosst\"", "hosts: is missing"), ("\"home\"", "\"hme\"", "hme: there is no such figure"),
            ("\"origins\" : 24", "\"origins\" : 24, \"colour\" : 1", "countries.0.colour: there is no such figure"),
            ("\"origins\" : 24", "\"origins\" : \"many\"", "countries.0.origins"), ("{", "(", "is not JSON"),
            ("\"hosts\" : 400", "\"hosts\" : 4000", "hosts: 4000"),
        ])
    func refusedPlan(figure: String, replacement: String, problem: String) throws {
        #expect(try simulate().status == 0)
        let plan = try folder.text("made/plan.json").replacingOccurrences(of: figure, with: replacement)
        let file = try folder.file("plan.json", Array(plan.utf8))
        let run = try simulate("--plan", file, into: "refused")
        #expect(run.status == 1)
        #expect(run.errors.contains(problem), "\(run.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("refused")))
    }

    @Test("refuses a folder that cannot be, and a plan that is not there")
    func refusedPaths() throws {
        let file = try folder.file("file", [])
        #expect(try simulate(into: "file/inner").status == 1)
        #expect(file.hasSuffix("file"))
        let run = try simulate("--plan", "nowhere.json")
        #expect(run.status == 1)
        #expect(run.errors.contains("nowhere.json"))
    }
}
