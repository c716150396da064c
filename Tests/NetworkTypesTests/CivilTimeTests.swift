import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@Suite("Civil time")
struct CivilTimeTests {
    /// Counts days one by one, by the calendar's rules and nothing else.
    private struct Calendar {
        var year: Int64
        var month: Int64 = 1
        var day: Int64 = 1

        private var isLeapYear: Bool {
            year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        }

        private var daysInMonth: Int64 {
            switch month {
            case 2: isLeapYear ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        }

        mutating func advance() {
            day += 1
            guard day > daysInMonth else { return }
            (day, month) = (1, month + 1)
            guard month > 12 else { return }
            (month, year) = (1, year + 1)
        }
    }

    @Test("follows the calendar day by day over a cycle of 400 years, there and back")
    func everyDay() {
        var calendar = Calendar(year: 1770)
        let start = CivilTime(year: 1770, month: 1, day: 1).unixSeconds
        #expect(start == -6_311_347_200)
        var wrong = 0
        for number in 0..<Int64(146_097) {
            let seconds = start + number * 86_400
            let time = CivilTime(unixSeconds: seconds + 86_399)
            let isRight =
                (time.year, time.month, time.day) == (calendar.year, calendar.month, calendar.day)
                && (time.hour, time.minute, time.second) == (23, 59, 59) && time.unixSeconds == seconds + 86_399
                && CivilTime(year: time.year, month: time.month, day: time.day).unixSeconds == seconds
            if !isRight { wrong += 1 }
            calendar.advance()
        }
        #expect(wrong == 0)
        #expect(calendar.year == 2170)
    }

    @Test(
        "splits known instants",
        arguments: [
            (0, [1970, 1, 1, 0, 0, 0]), (-1, [1969, 12, 31, 23, 59, 59]), (951_782_400, [2000, 2, 29, 0, 0, 0]),
            (1_370_041_199, [2013, 5, 31, 22, 59, 59]), (4_107_542_399, [2100, 2, 28, 23, 59, 59]),
            (4_107_542_400, [2100, 3, 1, 0, 0, 0]), (-62_135_596_800, [1, 1, 1, 0, 0, 0]),
        ] as [(Int64, [Int64])])
    func knownInstants(seconds: Int64, fields: [Int64]) {
        let time = CivilTime(unixSeconds: seconds)
        #expect([time.year, time.month, time.day, time.hour, time.minute, time.second] == fields)
        #expect(time.unixSeconds == seconds)
    }

    @Test("comes back from random seconds of all that a timestamp covers")
    func roundTrip() {
        var random = SeededGenerator()
        for _ in 0..<20_000 {
            let seconds = Int64.random(in: -9_223_372_037...9_223_372_036, using: &random)
            #expect(CivilTime(unixSeconds: seconds).unixSeconds == seconds)
        }
    }
}
