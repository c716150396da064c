import NetworkTypes
import Testing

@Suite("Timestamp")
struct TimestampTests {
    @Test(
        "is written in UTC with microseconds, finer digits cut",
        arguments: [
            (0, "1970-01-01T00:00:00.000000Z"), (1_370_041_199_000_001_999, "2013-05-31T22:59:59.000001Z"),
            (999_999_999, "1970-01-01T00:00:00.999999Z"), (1_370_044_799_999_999_999, "2013-05-31T23:59:59.999999Z"),
            (.max, "2262-04-11T23:47:16.854775Z"),
        ] as [(Int64, String)])
    func description(nanoseconds: Int64, text: String) {
        #expect(Timestamp(nanoseconds: nanoseconds).description == text)
    }

    @Test(
        "before 1970 is written as the microsecond that holds it",
        arguments: [
            (-1, "1969-12-31T23:59:59.999999Z"), (-1_000, "1969-12-31T23:59:59.999999Z"),
            (-1_001, "1969-12-31T23:59:59.999998Z"), (-1_000_000_000, "1969-12-31T23:59:59.000000Z"),
            (-9_223_372_036_000_000_000, "1677-09-21T00:12:44.000000Z"),
        ] as [(Int64, String)])
    func before1970(nanoseconds: Int64, text: String) {
        #expect(Timestamp(nanoseconds: nanoseconds).description == text)
    }

    @Test("is written at the earliest instant too, to which captures with a senseless offset are clamped")
    func earliest() async {
        await #expect(processExitsWith: .success) {
            _ = Timestamp(nanoseconds: .min).description
        }
    }

    @Test("compares as a number")
    func order() {
        let times = [Int64.min, -1, 0, 1, .max].map { Timestamp(nanoseconds: $0) }
        #expect(times.shuffled().sorted() == times)
    }

    @Test("floors quotients, whatever the sign")
    func floorQuotient() {
        for (value, quotient) in [(-7_201, -3), (-7_200, -2), (-1, -1), (0, 0), (3_599, 0), (3_600, 1)] {
            #expect(Int64(value).floorQuotient(by: 3_600) == Int64(quotient), "\(value)")
        }
        #expect(Int64.min.floorQuotient(by: 1_000) == -9_223_372_036_854_776)
    }
}
