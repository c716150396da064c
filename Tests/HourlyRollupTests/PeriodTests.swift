import HourlyRollup
import NetworkTypes
import Testing

@Suite("Period")
struct PeriodTests {
    @Test(
        "begins with the first hour of its calendar unit in UTC, before 1970 too",
        arguments: [
            ("2013-05-31T23:59", "2013-05-31T23:00", "2013-05-31", "2013-05"),
            ("2013-06-01T00:00", "2013-06-01T00:00", "2013-06-01", "2013-06"),
            ("2012-02-29T12:00", "2012-02-29T12:00", "2012-02-29", "2012-02"),
            ("1970-01-01T00:00", "1970-01-01T00:00", "1970-01-01", "1970-01"),
            ("1969-12-31T23:30", "1969-12-31T23:00", "1969-12-31", "1969-12"),
            ("1969-03-01T00:00", "1969-03-01T00:00", "1969-03-01", "1969-03"),
        ])
    func starts(time: String, hour: String, day: String, month: String) throws {
        let start = try Evidence.hour(time)
        #expect(try Period.hour.start(of: start) == Evidence.hour(hour))
        #expect(try Period.day.start(of: start) == Evidence.hour(day))
        #expect(try Period.month.start(of: start) == Evidence.hour(month))
    }

    @Test("is the same for all of its hours, and another for the hours beside them")
    func everyHour() throws {
        let first = try Evidence.hour("2012-02-01")
        for offset in Int32(0)..<29 * 24 {
            let hour = Hour(index: first.index + offset)
            #expect(Period.month.start(of: hour) == first)
            #expect(Period.day.start(of: hour) == Hour(index: first.index + offset / 24 * 24))
        }
        #expect(Period.month.start(of: Hour(index: first.index - 1)) != first)
        #expect(Period.month.start(of: Hour(index: first.index + 29 * 24)) != first)
    }

    @Test("begins before the first instant that a timestamp can state, where its month does")
    func earliest() async {
        await #expect(processExitsWith: .success) {
            _ = Period.month.start(of: Hour(containing: Timestamp(nanoseconds: .min)))
        }
    }
}
