import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import SQLiteStore
import TestSupport
import Testing
import TrafficSimulation

@testable import ClickHouseStore

@Suite("What sensors ship to ClickHouse", .serialized)
struct ShippingTests {
    private func centre(_ engine: ClickHouseEngine, _ database: String) throws -> ClickHouseCensus {
        try ClickHouseCensus(path: engine.store(database), access: .write)
    }

    @Test(
        "is at the centre what a merge of their stores is, whatever is lost on its way, unheard of or counted again",
        arguments: ClickHouseEngine.Dialect.allCases)
    func sameAsMerged(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let (folder, database) = (try Folder(), SharedEngines.database())
        let sensors = try (0..<3).map { try CountingSensor($0, in: folder) }
        for _ in 0..<24 {
            let sensor = sensors.randomElement(using: &random) ?? sensors[0]
            guard Bool.random(using: &random) else {
                try sensor.change(&random)
                continue
            }
            var rest = (0..<20).map { _ in ShipmentWay.allCases.randomElement(using: &random) ?? .arrives }
            try sensor.store.ship(as: sensor.name, to: centre(engine, database)) {
                rest.popLast() ?? .arrives
            } meanwhile: {
                if Bool.random(using: &random) { try sensor.change(&random) }
            }
        }
        let centre = try centre(engine, database)
        for sensor in sensors.shuffled(using: &random) { try sensor.store.ship(as: sensor.name, to: centre) }
        let merged = try SQLiteCensus(path: folder.path("merged.db"), access: .write)
        for sensor in sensors.shuffled(using: &random) { _ = try merged.merge(sensor.path) }
        try expectAlike(centre, merged)
    }

    @Test(
        "counts once where what a killed process had on its way arrives behind what the next one shipped",
        arguments: ClickHouseEngine.Dialect.allCases)
    func late(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        for isInput in [true, false] {
            let (folder, database) = (try Folder(), SharedEngines.database())
            let sensor = try CountingSensor(0, in: folder)
            if isInput {
                _ = try sensor.store.commit(CountingSensor.capture(1, isWhole: false), as: .new(besides: []))
            } else {
                try sensor.store.commit([Traffic.tally(9, &random)], of: sensor.session)
            }
            let old = try centre(engine, database)
            let identity = try begin(sensor, old)
            let shipper = ShippingSensor(name: sensor.name, version: "1", interval: 10)
            let time = Timestamp(nanoseconds: 0)
            let first = try #require(try sensor.store.nextShipment(to: "centre", of: shipper, sent: time))
            let contribution = try #require(first.contribution)
            let claim = try old.newClaim(contribution, first, 1, from: nil)
            try sensor.change(&random)
            let new = try centre(engine, database)
            try sensor.store.ship(as: sensor.name, to: new)
            try old.insert(claim)
            #expect(try new.flows() == sensor.store.flows())
            #expect(try new.coverage(in: HourRange()) == sensor.store.coverage(in: HourRange()))
            #expect(throws: ClickHouseError.self) { _ = try old.take(first, received: time) }
            for _ in 0..<3 { try sensor.change(&random) }
            try sensor.store.ship(as: sensor.name, to: centre(engine, database))
            #expect(try sensor.store.sensorIdentity(for: "centre") == identity)
            #expect(try new.flows() == sensor.store.flows())
            #expect(try new.coverage(in: HourRange()) == sensor.store.coverage(in: HourRange()))
            #expect(try new.findings() == [])
        }
    }

    private func begin(_ sensor: CountingSensor, _ centre: ClickHouseCensus) throws -> String {
        _ = try sensor.store.beginShipping(to: "centre")
        let identity = try sensor.store.sensorIdentity(for: "centre")
        #expect(try sensor.store.settleShipping(to: "centre", last: centre.lastShipment(ofSensor: identity)))
        return identity
    }

