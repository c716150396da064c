import CensusReport
import HourlyRollup
import NetworkTypes
import Testing

@Suite("Words of a report")
struct ReportWordsTests {
    private func period(_ from: String, _ to: String) throws -> ReportPeriod {
        let hours = try [from, to].map { Hour(containing: try #require(Timestamp(parsing: $0))) }
        return try #require(ReportPeriod(from: hours[0], to: hours[1]))
    }

    @Test(
        "name a time by its first and last day, or by hours where it is not whole days",
        arguments: [
            ("2013-01", "2013-06", "between 1 January and 31 May 2013 (UTC)", "1 January to 31 May 2013"),
            ("2013-05", "2013-06", "between 1 May and 31 May 2013 (UTC)", "May 2013"),
            ("2012", "2013", "between 1 January and 31 December 2012 (UTC)", "2012"),
            (
                "2012-12", "2013-02", "between 1 December 2012 and 31 January 2013 (UTC)",
                "1 December 2012 to 31 January 2013"
            ),
            ("2013-05-31", "2013-06-01", "on 31 May 2013 (UTC)", "31 May 2013"),
            (
                "2013-05-31T23:00", "2013-06-01", "between 31 May 2013 23:00 and 1 June 2013 00:00 (UTC)",
                "31 May 2013 23:00 to 1 June 2013 00:00"
            ),
        ])
    func times(from: String, to: String, sentence: String, title: String) throws {
        let period = try period(from, to)
        #expect(ReportWords.time(period) == sentence)
        #expect(ReportWords.title(period) == title)
    }

    @Test("name countries in English, with an article where a sentence takes one")
    func countries() throws {
        let names = try ["US", "KR", "NL", "CZ", "XK"].map {
            ReportWords.nameWithArticle(try #require(CountryCode($0)))
        }
        #expect(names == ["the United States", "South Korea", "the Netherlands", "Czechia", "Kosovo"])
        #expect(ReportWords.name(try #require(CountryCode("QQ"))) == "QQ")
    }

    @Test("group thousands, and say how a number changed unless it was 0")
    func numbers() {
        #expect([0, 999, 1_000, 5_630_000].map { UInt64($0).grouped } == ["0", "999", "1,000", "5,630,000"])
        #expect(ReportWords.count(1, "host", "hosts") == "1 host")
        #expect(ReportWords.change(from: 0, to: 5) == nil)
        #expect(ReportWords.change(from: 200, to: 150) == "-25.0 %")
        #expect(ReportWords.change(from: 3, to: 4) == "+33.3 %")
        #expect([1, 0.99999, 0.5125].map { ReportWords.share($0) } == ["100.00 %", "99.99 %", "51.25 %"])
    }
}
