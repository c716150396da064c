import Foundation
import Testing

@Suite("Counts that outlive their flows, on the command line")
struct KeptCountsTests {
    private let files: ReportFiles

    init() throws {
        files = try ReportFiles()
    }

    private func run(_ words: String...) throws -> CommandRun {
        let run = try CommandRun(words + ["--store", files.store])
        #expect(run.status == 0, "\(run.errors)")
        return run
    }

    private func export(_ options: [String]) throws -> CommandRun {
        let run = try CommandRun(["export", "--store", files.store, "--geo", files.countries] + options)
        #expect(run.status == 0, "\(run.errors)")
        return run
    }

    /// What can be asked of hours whose flows are gone.
    private static let kept = [
        [], ["--by", "country,hour"], ["--by", "hour"], ["--format", "jsonl"],
        ["--by", "hour", "--class", "c2"], ["--class", "backdoor", "--country", "US"],
        ["--origin", "203.0.113.0/24"], ["--by", "country,hour", "--country", "KR"],
        ["--from", "2013-05-31T22", "--to", "2013-05-31T23"], ["--from", "2013-05-31T23"], ["--to", "2013-06"],
        ["--from", "2013-05-31T22:30", "--by", "hour", "--to", "2013-06-01T01"],
    ]

    @Test(
        "are the bytes that were, at every edge and by every filter that takes whole rows",
        arguments: ["2013-05-31T23", "2013-06-01T00", "2013-06-02"])
    func bytes(before: String) throws {
        let whole = try Self.kept.map { try export($0).output }
        let pruned = try run("store", "prune", "--before", before, "--keep-counts", "--geo", files.countries, "--yes")
        #expect(
            pruned.output.contains(" hours are kept by origin,hour, by hour, by country,hour, and can be regrouped"))
        for (options, output) in zip(Self.kept, whole) {
            #expect(try export(options).output == output, "\(options)")
        }
        #expect(try run("store", "check").output.contains("sound"))
        let noted = try export([]).errors
        #expect(noted.contains("are as they were when their flows were removed, and can be regrouped no more"))
    }

    @Test(
        "are said to be no answer to other questions",
        arguments: [
            ["export", "--by", "total"], ["export", "--by", "day"], ["export", "--min-grade", "exchanged"],
            ["export", "--by", "host"], ["export", "--label", "zeus"], ["export", "--one-way"], ["flows"],
            ["export", "--by", "country,hour"],
        ])
    func lacking(command: [String]) throws {
        _ = try run("store", "prune", "--before", "2013-05-31T23", "--keep-counts", "--yes")
        let asked = try CommandRun(command + ["--store", files.store])
        #expect(asked.status == 0)
        #expect(
            asked.errors.contains(
                "the flows of 1 hours from 2013-05-31T22:00:00Z to 2013-05-31T22:00:00Z are gone, and these rows cannot be made"
            ))
        #expect(!asked.output.contains("2013-05-31T22"))
        let later = try CommandRun(command + ["--store", files.store, "--from", "2013-05-31T23"])
        #expect(!later.errors.contains("are gone"))
    }

    @Test("are shown by info, named by a report, and kept by what erases a host, which says so")
    func said() throws {
        let plan = try run("store", "prune", "--before", "2013-05-31T23", "--keep-counts", "--dry-run").output
        #expect(plan.contains("21 flows in 1 hours"))
        _ = try run("store", "prune", "--before", "2013-05-31T23", "--keep-counts", "--yes")
        let line = "counts kept without flows: 1 hours from 2013-05-31T22:00:00Z to 2013-05-31T22:00:00Z"
        #expect(try run("store", "info").output.contains(line))
        let object = try JSONSerialization.jsonObject(
            with: Data(run("store", "info", "--format", "json").output.utf8))
        let kept = (object as? [String: Any])?["kept_counts"] as? [String: Any]
        #expect(kept?["hours"] as? Int == 1 && kept?["hours_with_countries"] as? Int == 0)
        let report = try run("report").output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(report.contains("The flows of 1 hour between 2013-05-31T22:00:00Z and"))
        #expect(report.contains("HOURS WHOSE FLOWS ARE GONE") && report.contains("31 May 2013 22:00 6 >= 18"))
        let erased = try run("store", "erase", "--host", "10.20.0.1", "--yes").output
        #expect(erased.contains("The counts of 1 hours whose flows are gone name no host"))
    }

    @Test("are all that a report has of a time whose flows are all gone, and make no trend")
    func reported() throws {
        let whole = try files.document("--geo", files.countries)
        _ = try run(
            "store", "prune", "--before", "2013-06-02", "--keep-counts", "--geo", files.countries, "--yes")
        let kept = try files.document("--geo", files.countries)
        let statement = try #require(kept["statement"] as? String)
        #expect(statement.contains("only counts by hour are kept. Hosts were affected by 7 threats"))
        #expect(statement.contains("In the hour from 31 May 2013 23:00 at least 23 hosts were affected"))
        let (before, after) = try (
            #require(whole["foreign"] as? [String: Any]), #require(kept["kept"] as? [String: Any])
        )
        for name in ["threats", "origins"] { #expect(before[name] as? Int == after[name] as? Int) }
        let hours = try (#require(whole["hours"] as? [[String: Any]]), #require(kept["hours"] as? [[String: Any]]))
        #expect(hours.0.map { $0["threats"] as? Int } == hours.1.map { $0["threats"] as? Int })
        #expect(hours.1.map { ($0["at_least"] as? [String]) ?? [] } == [["hosts"], ["hosts"], []])
        #expect(hours.0.last?["affected"] as? Int == hours.1.last?["affected"] as? Int)
        let countries = try #require(after["countries"] as? [[String: Any]])
        #expect(countries.first?["country"] as? String == "US" && countries.first?["threats"] as? Int == 3)
        let day = try files.document("--period", "2013-06-01")
        let remarks = try #require(day["remarks"] as? [String])
        #expect(remarks.contains { $0.contains("by hour, which can be regrouped no more") })
        let page = try run("report", "--format", "html").output
        #expect(page.contains("Hours whose flows are gone") && page.contains("chart-hours"))
    }

    @Test("go with the hours that are pruned without them, and are named in the plan")
    func removed() throws {
        _ = try run("store", "prune", "--before", "2013-05-31T23", "--keep-counts", "--yes")
        let plan = try run("store", "prune", "--before", "2013-06-01", "--dry-run").output
        #expect(plan.contains(", and the counts of 1 hours whose flows are gone would be removed"), "\(plan)")
        let pruned = try run("store", "prune", "--before", "2013-06-01", "--yes").output
        #expect(pruned.contains(", and the counts of 1 hours whose flows were gone"), "\(pruned)")
        #expect(try !export([]).output.contains("2013-05-31"))
        #expect(try !run("store", "info").output.contains("counts kept"))
    }
}
