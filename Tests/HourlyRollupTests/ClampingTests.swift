import CensusModel
import HourlyRollup
import NetworkTypes
import Testing

/// A store whose bytes were changed holds counts and hours that no capture leads to.
@Suite("A count too large to add")
struct ClampingTests {
    @Test("stays the largest in coverage, whose share is still one")
    func coverage() {
        var part = Coverage()
        (part.seen, part.decoded, part.matched) = (.max - 1, .max, 7)
        (part.undecoded, part.remarked) = (["arp": .max], ["cut": .max])
        part.dropped = ["kernel": .max, "interface": 1]
        var sum = part
        sum.merge(part)
        #expect(sum.seen == .max && sum.decoded == .max && sum.matched == 14)
        #expect(sum.undecoded == ["arp": .max] && sum.remarked == ["cut": .max])
        #expect(sum.dropped == ["kernel": .max, "interface": 2])
        #expect(sum.share == 1)
    }

    @Test("stays the largest in flows and in the totals of rows")
    func flows() throws {
        var counters = DirectionCounters()
        (counters.packets, counters.bytes, counters.payloadBytes, counters.refusals) = (.max, .max - 5, 1 << 63, 3)
        var sum = counters
        sum.merge(counters)
        #expect(sum.packets == .max && sum.bytes == .max && sum.payloadBytes == .max && sum.refusals == 6)
        let key = FlowKey(
            hour: Hour(index: 0), origin: .v4(IPv4Address(rawValue: 1)), host: .v4(IPv4Address(rawValue: 2)),
            transport: .tcp, hostPort: 1, originPort: 2, threatClass: .c2)
        let flow = FlowRecord(key: key, labels: [], matchesPort: false, fromHost: sum, fromOrigin: counters)
        var totals = TrafficTotals()
        totals.add(flow)
        totals.add(flow)
        #expect(totals.packets == .max && totals.bytes == .max && totals.flows == 2)
    }

    @Test("and an hour beyond all calendars has a period", arguments: [Int32.min, Int32.min + 1, Int32.max])
    func hours(index: Int32) {
        for period in [Period.hour, .day, .month] {
            let start = period.start(of: Hour(index: index))
            #expect(start <= Hour(index: index) || start == Hour(index: .min))
        }
    }
}
