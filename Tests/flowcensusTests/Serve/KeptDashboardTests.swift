import Foundation
import TestSupport
import Testing

@Suite("The dashboard of a store whose counts outlived their flows", .serialized)
struct KeptDashboardTests {
    private let server: ServeRun

    init() throws {
        server = try ServeRun()
    }

    /// Prunes the store while the server has it open.
    private func prune(before: String) throws {
        let pruned = try CommandRun([
            "store", "prune", "--before", before, "--keep-counts", "--yes", "--store", server.store,
        ])
        try #require(pruned.status == 0, "\(pruned.errors)")
    }

    private func page(_ path: String) throws -> String {
        let reply = try server.ask(path, headers: ["Cache-Control": "no-cache"])
        #expect(reply.status == 200, "\(path)")
        return reply.bodyText
    }

    /// Hosts affected at each hour of the page's curve.
    private func curve() throws -> [String: Int] {
        let points = try page("/").matches(of: /<title>([0-9]+ [A-Z][a-z]+ [0-9]+ [0-9:]+): ([0-9,]+)<\/title>/)
        return Dictionary(
            points.map { (String($0.1), Int($0.2.replacing(",", with: "")) ?? -1) }, uniquingKeysWith: max)
    }

    @Test("draws the hours that are kept on the same curve as the others, as lower bounds")
    func curves() throws {
        let whole = try curve()
        #expect(whole == ["31 May 2013 22:00": 21, "31 May 2013 23:00": 26, "1 June 2013 00:00": 1])
        try prune(before: "2013-05-31T23")
        let part = try curve()
        #expect(part == ["31 May 2013 22:00": 18, "31 May 2013 23:00": 26, "1 June 2013 00:00": 1])
        try prune(before: "2013-06-02")
        let none = try curve()
        #expect(none == ["31 May 2013 22:00": 18, "31 May 2013 23:00": 23, "1 June 2013 00:00": 1])
    }

    @Test("says on every page of flows that they are gone, and opens each", arguments: ["2013-05-31T23", "2013-06-02"])
    func pages(before: String) throws {
        let sound = "are gone"
        #expect(try !page("/").contains(sound))
        try prune(before: before)
        let hours = before == "2013-06-02" ? "The flows of 3 hours" : "The flows of 1 hour"
        for path in [
            "/", "/origins", "/hosts", "/countries", "/countries/US", "/origins/203.0.113.10", "/hosts/10.20.0.1",
        ] {
            let text = try page(path)
            #expect(text.contains(hours) && text.contains(sound), "\(path)")
        }
        for path in ["/events", "/coverage", "/lists"] { #expect(try page(path).contains("<h1"), "\(path)") }
        #expect(try page("/coverage").contains("capture"))
    }

    @Test("answers by the API with the rows that were, and with those that can be made, as the commands do")
    func answers() throws {
        let kept = ["counts?format=csv", "counts?format=csv&by=hour"]
        let before = try kept.map { try server.ask("/api/v1/\($0)").bodyText }
        #expect(before.allSatisfy { $0.contains("2013-05-31T22:00:00Z") })
        try prune(before: "2013-06-02")
        #expect(try kept.map { try server.ask("/api/v1/\($0)").bodyText } == before)
        for (target, words) in [
            ("counts?format=csv&by=total", ["export", "--by", "total"]), ("flows?format=csv", ["flows"]),
            ("report?format=json", ["report", "--format", "json"]),
        ] {
            let run = try CommandRun(words + ["--store", server.store])
            let reply = try server.ask("/api/v1/\(target)")
            #expect(reply.status == 200 && reply.bodyText == run.output, "\(target)")
        }
        let report = try server.ask("/api/v1/report?format=json").bodyText
        #expect(report.contains("only counts by hour are kept"))
    }
}
