import CensusModel
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import FlowRuns

@Suite("Merging more runs than are open at once")
struct MergePassesTests {
    private static let hour = Hour(index: 380_000)

    /// How many records of pages are in memory, now and at the most.
    private final class OpenPages {
        private(set) var records = 0
        private(set) var most = 0

        /// The page of a run that is open takes the place of the one before.
        func turn(from old: Int, to new: Int) {
            records += new - old
            most = max(most, records)
        }
    }

    private func run(
        _ records: [RunRecord], isPruned: Bool = false, in tuples: TupleRange = TupleRange(),
        _ open: OpenPages = OpenPages()
    ) -> UnopenedRun {
        UnopenedRun(isPruned: isPruned, records: UInt64(records.count)) {
            var (pages, held) = (RunPageTests.pages(records, of: Self.hour, length: 50)[...], 0)
            return try RunCursor(isPruned: isPruned, of: tuples) {
                let page = pages.popFirst()?.page
                open.turn(from: held, to: page?.count ?? 0)
                held = page?.count ?? 0
                return try page.map { try PageRecords($0, PageUnpacker()) }
            }
        }
    }

    /// What is handed on, added up, whatever was added up before.
    private func union(_ merge: consuming RunMerge) throws -> [String] {
        var (union, handed) = (RecordUnion(), [String]())
        try merge.handOn { record, _ in union.add(record) { handed.append("\($0)") } }
        union.finish { handed.append("\($0)") }
        return handed.sorted()
    }

    @Test("gives what merging them all at once gives, however few are open", arguments: [0, 1, 60, 200, 1_000])
    func passes(most: UInt64) throws {
        var random = SeededGenerator()
        let shared = RunPageTests.records(40, &random, of: Self.hour).map(withSmallCounters)
        for runs in [1, 2, 30] {
            let parts = (0..<runs).map { _ in
                let own = RunPageTests.records(.random(in: 0...120, using: &random), &random, of: Self.hour)
                return (own.map(withSmallCounters) + shared.shuffled(using: &random).prefix(20))
                    .sorted { $0.tuple < $1.tuple }
            }
            let all = try RunMerge(parts.map { self.run($0) }, of: Self.hour, most: .max)
            let few = try RunMerge(parts.map { self.run($0) }, of: Self.hour, most: most)
            #expect(try union(few) == union(all))
        }
    }

    /// A record whose counters stay such as a page can keep, however many are added up.
    private func withSmallCounters(_ record: RunRecord) -> RunRecord {
        var record = record
        for end in [\RunRecord.fromHost, \.fromOrigin] {
            for counter in [\DirectionCounters.packets, \.bytes, \.payloadBytes, \.refusals] {
                record[keyPath: end][keyPath: counter] &= 0xFFFF
            }
        }
        return record
    }

    @Test("loses nothing of counters whose sum no page can keep")
    func largeCounters() throws {
        var random = SeededGenerator()
        var record = RunPageTests.record(&random, of: Self.hour)
        record.fromHost = DirectionCounters()
        record.fromHost.packets = 1 << 53 - 1
        let start = Int64(Self.hour.index) * Hour.nanoseconds
        (record.fromHost.firstNanoseconds, record.fromHost.lastNanoseconds) = (start, start)
        var merge = try RunMerge((0..<9).map { _ in run([record]) }, of: Self.hour, most: 0)
        var packets: UInt64 = 0
        try merge.handOn { record, _ in packets += record.fromHost.packets }
        #expect(packets == 9 * (1 << 53 - 1))
    }

    @Test("keeps what was pruned apart from what was not")
    func pruned() throws {
        var random = SeededGenerator()
        let parts = (0..<12).map { _ in RunPageTests.records(30, &random, of: Self.hour) }
        let runs = parts.enumerated().map { run($1, isPruned: $0.isMultiple(of: 3)) }
        var merge = try RunMerge(runs, of: Self.hour, most: 50)
        var tuples: [Bool: Set<FlowTuple>] = [:]
        try merge.handOn { record, isPruned in tuples[isPruned, default: []].insert(record.tuple) }
        for isPruned in [true, false] {
            let expected = parts.enumerated().filter { $0.offset.isMultiple(of: 3) == isPruned }
                .flatMap { $0.element.map(\.tuple) }
            #expect(tuples[isPruned] == Set(expected))
        }
    }

    @Test("opens no more pages at once than it may")
    func bound() throws {
        var random = SeededGenerator()
        let parts = (0..<60).map { _ in RunPageTests.records(50, &random, of: Self.hour) }
        let (all, few) = (OpenPages(), OpenPages())
        _ = try union(RunMerge(parts.map { run($0, all) }, of: Self.hour, most: .max))
        _ = try union(RunMerge(parts.map { run($0, few) }, of: Self.hour, most: 500))
        #expect(all.most == 60 * 50)
        #expect(few.most <= 500)
    }

    @Test("of a range of 5-tuples gives those of the range, and of ranges one behind the other all")
    func ranges() throws {
        var random = SeededGenerator()
        let parts = (0..<7).map { _ in
            RunPageTests.records(.random(in: 0...300, using: &random), &random, of: Self.hour)
        }
        let all = parts.flatMap { $0.map(\.tuple) }.sorted()
        for count in [0, 1, 4] {
            let cuts = (0..<count).compactMap { _ in all.randomElement(using: &random) }.sorted()
            var found: [FlowTuple] = []
            for (start, end) in zip([nil] + cuts, cuts + [nil]) {
                let range = TupleRange(from: start, before: end)
                var merge = try RunMerge(parts.map { run($0, in: range) }, of: Self.hour, most: 100)
                try merge.handOn { record, _ in
                    #expect(start.map { $0 <= record.tuple } ?? true)
                    #expect(end.map { record.tuple < $0 } ?? true)
                    if found.last != record.tuple { found.append(record.tuple) }
                }
            }
            #expect(found == Array(Set(all)).sorted())
        }
    }
}
