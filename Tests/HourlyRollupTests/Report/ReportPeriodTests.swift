import HourlyRollup
import NetworkTypes
import Testing

@Suite("The period before")
struct ReportPeriodTests {
    private func period(_ from: String, _ to: String) throws -> ReportPeriod {
        try #require(ReportPeriod(from: Evidence.hour(from), to: Evidence.hour(to)))
    }

    @Test(
        "is as many months where a period is whole months, else as many hours",
        arguments: [
            (["2013-05", "2013-06"], ["2013-04", "2013-05"]), (["2013-03", "2013-04"], ["2013-02", "2013-03"]),
            (["2013", "2014"], ["2012", "2013"]), (["2013-01", "2013-06"], ["2012-08", "2013-01"]),
            (["2013-05-02", "2013-05-03"], ["2013-05-01", "2013-05-02"]),
            (["2013-05-01", "2013-05-08"], ["2013-04-24", "2013-05-01"]),
            (["2013-05-01T05:00", "2013-05-01T06:00"], ["2013-05-01T04:00", "2013-05-01T05:00"]),
        ])
    func previous(times: [String], before: [String]) throws {
        #expect(try period(times[0], times[1]).previous == period(before[0], before[1]))
    }

    @Test("is none for no hours, and no period ends before it begins")
    func none() throws {
        #expect(try period("2013-05", "2013-05").previous == nil)
        #expect(try ReportPeriod(from: Evidence.hour("2013-06"), to: Evidence.hour("2013-05")) == nil)
    }
}
