import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import SQLiteStore
import TestSupport
import Testing
import TrafficSimulation

@testable import ClickHouseStore

/// A store on ClickHouse beside one of SQLite, which get the same.
private struct Pair {
    let server: ClickHouseCensus
    let file: SQLiteCensus
    /// The numbers of sources at the server by those in the file.
    var sources: [Int64: Int64] = [:]

    init(_ engine: ClickHouseEngine) throws {
        server = try ClickHouseCensus(path: engine.store(SharedEngines.database()), access: .write)
        file = try SQLiteCensus(path: StoreName.memory, access: .write)
    }

    mutating func commit(_ segment: SegmentTally, as claim: Claim) throws {
        let outcome = try file.commit(segment, as: claim)
        let there = try server.commit(segment, as: translated(claim))
        guard case .added(let number) = outcome, case .added(let numberThere) = there else {
            #expect(outcome == .overtaken && there == .overtaken)
            return
        }
        #expect(sources[number] == nil || sources[number] == numberThere)
        sources[number] = numberThere
    }

    private func translated(_ claim: Claim) -> Claim {
        switch claim {
        case .new(let others): .new(besides: Set(others.map { sources[$0] ?? $0 }))
        case .continues(let source): .continues(source: sources[source] ?? source)
        case .replaces(let source, let position): .replaces(source: sources[source] ?? source, position: position)
        }
    }

    /// Expects that both hold the same.
    func check(_ captures: [String]) throws {
        #expect(try server.flows() == file.flows())
        #expect(try server.coverage(in: HourRange()) == file.coverage(in: HourRange()))
        for capture in captures {
            let (here, there) = (
                try file.inputs(beginning: Array(capture.utf8)), try server.inputs(beginning: Array(capture.utf8))
            )
            #expect(here.map(\.head) == there.map(\.head) && here.map(\.position) == there.map(\.position))
            #expect(here.map(\.tail) == there.map(\.tail) && here.map(\.packets) == there.map(\.packets))
            #expect(here.map(\.name) == there.map(\.name) && here.map(\.lists) == there.map(\.lists))
            #expect(here.map { sources[$0.source] } == there.map { $0.source })
        }
        #expect(try server.inputTotals() == file.inputTotals())
        #expect(try server.findings() == [])
    }
}

@Suite("A store on ClickHouse", .serialized)
struct HistoryTests {
    @Test("holds after any history what one of SQLite holds", arguments: ClickHouseEngine.Dialect.allCases)
    func history(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let captures = ["one", "two", "three"]
        for _ in 0..<3 {
            var pair = try Pair(engine)
            for session in ["a", "b"] {
                let record = SessionRecord(identity: session, interfaces: "eth-\(session)")
                try pair.server.begin(record)
                try pair.file.begin(record)
            }
            for _ in 0..<14 {
                let tally = Traffic.tally(.random(in: 0...60, using: &random), &random)
                guard Int.random(in: 0..<4, using: &random) > 0 else {
                    let session = SessionRecord(
                        identity: ["a", "b"].randomElement(using: &random) ?? "a", interfaces: "eth-a")
                    try pair.server.commit([tally, tally], of: session)
                    try pair.file.commit([tally, tally], of: session)
                    continue
                }
                let capture = captures.randomElement(using: &random) ?? ""
                try commit(tally, of: capture, to: &pair, &random)
            }
            try pair.check(captures)
            try filters(pair, &random)
            try prune(pair, &random)
        }
    }

    /// Commits a tally under a claim that holds, or one that does not.
    private func commit(
        _ tally: HourlyTally, of capture: String, to pair: inout Pair, _ random: inout SeededGenerator
    ) throws {
        let counted = try pair.file.inputs(beginning: Array(capture.utf8)).first
        let isWrong = Int.random(in: 0..<5, using: &random) == 0
        let start = (counted?.position ?? 0) + (isWrong ? 10 : 0)
        let range = start..<start + UInt64.random(in: 1...9, using: &random) * 10
        guard let counted else {
            return try pair.commit(Traffic.segment(capture, range, [tally]), as: .new(besides: isWrong ? [77] : []))
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            let claim = Claim.replaces(source: counted.source, position: counted.position + (isWrong ? 1 : 0))
            let end = UInt64.random(in: 1...9, using: &random) * 10
            return try pair.commit(Traffic.segment(capture, 0..<end, [tally]), as: claim)
        }
        let claim = isWrong ? Claim.new(besides: []) : .continues(source: counted.source)
        try pair.commit(Traffic.segment(capture, range, [tally]), as: claim)
    }

    private func filters(_ pair: Pair, _ random: inout SeededGenerator) throws {
        let flows = try pair.file.flows()
        guard let one = flows.randomElement(using: &random), let other = flows.randomElement(using: &random) else {
            return
        }
        var filters = [
            FlowFilter(hours: HourRange(only: one.key.hour)),
            FlowFilter(hours: HourRange(from: one.key.hour, before: nil), origin: one.key.origin),
            FlowFilter(hours: HourRange(from: nil, before: one.key.hour), host: other.key.host),
        ]
        var range = FlowFilter(hours: HourRange())
        range.origins = min(one.key.origin, other.key.origin)...max(one.key.origin, other.key.origin)
        range.start = one.key.tuple
        filters.append(range)
        for filter in filters { #expect(try pair.server.flows(filter) == pair.file.flows(filter)) }
    }

    private func prune(_ pair: Pair, _ random: inout SeededGenerator) throws {
        guard let hour = try pair.file.flows().randomElement(using: &random)?.key.hour else { return }
        let (here, there) = (try pair.file.prune(before: hour), try pair.server.prune(before: hour))
        #expect(here.hours == there.hours)
        var filter = FlowFilter(hours: HourRange())
        filter.includesPruned = true
        #expect(try pair.server.flows(filter) == pair.file.flows(filter))
        #expect(try pair.server.coverage(in: HourRange()) == pair.file.coverage(in: HourRange()))
        #expect(try pair.server.flows() == pair.file.flows())
        #expect(try pair.server.findings() == [])
        let (before, after) = try pair.server.compact()
        #expect(after <= before)
        #expect(try pair.server.flows() == pair.file.flows())
    }
}
