import CensusModel
import HourlyRollup
import NetworkTypes
import SQLiteStore
import TestSupport
import Testing
import TrafficSimulation

@testable import ClickHouseStore

/// A sensor with its store, into which it counts a session and captures that others have, too.
struct CountingSensor {
    let name: String
    let path: String
    let store: SQLiteCensus
    let session: SessionRecord

    init(_ number: Int, in folder: Folder) throws {
        (name, path) = ("sensor\(number)", folder.path("sensor\(number).db"))
        session = SessionRecord(identity: "session\(number)", interfaces: "eth0")
        store = try SQLiteCensus(path: path, access: .write, sensor: name)
        try store.begin(session)
    }

    /// A shared capture in two lengths, the same wherever it is read.
    static func capture(_ number: Int, isWhole: Bool) -> SegmentTally {
        var random = SeededGenerator(seed: UInt64(number))
        var tally = Traffic.tally(20, &random)
        if isWhole { tally.merge(Traffic.tally(20, &random)) }
        return Traffic.segment("shared\(number)", 0..<(isWhole ? 200 : 100), [tally])
    }

    /// Counts something, as a session, a replay or the upkeep of a store does.
    func change(_ random: inout SeededGenerator) throws {
        guard Int.random(in: 0..<10, using: &random) >= 4 else {
            return try store.commit([Traffic.tally(9, &random)], of: session)
        }
        let segment = Self.capture(.random(in: 1...3, using: &random), isWhole: .random(using: &random))
        guard let first = try store.inputs(beginning: segment.head.beginning).first else {
            _ = try store.commit(segment, as: .new(besides: []))
            return
        }
        guard first.position <= segment.range.upperBound else { return }
        _ = try store.commit(segment, as: .replaces(source: first.source, position: first.position))
    }
}

/// Expects that a store on ClickHouse holds what one of SQLite does.
func expectAlike(_ centre: ClickHouseCensus, _ merged: SQLiteCensus) throws {
    #expect(try centre.flows() == merged.flows())
    #expect(try centre.coverage(in: HourRange()) == merged.coverage(in: HourRange()))
    let coverage = try merged.sensorCoverage(in: HourRange())
    #expect(try centre.sensorCoverage(in: HourRange()) == coverage)
    for sensor in coverage.keys {
        var filter = FlowFilter(hours: HourRange())
        filter.sensor = sensor
        #expect(try centre.flows(filter) == merged.flows(filter), "\(sensor)")
    }
    let source = { (source: StoreSummary.Source) in
        [source.name, source.sensor, "\(source.packets)", "\(source.records)", "\(source.dropped)"]
    }
    let order = { (one: [String], other: [String]) in one.lexicographicallyPrecedes(other) }
    #expect(
        try centre.sources().filter { $0.packets > 0 }.map(source).sorted(by: order)
            == merged.sources().filter { $0.packets > 0 }.map(source).sorted(by: order))
    #expect(try centre.findings() == [])
}
