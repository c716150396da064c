import CensusModel
import HourlyRollup
import NetworkTypes
import TestSupport
import Testing

@testable import CensusQueries

@Suite("Stretches beside each other")
struct BesideTests {
    private func tally() throws -> HourlyTally {
        var tally = HourlyTally(attributions: Sight.attributions)
        for number in 0..<600 as Range<UInt64> {
            let mixed = number &* 2_654_435_761 % 4_099
            let time = Timestamp(
                nanoseconds: WatchedStore.start.nanoseconds + Int64(mixed % 9) * Hour.nanoseconds + Int64(number)
                    * 1_000_000)
            let (host, origin) = ("10.0.0.\(mixed % 40 + 1)", "198.51.100.\(mixed / 40 % 24 + 1)")
            let sight =
                try mixed % 3 == 0
                ? Sight.attempt(host, origin, at: time)
                : mixed % 3 == 1 ? Sight.exchange(host, origin, at: time) : Sight.entry(host, origin, at: time)
            for observation in sight { tally.record(observation) }
        }
        return tally
    }

    private func rows(_ source: any FlowSource) throws -> [[HourlyCount]] {
        let census = try RowQuery(.flows).census(source, Enrichments(EnrichmentOptions()))
        return try [.originAndHour, .hour, .countryAndHour, .threatClass].map {
            try census.hourlyCounts(by: $0, minimumGrade: nil)
        }
    }

    private func flows(_ source: any FlowSource) throws -> [UInt8] {
        var text: [UInt8] = []
        try RowQuery(.flows).census(source, Enrichments(EnrichmentOptions())).flows { text += $0 }
        return text
    }

    @Test("are put together hour by hour", arguments: [1, 2, 3, 4], [1, 4, 9])
    func hourByHour(_ ranges: Int, _ hours: Int) throws {
        let tally = try tally()
        let source = Divided(tally, ranges: ranges, hours: hours)
        #expect(try rows(source) == rows(tally))
        #expect(try flows(source) == flows(tally))
    }
}

/// Some hours of a tally after the other, each divided into ranges of origins.
private struct Divided: StretchedFlowSource {
    private let tally: HourlyTally
    private let ranges: Int
    private let hours: Int

    init(_ tally: HourlyTally, ranges: Int, hours: Int) {
        (self.tally, self.ranges, self.hours) = (tally, ranges, hours)
    }

    func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        try tally.forEachFlow(filter, body)
    }

    func coverage(in hours: HourRange) throws -> [Hour: Coverage] { tally.coverage(in: hours) }

    func forEachStretch(
        _ filter: FlowFilter, lookingBack back: Int32, inOrder order: StretchOrder,
        _ body: (FlowStretch) throws -> Void
    ) throws -> Bool {
        var found: Set<Hour> = []
        try tally.forEachFlow(filter) { found.insert($0.key.hour) }
        var rest = found.sorted()[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(hours))
            rest.removeFirst(some.count)
            let all = HourRange(from: some[0], before: some[some.count - 1].advanced(by: 1))
            for number in 0..<ranges {
                let isLast = number == ranges - 1
                let first = IPv4Address(rawValue: number == 0 ? 0 : 0xC633_6400 + UInt32(24 * number / ranges))
                let end = IPv4Address(rawValue: isLast ? .max : 0xC633_6400 + UInt32(24 * (number + 1) / ranges) - 1)
                let beside = order == .hourByHour ? FlowStretch.Beside(some, isLast: isLast) : nil
                try body(FlowStretch(all, of: .v4(first)...(.v4(end)), beside: beside, tally))
            }
        }
        return true
    }
}