    @Test(
        "is known where its claim arrived and its sensor was not noted", arguments: ClickHouseEngine.Dialect.allCases)
    func claimAlone(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let (folder, database) = (try Folder(), SharedEngines.database())
        let (sensor, killed) = (try CountingSensor(0, in: folder), try centre(engine, database))
        try sensor.store.commit([Traffic.tally(9, &random)], of: sensor.session)
        let identity = try begin(sensor, killed)
        let shipper = ShippingSensor(name: sensor.name, version: "1", interval: 10)
        let shipment = try #require(
            try sensor.store.nextShipment(to: "centre", of: shipper, sent: Timestamp(nanoseconds: 0)))
        let contribution = try #require(shipment.contribution)
        #expect(try killed.add(contribution, shipment, attempt: 1) == .counts)
        let centre = try centre(engine, database)
        let own = ShipmentMark(sequence: 1, identity: shipment.identity)
        #expect(try centre.lastShipment(ofSensor: identity) == own)
        #expect(try centre.take(shipment, received: Timestamp(nanoseconds: 0)) == .known)
        try sensor.store.ship(as: sensor.name, to: centre)
        #expect(try centre.flows() == sensor.store.flows())
        #expect(try sensor.store.sensorIdentity(for: "centre") == identity)
    }

    @Test(
        "stays at the centre when it is pruned at the sensor, also where all of a source is shipped again",
        arguments: ClickHouseEngine.Dialect.allCases)
    func pruned(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let folder = try Folder()
        let (sensor, centre) = (try CountingSensor(0, in: folder), try centre(engine, SharedEngines.database()))
        try sensor.store.commit([Traffic.tally(60, &random)], of: sensor.session)
        try sensor.store.ship(as: sensor.name, to: centre)
        let (expected, coverage) = (try centre.flows(), try centre.coverage(in: HourRange()))
        let hours = Set(expected.map(\.key.hour)).sorted()
        let middle = try #require(hours.dropFirst(hours.count / 2).first)
        _ = try sensor.store.prune(before: middle)
        try sensor.store.ship(as: sensor.name, to: centre)
        #expect(try centre.flows() == expected)
        // A host that is erased goes from what is shipped again.
        let host = try #require(expected.last { $0.key.hour >= middle }?.key.host)
        _ = try sensor.store.erase(host: host)
        try sensor.store.ship(as: sensor.name, to: centre)
        #expect(try centre.flows() == expected.filter { $0.key.hour < middle || $0.key.host != host })
        let now = try centre.coverage(in: HourRange())
        #expect(now.filter { $0.key < middle } == coverage.filter { $0.key < middle })
        #expect(try centre.findings() == [])
    }

    @Test(
        "tells the centre of its clock and its lists, and a second machine under the same identity is refused",
        arguments: ClickHouseEngine.Dialect.allCases)
    func states(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        let database = SharedEngines.database()
        let centre = try centre(engine, database)
        #expect(try centre.lastShipment(ofSensor: "a") == nil)
        #expect(try centre.sensors() == [])
        let record = SensorRecord(identity: "a", name: "it's north", version: "1", interval: 10)
        let shipment = { (sequence: UInt64, identity: String) in
            Shipment(sensor: record, sequence: sequence, identity: identity, sent: Timestamp(nanoseconds: 5))
        }
        let received = Timestamp(nanoseconds: 7)
        #expect(try centre.take(shipment(1, "x"), received: received) == .taken)
        #expect(try centre.take(shipment(1, "x"), received: received) == .known)
        for (sequence, identity) in [(1, "y"), (3, "y")] as [(UInt64, String)] {
            #expect(throws: ClickHouseError.self) { try centre.take(shipment(sequence, identity), received: received) }
        }
        let state = try #require(try centre.sensors().first)
        #expect(state.record == record && state.last == ShipmentMark(sequence: 1, identity: "x"))
        // The clock there is the server's, which is not at 1970.
        #expect(state.clockOffset == state.received.nanoseconds - 5 && state.clockOffset > 1_600_000_000_000_000_000)
        let other = try self.centre(engine, database)
        #expect(try other.lastShipment(ofSensor: "a") == ShipmentMark(sequence: 1, identity: "x"))
        #expect(try other.take(shipment(2, "z"), received: received) == .taken)
        #expect(throws: ClickHouseError.self) { try centre.take(shipment(2, "y"), received: received) }
        #expect(try other.sensors().map(\.last) == [ShipmentMark(sequence: 2, identity: "z")])
    }

    @Test(
        "counts under the name of the sensor that is given where it is counted",
        arguments: ClickHouseEngine.Dialect.allCases)
    func named(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let database = SharedEngines.database()
        let file = try SQLiteCensus(path: StoreName.memory, access: .write, sensor: "north")
        let north = try ClickHouseCensus(path: engine.store(database), access: .write, sensor: "north")
        let tallies = (0..<3).map { _ in Traffic.tally(20, &random) }
        let session = SessionRecord(identity: "s", interfaces: "eth0")
        for store in [file, north] as [any CensusStore & SensorCensus] {
            _ = try store.commit(Traffic.segment("one", 0..<10, [tallies[0]]), as: .new(besides: []))
            try store.begin(session)
            try store.commit([tallies[1]], of: session)
        }
        let nameless = try centre(engine, database)
        let segment = Traffic.segment("two", 0..<10, [tallies[2]])
        _ = try nameless.commit(segment, as: .new(besides: []))
        var filter = FlowFilter(hours: HourRange())
        filter.sensor = "north"
        #expect(try nameless.flows(filter) == file.flows())
        #expect(try nameless.sensorCoverage(in: HourRange())["north"] == file.coverage(in: HourRange()))
        filter.sensor = ""
        let rest = try nameless.flows(filter)
        #expect(rest.reduce(0) { $0 + $1.packets } == 20)
        let summary = try nameless.summary()
        #expect(summary.sensors.map(\.name) == ["", "north"])
    }

    @Test(
        "from which a host is removed at the centre stays without it in coverage, whatever its sensor ships of the hours afterwards",
        arguments: ClickHouseEngine.Dialect.allCases)
    func erased(_ dialect: ClickHouseEngine.Dialect) throws {
        guard let engine = try SharedEngines.engine(dialect) else { return }
        var random = SeededGenerator()
        let folder = try Folder()
        let (sensor, centre) = (try CountingSensor(0, in: folder), try centre(engine, SharedEngines.database()))
        let file = try SQLiteCensus(path: folder.path("centre.db"), access: .write)
        let ship = { (tally: HourlyTally) in
            try sensor.store.commit([tally], of: sensor.session)
            try sensor.store.ship(as: sensor.name, to: centre)
            try sensor.store.ship(as: sensor.name, to: file, destination: "file")
        }
        _ = try centre.commit(Traffic.segment("one", 0..<10, [Traffic.tally(40, &random)]), as: .new(besides: []))
        for _ in 0..<2 { try ship(Traffic.tally(40, &random)) }
        let alone = try file.flows()
        let host = try #require(alone.randomElement(using: &random)?.key.host)
        let (found, before) = (try centre.records(ofHost: host), try centre.flows())
        let removed = try centre.erase(host: host)
        #expect(found.flows > 0 && removed.flows == found.flows && removed.hours == found.hours)
        _ = try file.erase(host: host)
        #expect(try centre.flows() == before.filter { $0.key.host != host })
        #expect(try centre.findings() == [])
        #expect(try centre.records(ofHost: host) == (0, 0))
        for _ in 0..<2 { try ship(Traffic.tally(40, &random)) }
        var filter = FlowFilter(hours: HourRange())
        filter.sensor = sensor.name
        #expect(try centre.flows(filter) == file.flows())
        #expect(try centre.sensorCoverage(in: HourRange())[sensor.name] == file.coverage(in: HourRange()))
        #expect(try centre.findings() == [])
    }
}
