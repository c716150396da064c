import CensusQueries
import NetworkTypes
import Testing

@Suite("A time on the command line")
struct RelativeTimeTests {
    /// A Sunday.
    private static let now = Timestamp(parsing: "2026-11-29T20:15:30Z")

    @Test(
        "is told from now, in UTC",
        arguments: [
            ("now", "2026-11-29T20:15:30"), ("today", "2026-11-29T00"), ("yesterday", "2026-11-28T00"),
            ("this week", "2026-11-23T00"),
            ("last week", "2026-11-16T00"), ("Last-Week", "2026-11-16T00"), ("this month", "2026-11-01T00"),
            ("last month", "2026-10-01T00"), ("last year", "2025-01-01T00"), ("-24h", "2026-11-28T20:15:30"),
            ("-7d", "2026-11-22T20:15:30"), ("-2w", "2026-11-15T20:15:30"),
        ])
    func relative(text: String, expected: String) throws {
        let expression = try #require(TimeExpression(text))
        #expect(expression.time(at: try #require(Self.now)) == Timestamp(parsing: expected))
        #expect(expression.isRelative)
    }

    @Test(
        "stands for itself",
        arguments: [
            ("0", "1970-01-01"), ("@86400", "1970-01-02"), ("1370041200", "2013-05-31T23"), ("2013-05", "2013-05-01"),
            ("2026-W48", "2026-11-23"), ("2026-W01", "2025-12-29"), ("2020-W53", "2020-12-28"),
            ("1970-W01", "1969-12-29"),
        ])
    func fixed(text: String, expected: String) throws {
        let expression = try #require(TimeExpression(text))
        #expect(expression.time(at: try #require(Self.now)) == Timestamp(parsing: expected))
        #expect(!expression.isRelative)
    }

    @Test(
        "is none",
        arguments: [
            "", "soon", "12", "00", "@", "@-1", "-", "-h", "-24", "-24m", "--24h", "-+4h", "24h", "2026-W00",
            "2026-W54",
            "2025-W53", "2026-W5", "26-W05", "last", "week", "last day", "20130531",
        ])
    func none(text: String) {
        #expect(TimeExpression(text) == nil)
    }

    @Test("as a unit of the calendar has a beginning and an end")
    func spans() throws {
        let now = try #require(Self.now)
        for (text, from, to) in [
            ("last month", "2026-10-01", "2026-11-01"), ("last week", "2026-11-16", "2026-11-23"),
            ("yesterday", "2026-11-28", "2026-11-29"), ("2026-W48", "2026-11-23", "2026-11-30"),
        ] {
            let span = try #require(TimeExpression(text)?.span(at: now))
            #expect(span.from == Timestamp(parsing: from) && span.to == Timestamp(parsing: to))
        }
        #expect(TimeExpression("-24h")?.span(at: now) == nil)
    }

    @Test("is said on standard error where it is relative, and takes a value that begins with a hyphen")
    func command() throws {
        let folder = try TemporaryFolder()
        let store = folder.path("census.db")
        try #require(SampleFiles.replay([SampleFiles.capture], store: store).status == 0)
        let since = try CommandRun(["export", "--store", store, "--from", "-24h"])
        #expect(since.status == 0 && since.rows.isEmpty)
        #expect(since.errors.contains("--from is taken for 20"))
        let all = try CommandRun(["export", "--store", store, "--from", "0"])
        #expect(all.errors.isEmpty)
        #expect(all.output == (try CommandRun(["export", "--store", store]).output))
        let report = try CommandRun(["report", "--store", store, "--period", "last month"])
        #expect(report.status == 0 && report.errors.contains("--period is taken for 20"))
    }
}
