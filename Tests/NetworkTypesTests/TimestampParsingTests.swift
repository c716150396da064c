import NetworkTypes
import TestSupport
import Testing
import TextFormats
import TrafficSimulation

@Suite("Reading a time")
struct TimestampParsingTests {
    private func read(_ text: String) -> String? {
        Timestamp(parsing: text)?.description
    }

    @Test(
        "takes ISO 8601, with a fraction, a zone, a blank for the T, in small letters, or without zone as UTC",
        arguments: [
            ("2013-05-31T23:00:00Z", "2013-05-31T23:00:00.000000Z"),
            ("2013-05-31t23:00:00z", "2013-05-31T23:00:00.000000Z"),
            ("2013-05-31 23:00:00", "2013-05-31T23:00:00.000000Z"),
            ("2013-05-31 23:00:00 UTC", "2013-05-31T23:00:00.000000Z"),
            ("2013-05-31T23:00:00.5", "2013-05-31T23:00:00.500000Z"),
            ("2013-05-31T23:00:00.000001999Z", "2013-05-31T23:00:00.000001Z"),
            ("2013-06-01T01:00:00+02:00", "2013-05-31T23:00:00.000000Z"),
            ("2013-06-01T04:30:00+0530", "2013-05-31T23:00:00.000000Z"),
            ("2013-05-31T18:00:00-05", "2013-05-31T23:00:00.000000Z"),
            ("2013-05-31T23:00:00-00:00", "2013-05-31T23:00:00.000000Z"),
            ("2013-05-31T23:59:60Z", "2013-06-01T00:00:00.000000Z"),
        ])
    func iso8601(text: String, expected: String) {
        #expect(read(text) == expected)
    }

    @Test(
        "takes a shortened form as its first instant",
        arguments: [
            ("2013-05-31T23:07", "2013-05-31T23:07:00.000000Z"), ("2013-05-31T23", "2013-05-31T23:00:00.000000Z"),
            ("2013-05-31T23:07Z", "2013-05-31T23:07:00.000000Z"), ("2013-05-31", "2013-05-31T00:00:00.000000Z"),
            ("2013-05", "2013-05-01T00:00:00.000000Z"), ("2013", "2013-01-01T00:00:00.000000Z"),
        ])
    func shortened(text: String, expected: String) {
        #expect(read(text) == expected)
    }

    @Test(
        "takes Unix seconds of nine to eleven digits, with a fraction",
        arguments: [
            ("1370041200", "2013-05-31T23:00:00.000000Z"), ("1370041200.25", "2013-05-31T23:00:00.250000Z"),
            ("999999999", "2001-09-09T01:46:39.000000Z"), ("100000000", "1973-03-03T09:46:40.000000Z"),
            ("9223372036", "2262-04-11T23:47:16.000000Z"),
        ])
    func unixSeconds(text: String, expected: String) {
        #expect(read(text) == expected)
    }

    @Test("takes nanoseconds exactly and cuts finer digits")
    func nanoseconds() {
        #expect(Timestamp(parsing: "1970-01-01T00:00:00.123456789Z")?.nanoseconds == 123_456_789)
        #expect(Timestamp(parsing: "1970-01-01T00:00:00.1234567899999Z")?.nanoseconds == 123_456_789)
        #expect(Timestamp(parsing: "1370041200.000000001")?.nanoseconds == 1_370_041_200_000_000_001)
    }

    @Test("takes times before 1970, back to the first whole second")
    func before1970() {
        #expect(Timestamp(parsing: "1969-12-31T23:59:59.75Z")?.nanoseconds == -250_000_000)
        #expect(Timestamp(parsing: "1901-01-01")?.nanoseconds == -2_177_452_800_000_000_000)
        #expect(Timestamp(parsing: "1677-09-21T00:12:44Z")?.nanoseconds == -9_223_372_036_000_000_000)
    }

    @Test(
        "rejects days, months and clock times that do not exist",
        arguments: [
            "2013-02-29", "1900-02-29", "2013-04-31", "2013-00-01", "2013-13-01", "2013-01-00", "2013-01-32",
            "2013-01-01T24:00:00Z", "2013-01-01T00:60:00Z", "2013-01-01T00:00:61Z", "2013-01-01T00:00:00+24:00",
            "2013-01-01T00:00:00+00:60",
        ])
    func badDates(text: String) {
        #expect(read(text) == nil)
    }

    @Test("takes the leap day of leap years", arguments: ["2012-02-29", "2000-02-29"])
    func leapDays(text: String) {
        #expect(read(text) == "\(text)T00:00:00.000000Z")
    }

    @Test(
        "takes the first or the last time that can be stored for what lies beyond",
        arguments: [
            ("0000-01-01", Int64.min), ("0001-01-01T00:00:00Z", .min), ("1677-09-21T00:12:43Z", .min),
            ("2262-04-11T23:47:17Z", .max), ("9999-12-31", .max), ("9999-12-31T23:59:59.999999Z", .max),
            ("9223372037", .max), ("99999999999", .max), ("9223372036.854775808", .max),
        ])
    func outOfRange(text: String, nanoseconds: Int64) {
        #expect(Timestamp(parsing: text)?.nanoseconds == nanoseconds)
    }

    @Test(
        "rejects texts that are no time",
        arguments: [
            "", " ", "now", "12", "20130531", "201305311200", "1370041200000", "-1370041200", "13700412.5",
            "1370041200.", "2013-5-31", "2013/05/31", "31.05.2013", "2013-", "2013-05-", "2013-05-31T", "2013-05-31T2",
            "2013-05-31T23:", "2013-05-31T23:00:", "2013-05-31T23:00:00.", "2013-05-31T23:00:00.Z",
            "2013-05-31T23:00:00+", "2013-05-31T23:00:00+2", "2013-05-31T23:00:00+02:0", "2013-05-31T23:00:00ZZ",
            "2013-05-31T23:00:00 CET", "2013-05-31T23:00:00Z ", " 2013-05-31", "２013-05-31",
        ])
    func noTime(text: String) {
        #expect(read(text) == nil)
    }

    @Test("rejects a fraction of a minute or an hour, which is not one of a second")
    func fractionOfMinute() {
        #expect(read("2013-05-31T23:00.5Z") != "2013-05-31T23:00:00.500000Z")
        #expect(read("2013-05-31T23.5Z") != "2013-05-31T23:00:00.500000Z")
    }

    @Test("rejects a zone with a colon and no minutes")
    func zoneWithoutMinutes() {
        #expect(read("2013-05-31T23:00:00+02:") == nil)
    }

    @Test("reads what is written")
    func roundTrip() {
        var random = SeededGenerator()
        for _ in 0..<5_000 {
            let microseconds = Int64.random(in: -9_223_372_036_000_000...9_223_372_036_854_775, using: &random)
            let time = Timestamp(nanoseconds: microseconds * 1_000)
            #expect(Timestamp(parsing: time.description) == time)
        }
    }
}
