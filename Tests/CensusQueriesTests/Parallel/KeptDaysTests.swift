import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import SQLiteStore
import Synchronization
import Testing

@testable import CensusQueries

@Suite("Days that are kept")
struct KeptDaysTests {
    private static let days: Int64 = 12

    /// Counts contacts of some days, most of which come again on others.
    private func store() throws -> WatchedStore {
        let store = try WatchedStore()
        var generator = SystemRandomNumberGenerator()
        let seed = generator.next() % 1_000
        print("seed \(seed)")
        for day in 0..<Self.days {
            var observations: [Observation] = []
            for number in 0..<40 as Range<UInt64> {
                let mixed = (number &+ UInt64(day) &* 7 &+ seed) &* 2_654_435_761 % 4_096
                let second = (day * 86_400 + Int64(mixed % 24) * 3_600 + Int64(number)) * 1_000_000_000
                let time = Timestamp(nanoseconds: WatchedStore.start.nanoseconds + second)
                let (host, origin) = ("10.0.0.\(mixed % 50 + 1)", "198.51.100.\(mixed / 50 % 20 + 1)")
                observations +=
                    try mixed % 3 == 0
                    ? Sight.attempt(host, origin, at: time)
                    : mixed % 3 == 1 ? Sight.exchange(host, origin, at: time) : Sight.entry(host, origin, at: time)
            }
            try store.count(observations.sorted { $0.time < $1.time })
        }
        return store
    }

    private static func hour(day: Int32, _ clock: Int32 = 0) -> Hour {
        Hour(containing: WatchedStore.start).advanced(by: day * 24 + clock)
    }

    private struct Answers: Equatable {
        var rows: [[HourlyCount]] = []
        var report: ReportFigures
        var leading: [IPAddress]
        var count: Int
        var news: NewsQuery.News?
    }

    private func answers(
        _ source: any FlowSource, of store: any CensusStore, _ hours: HourRange, _ memory: DayMemory?
    ) throws -> Answers {
        let enrichments = try Enrichments(EnrichmentOptions())
        let census = RowQuery(.flows, hours: hours).census(source, enrichments, keeping: memory)
        let query = ReportQuery(source, enrichments, minimumGrade: .attempted, seesOneWay: false, keeping: memory)
        let (leading, count) = try census.hostRanking().leading(20, minimumGrade: .attempted)
        return Answers(
            rows: try Grouping.allCases.filter { $0 != .host }.map {
                try census.hourlyCounts(by: $0, minimumGrade: nil)
            },
            report: try query.report(of: hours, basis: ReportFigures.Basis(store: "a", software: "b")),
            leading: leading, count: count,
            news: try NewsQuery(source, enrichments, seesOneWay: false, keeping: memory).news(
                before: hours.to ?? Self.hour(day: 12)))
    }

    @Test(
        "give the answers that the store gives, before and after a commit",
        arguments: [
            HourRange(from: hour(day: 0), to: hour(day: 12)), HourRange(from: hour(day: 3, 7), to: hour(day: 9, 5)),
            HourRange(from: hour(day: 11), to: hour(day: 11, 3)), HourRange(),
        ])
    func answers(hours: HourRange) throws {
        let store = try store()
        let days = KeptDays()
        for round in 0..<3 {
            let memory = DayMemory(days, try #require(try store.store.hourMarks()))
            let kept = try answers(store.store, of: store.store, hours, memory)
            #expect(try kept == answers(store.store, of: store.store, hours, nil))
            #expect(try kept == answers(store.store, of: store.store, hours, memory))
            let later = Timestamp(nanoseconds: WatchedStore.start.nanoseconds + Int64(round + 4) * 86_400_000_000_000)
            try store.count(Sight.exchange("10.0.1.\(round + 1)", "198.51.100.77", at: later))
        }
    }

    @Test("are read again only where flows have changed, their own or those of the three hours before")
    func reading() throws {
        let store = try store()
        let source = ReadHours(store.store)
        let days = KeptDays()
        let hours = HourRange(from: Self.hour(day: 0), to: Self.hour(day: 12))
        let ask = {
            let memory = DayMemory(days, try #require(try store.store.hourMarks()))
            let census = RowQuery(.flows, hours: hours).census(
                source, try Enrichments(EnrichmentOptions()), keeping: memory)
            _ = try census.hourlyCounts(by: .origin, minimumGrade: nil)
            return source.take()
        }
        #expect(try ask().count == 12)
        #expect(try ask().isEmpty)
        let noon = Timestamp(nanoseconds: Self.hour(day: 5, 12).startSeconds * 1_000_000_000)
        try store.count(Sight.attempt("10.0.1.1", "198.51.100.77", at: noon))
        #expect(try ask() == [HourRange(from: Self.hour(day: 5), to: Self.hour(day: 6))])
        let evening = Timestamp(nanoseconds: Self.hour(day: 5, 22).startSeconds * 1_000_000_000)
        try store.count(Sight.attempt("10.0.1.2", "198.51.100.77", at: evening))
        #expect(
            try ask() == [
                HourRange(from: Self.hour(day: 5), to: Self.hour(day: 6)),
                HourRange(from: Self.hour(day: 6), to: Self.hour(day: 7)),
            ])
    }

    @Test("take no more memory than they may, and make room for others once nobody asks for them")
    func bound() {
        let days = KeptDays(bytes: 3_200)
        let hours = HourRange(from: Self.hour(day: 0), to: Self.hour(day: 1))
        days.begin()
        days.keep([1], "a", hours, 7, flows: 60)
        days.keep([2], "b", hours, 7, flows: 60)
        #expect(days.parts("a", hours, 7) == [1])
        #expect(days.parts("a", hours, 8) as [Int]? == nil)
        #expect(days.parts("b", hours, 7) as [Int]? == nil)
        for _ in 0..<20 { days.begin() }
        days.keep([2], "b", hours, 7, flows: 60)
        #expect(days.parts("a", hours, 7) as [Int]? == nil)
        #expect(days.parts("b", hours, 7) == [2])
    }
}

/// Notes which hours of a store are read.
private final class ReadHours: StretchedFlowSource {
    private let store: SQLiteCensus
    private let read = Mutex<[HourRange]>([])

    init(_ store: SQLiteCensus) {
        self.store = store
    }

    /// What was read since the last time.
    func take() -> [HourRange] {
        read.withLock { read in
            defer { read = [] }
            return read
        }
    }

    func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        try store.forEachFlow(filter, body)
    }

    func coverage(in hours: HourRange) throws -> [Hour: Coverage] { try store.coverage(in: hours) }

    func forEachStretch(
        _ filter: FlowFilter, lookingBack hours: Int32, inOrder order: StretchOrder,
        _ body: (FlowStretch) throws -> Void
    ) throws -> Bool {
        read.withLock { $0.append(filter.hours) }
        return try store.forEachStretch(filter, lookingBack: hours, inOrder: order, body)
    }
}
