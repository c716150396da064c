import NetworkTypes
import Testing

@Suite("Hour")
struct HourTests {
    @Test(
        "holds its first nanosecond and not that of the next",
        arguments: [
            (0, 0), (3_599_999_999_999, 0), (3_600_000_000_000, 1), (-1, -1), (-3_600_000_000_000, -1),
            (-3_600_000_000_001, -2), (.max, 2_562_047), (.min, -2_562_048),
        ] as [(Int64, Int32)])
    func containing(nanoseconds: Int64, index: Int32) {
        #expect(Hour(containing: Timestamp(nanoseconds: nanoseconds)).index == index)
    }

    @Test("is written as its start")
    func description() throws {
        let time = try #require(Timestamp(parsing: "2013-05-31T23:59:59.999Z"))
        #expect(Hour(containing: time).description == "2013-05-31T23:00:00Z")
        #expect(Hour(containing: time).startSeconds == 1_370_041_200)
        #expect(Hour(index: -1).description == "1969-12-31T23:00:00Z")
        #expect(Hour(containing: Timestamp(nanoseconds: .min)).description == "1677-09-21T00:00:00Z")
    }

    @Test("compares as a number")
    func order() {
        let hours = [Int32.min, -1, 0, 1, .max].map { Hour(index: $0) }
        #expect(hours.shuffled().sorted() == hours)
    }
}

@Suite("Hour range")
struct HourRangeTests {
    private func range(_ from: String?, _ to: String?) throws -> HourRange {
        HourRange(
            from: try from.map { try #require(Timestamp(parsing: $0)) },
            to: try to.map { try #require(Timestamp(parsing: $0)) })
    }

    private func hour(_ text: String) throws -> Hour {
        Hour(containing: try #require(Timestamp(parsing: text)))
    }

    @Test("between whole hours holds the first and not the last")
    func wholeHours() throws {
        let range = try range("2013-05-31T22:00", "2013-06-01")
        #expect(try !range.contains(hour("2013-05-31T21:59:59")))
        #expect(try range.contains(hour("2013-05-31T22:00")))
        #expect(try range.contains(hour("2013-05-31T23:00")))
        #expect(try !range.contains(hour("2013-06-01T00:00")))
    }

    @Test("holds every hour that its time overlaps, by a nanosecond too")
    func overlaps() throws {
        let range = try range("2013-05-31T22:59:59.999999999", "2013-05-31T23:00:00.000000001")
        #expect(try range.from == hour("2013-05-31T22:00"))
        #expect(try range.to == hour("2013-06-01T00:00"))
        #expect(try range.contains(hour("2013-05-31T22:00")) && range.contains(hour("2013-05-31T23:00")))
    }

    @Test("is rounded the same way before 1970")
    func before1970() throws {
        let range = try range("1969-12-31T22:30", "1969-12-31T23:00")
        #expect(range.from == Hour(index: -2))
        #expect(range.to == Hour(index: -1))
        #expect(range.contains(Hour(index: -2)))
        #expect(!range.contains(Hour(index: -1)))
    }

    @Test("without an end is open there")
    func openEnds() throws {
        #expect(HourRange().contains(Hour(index: .min)) && HourRange().contains(Hour(index: .max)))
        let from = try range("1970-01-01T01", nil)
        #expect(!from.contains(Hour(index: 0)) && from.contains(Hour(index: 1)) && from.contains(Hour(index: .max)))
        let to = try range(nil, "1970-01-01T01")
        #expect(to.contains(Hour(index: .min)) && to.contains(Hour(index: 0)) && !to.contains(Hour(index: 1)))
    }

    @Test("holds nothing where it ends before it begins")
    func backwards() throws {
        let range = try range("1970-01-01T02", "1970-01-01T01")
        for index in Int32(-1)...3 { #expect(!range.contains(Hour(index: index))) }
    }

    @Test("is rounded within the first, incomplete hour that a time can state")
    func earliest() async {
        await #expect(processExitsWith: .success) {
            _ = HourRange(to: Timestamp(parsing: "1677-09-21T00:30:00Z"))
        }
    }
}
