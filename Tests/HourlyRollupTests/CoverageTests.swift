import CensusModel
import HourlyRollup
import NetworkTypes
import Testing

@Suite("Coverage")
struct CoverageTests {
    private func coverage(seen: UInt64, decoded: UInt64, dropped: UInt64 = 0) -> Coverage {
        var coverage = Coverage()
        (coverage.seen, coverage.decoded) = (seen, decoded)
        if seen > decoded { coverage.undecoded = ["ipv4_cut": seen - decoded] }
        if dropped > 0 { coverage.dropped = ["kernel": dropped] }
        return coverage
    }

    @Test("is the share of packets, lost ones included, that were decoded")
    func share() {
        #expect(Coverage().share == nil)
        #expect(coverage(seen: 4, decoded: 3).share == 0.75)
        #expect(coverage(seen: 4, decoded: 4).share == 1)
        #expect(coverage(seen: 4, decoded: 4, dropped: 4).share == 0.5)
        #expect(coverage(seen: 0, decoded: 0, dropped: 4).share == 0)
    }

    @Test("is the lower of the shares of packets and of records, where an hour has both")
    func records() {
        var records = RecordCoverage()
        (records.seen, records.decoded, records.notFlow) = (10, 8, ["counters": 2])
        #expect(records.share == 1)
        records.lost = ["sequence": 8]
        #expect(records.share == 0.5)
        var coverage = Coverage()
        coverage.records = [Exporter(program: "zeek"): records]
        #expect(coverage.share == 0.5)
        (coverage.seen, coverage.decoded, coverage.undecoded) = (4, 3, ["ipv4_cut": 1])
        #expect(coverage.share == 0.5)
        (coverage.decoded, coverage.undecoded) = (1, ["ipv4_cut": 3])
        #expect(coverage.share == 0.25)
        var both = coverage
        both.merge(coverage)
        #expect(both.records[Exporter(program: "zeek")]?.lost == ["sequence": 16] && both.share == 0.25)
    }

    @Test("adds up counter by counter and name by name, in either order")
    func merge() {
        var left = coverage(seen: 10, decoded: 9, dropped: 2)
        (left.matched, left.remarked) = (3, ["length_mismatch": 1])
        var right = coverage(seen: 5, decoded: 3)
        right.undecoded = ["ipv4_cut": 1, "arp": 1]
        right.dropped = ["interface": 7]
        var (forth, back) = (left, right)
        forth.merge(right)
        back.merge(left)
        #expect(forth == back)
        #expect(forth.seen == 15 && forth.decoded == 12 && forth.matched == 3)
        #expect(forth.undecoded == ["ipv4_cut": 2, "arp": 1])
        #expect(forth.dropped == ["kernel": 2, "interface": 7])
        #expect(forth.remarked == ["length_mismatch": 1])
    }

    @Test("beside a row is that of the row's hour, day or month, or of the whole time")
    func periods() throws {
        let hours = try ["2013-05-31T22:00", "2013-05-31T23:00", "2013-06-01T00:00"].map(Evidence.hour)
        let flows = hours.map { Evidence.flow(.probed, $0, origin: Evidence.origin(1), host: Evidence.host(1)) }
        let parts: [Hour: Coverage] = [
            hours[0]: coverage(seen: 8, decoded: 8), hours[1]: coverage(seen: 4, decoded: 2, dropped: 4),
            hours[2]: coverage(seen: 16, decoded: 4),
        ]
        for (grouping, shares) in [
            (.originAndHour, [1, 0.25, 0.25]), (.countryAndHour, [1, 0.25, 0.25]), (.hour, [1, 0.25, 0.25]),
            (.day, [0.625, 0.25]), (.month, [0.625, 0.25]), (.origin, [0.4375]), (.country, [0.4375]),
            (.threatClass, [0.4375]),
        ] as [(Grouping, [Double?])] {
            #expect(Evidence.rows(flows, by: grouping, coverage: parts).map(\.coverage) == shares, "\(grouping)")
        }
    }

    @Test("counts hours without a match into their day, month and whole")
    func hoursWithoutMatch() throws {
        let (hour, other) = (try Evidence.hour("2013-05-31T22:00"), try Evidence.hour("2013-05-31T03:00"))
        let flows = [Evidence.flow(.probed, hour, origin: Evidence.origin(1), host: Evidence.host(1))]
        let parts: [Hour: Coverage] = [hour: coverage(seen: 4, decoded: 4), other: coverage(seen: 4, decoded: 0)]
        for (grouping, share) in [(.hour, 1), (.day, 0.5), (.month, 0.5), (.origin, 0.5)] as [(Grouping, Double)] {
            #expect(Evidence.rows(flows, by: grouping, coverage: parts).map(\.coverage) == [share], "\(grouping)")
        }
    }

    @Test("is unknown for an hour of which none is noted, though other hours are known")
    func unknown() throws {
        let (hour, other) = (try Evidence.hour("2013-05-31T22:00"), try Evidence.hour("2013-05-31T03:00"))
        let flows = [Evidence.flow(.probed, hour, origin: Evidence.origin(1), host: Evidence.host(1))]
        let parts: [Hour: Coverage] = [other: coverage(seen: 4, decoded: 4)]
        #expect(Evidence.rows(flows, by: .originAndHour, coverage: parts).map(\.coverage) == [nil])
        #expect(Evidence.rows(flows, by: .originAndHour).map(\.coverage) == [nil])
        #expect(Evidence.rows(flows, by: .origin).map(\.coverage) == [nil])
    }
}
