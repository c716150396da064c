import CensusModel
import HourlyRollup
import NetworkTypes
import TestSupport
import Testing
import TrafficSimulation

@testable import ClickHouseStore

@Suite("Stretches of a server's flows", .serialized)
struct StretchTests {
    private typealias Sizes = ClickHouseCensus.StretchSizes

    /// Commits some traffic in parts, so that what several exporters and runs tell of a flow comes together when it is read.
    private func store(
        _ engine: ClickHouseEngine, _ traffic: LoggedTraffic, prunedBefore hour: Hour? = nil
    ) throws -> ClickHouseCensus {
        let store = try ClickHouseCensus(path: engine.store(SharedEngines.database()), access: .write)
        for part in 0..<3 {
            var tally = HourlyTally(attributions: LoggedTraffic.attributions)
            for (index, packet) in traffic.packets.enumerated() where index % 3 == part { tally.record(packet) }
            for (index, record) in traffic.records.enumerated() {
                // An end that is only stated stands behind the one that sent, and is counted with it.
                if (record.counters.first == nil ? index - 1 : index) % 3 == part { tally.record(record) }
            }
            let segment = Traffic.segment("part \(part)", 0..<10, [tally])
            #expect(try store.commit(segment, as: .new(besides: [])) != .overtaken)
            if part == 1, let hour { _ = try store.prune(before: hour) }
        }
        return store
    }

    private func judged(_ source: some FlowSource, _ filter: FlowFilter) throws -> [JudgedFlow] {
        var flows: [JudgedFlow] = []
        try FlowJudge(source).forEachFlow(filter) { flows.append($0) }
        return flows
    }

    @Test(
        "are judged as all flows are, however they are cut, and whoever sorts them",
        arguments: ClickHouseEngine.Dialect.allCases)
    func judging(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let traffic = LoggedTraffic(conversations: 60, &random)
        let pruned = Bool.random(using: &random) ? Hour(index: 4) : nil
        let store = try store(engine, traffic, prunedBefore: pruned)
        let ends = (from: Hour(index: .random(in: 0...4, using: &random)), to: Hour(index: 8))
        for hours in [HourRange(), HourRange(from: ends.from, to: ends.to)] {
            let filter = FlowFilter(hours: hours)
            let expected = try judged(FlowList(store.flows(FlowFilter(hours: hours).lookedBackAt)), filter)
            #expect(try judged(store, filter) == expected)
            let reads = [
                CountedFlows.Sizes(), CountedFlows.Sizes(usual: 1), CountedFlows.Sizes(usual: 30, most: 60),
                CountedFlows.Sizes(usual: 0, most: 0, mostSortedInMemory: 40),
                // One stretch, of which answers are asked for ahead, sorted ones among them.
                CountedFlows.Sizes(usual: 1, most: 30),
            ]
            for (usual, read) in zip([1 << 17, 1, 50, 1, 1 << 17] as [UInt64], reads) {
                var flows: [JudgedFlow] = []
                let sizes = Sizes(usual: usual, read: read)
                try store.forEachStretch(filter, lookingBack: EvidenceWindow.hoursBefore, sizes) { stretch in
                    #expect(stretch.origins == nil)
                    var own = filter
                    own.hours = stretch.hours
                    flows += try judged(SentFlows(stretch.flows), own)
                }
                #expect(flows == expected, "\(usual)")
            }
        }
    }

    @Test("hold every hour that was asked for once, and those before it")
    func cutting() {
        var random = SeededGenerator()
        for _ in 0..<200 {
            let hours = (0..<Int32.random(in: 0...60, using: &random)).filter { _ in
                Int.random(in: 0..<4, using: &random) > 0
            }
            let counted = hours.map {
                CountedFlows.HourRows(hour: Hour(index: $0), rows: .random(in: 1...200, using: &random))
            }
            let from = Hour(index: .random(in: 0...30, using: &random))
            let asked = HourRange(from: Bool.random(using: &random) ? from : nil, before: Hour(index: 50))
            let sizes = Sizes(usual: .random(in: 1...500, using: &random))
            var seen: [Hour] = []
            for (own, read) in sizes.stretches(counted, of: asked, lookingBack: 3) {
                let looked = HourRange(from: own.from?.advanced(by: -3), before: own.to)
                let expected = counted.indices.filter { looked.contains(counted[$0].hour) }
                #expect(Array(read) == expected)
                seen += counted[read].map(\.hour).filter(own.contains)
            }
            #expect(seen == counted.map(\.hour).filter(asked.contains))
        }
    }

    @Test("are as large as their hours before want, and small enough for all threads")
    func sizes() {
        let many = (0..<1_000).map { CountedFlows.HourRows(hour: Hour(index: $0), rows: 100) }
        let cut = Sizes(usual: 1_000).stretches(many, of: HourRange(), lookingBack: 3)
        // Six times four hours, which is more than twice the usual.
        #expect(cut.first?.read.count == 24)
        let few = Sizes(usual: 1_000, timesLookedBack: 1_000).stretches(many, of: HourRange(), lookingBack: 3)
        #expect(few.count == ConcurrentMap.threads)
        let endless = [CountedFlows.HourRows(hour: Hour(index: 0), rows: .max), many[1], many[2]]
        #expect(Sizes().stretches(endless, of: HourRange(), lookingBack: 3).count == 2)
    }
}

/// Flows that are handed on as they are.
private struct FlowList: FlowSource {
    private let flows: [FlowRecord]

    init(_ flows: [FlowRecord]) { self.flows = flows }

    func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) rethrows {
        for flow in flows where filter.admits(flow.key) { try body(flow) }
    }

    func coverage(in hours: HourRange) -> [Hour: Coverage] { [:] }
}

/// The flows of a stretch, those that are alone as such.
private struct SentFlows: LoneFlowSource {
    private let flows: any FlowSource

    init(_ flows: any FlowSource) { self.flows = flows }

    func forEachFlow(_ filter: FlowFilter, _ body: (FlowRecord) throws -> Void) throws {
        try flows.forEachFlow(filter, body)
    }

    func forEachFlow(
        _ filter: FlowFilter, alone: (inout JudgedFlow) throws -> Void, _ body: (FlowRecord) throws -> Void
    ) throws {
        guard let flows = flows as? any LoneFlowSource else { return try flows.forEachFlow(filter, body) }
        try flows.forEachFlow(filter, alone: alone, body)
    }

    func coverage(in hours: HourRange) -> [Hour: Coverage] { [:] }
}

extension FlowFilter {
    /// The same with the hours before, and what was pruned of them.
    fileprivate var lookedBackAt: FlowFilter {
        var filter = self
        filter.hours = HourRange(
            from: hours.from?.advanced(by: -EvidenceWindow.hoursBefore), before: hours.to)
        filter.includesPruned = true
        return filter
    }
}
