import CensusModel
import HourlyRollup
import NetworkTypes
import SQLiteStore
import TestSupport
import Testing
import TrafficSimulation

@Suite("What sensors ship")
struct ShippingTests {
    /// A sensor with its store, which ships to a centre.
    private struct Sensor {
        let name: String
        let path: String
        let store: SQLiteCensus
        let session: SessionRecord

        init(_ number: Int, in folder: StoreFolder) throws {
            (name, path) = ("sensor\(number)", "\(folder.path)/sensor\(number).db")
            session = SessionRecord(identity: "session\(number)", interfaces: "eth0")
            store = try SQLiteCensus(path: path, access: .write, sensor: name)
            try store.begin(session)
        }

        /// Ships as a process does that may end at any shipment.
        func ship(
            to centre: SQLiteCensus, _ way: () -> ShipmentWay = { .arrives },
            meanwhile: (SQLiteCensus) throws -> Void = { _ in }
        ) throws {
            try store.ship(as: name, to: centre, way) { try meanwhile(store) }
        }
    }

    private func tally(_ random: inout SeededGenerator) -> HourlyTally {
        Traffic.countedTally(
            (0..<Int.random(in: 1...9, using: &random)).map { _ in Traffic.randomObservation(&random) })
    }

    /// A shared capture in two lengths, the same wherever it is read.
    private func capture(_ number: Int, isWhole: Bool) -> SegmentTally {
        var random = SeededGenerator(seed: UInt64(number))
        var tally = tally(&random)
        if isWhole { tally.merge(self.tally(&random)) }
        return Traffic.segment("shared\(number)", tally, 24..<(isWhole ? 200 : 100))
    }

    /// Counts something, as a session, a replay or the upkeep of a store does.
    private func change(_ store: SQLiteCensus, of sensor: Sensor, _ random: inout SeededGenerator) throws {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: _ = try store.compact()
        case 1...4: try store.commit([tally(&random)], of: sensor.session)
        default:
            let segment = capture(.random(in: 1...3, using: &random), isWhole: .random(using: &random))
            let known = try store.inputs(beginning: segment.head.beginning)
            guard let first = known.first else {
                _ = try store.commit(segment, as: .new(besides: []))
                return
            }
            guard first.position <= segment.range.upperBound else { return }
            _ = try store.commit(segment, as: .replaces(source: first.source, position: first.position))
        }
    }

    @Test(
        "is at the centre what a merge of their stores is, whatever is lost on its way, repeated, merged or counted again"
    )
    func sameAsMerged() throws {
        var random = SeededGenerator()
        for _ in 0..<4 {
            let folder = try StoreFolder()
            let centre = try SQLiteCensus(path: folder.path + "/centre.db", access: .write)
            let sensors = try (0..<3).map { try Sensor($0, in: folder) }
            for _ in 0..<40 {
                let sensor = sensors.randomElement(using: &random) ?? sensors[0]
                guard Bool.random(using: &random) else {
                    try change(sensor.store, of: sensor, &random)
                    continue
                }
                let ways = (0..<20).map { _ in ShipmentWay.allCases.randomElement(using: &random) ?? .arrives }
                var rest = ways[...]
                try sensor.ship(
                    to: centre, { rest.popFirst() ?? .arrives },
                    meanwhile: { store in
                        if Bool.random(using: &random) { try change(store, of: sensor, &random) }
                    })
            }
            for sensor in sensors.shuffled(using: &random) { try sensor.ship(to: centre) }
            let merged = try SQLiteCensus(path: folder.path + "/merged.db", access: .write)
            for sensor in sensors.shuffled(using: &random) { _ = try merged.merge(sensor.path) }
            try expectAlike(centre, merged)
        }
    }

    private func expectAlike(_ centre: SQLiteCensus, _ merged: SQLiteCensus) throws {
        #expect(try centre.flows() == merged.flows())
        #expect(try centre.coverage(in: HourRange()) == merged.coverage(in: HourRange()))
        #expect(try centre.sensorCoverage(in: HourRange()) == merged.sensorCoverage(in: HourRange()))
        for sensor in try merged.sensorCoverage(in: HourRange()).keys {
            var filter = FlowFilter(hours: HourRange())
            filter.sensor = sensor
            #expect(try centre.flows(filter) == merged.flows(filter), "\(sensor)")
        }
        #expect(try centre.findings() == [])
    }

    @Test("stays at the centre when it is pruned at the sensor, also where all of a source is shipped again")
    func pruned() throws {
        var random = SeededGenerator()
        let folder = try StoreFolder()
        let centre = try SQLiteCensus(path: folder.path + "/centre.db", access: .write)
        let sensor = try Sensor(0, in: folder)
        let observations = (0..<40).map { _ in Traffic.randomObservation(&random) }
        try sensor.store.commit([Traffic.countedTally(observations)], of: sensor.session)
        try sensor.ship(to: centre)
        let expected = try centre.flows()
        let hours = Set(expected.map(\.key.hour))
        let middle = try #require(hours.sorted().dropFirst(hours.count / 2).first)
        _ = try sensor.store.prune(before: middle)
        try sensor.ship(to: centre)
        #expect(try centre.flows() == expected)
        // Erasing a host that is not there changes nothing; one that is goes from what is shipped again.
        let host = try #require(expected.last { $0.key.hour >= middle }?.key.host)
        _ = try sensor.store.erase(host: host)
        try sensor.ship(to: centre)
        #expect(try centre.flows() == expected.filter { $0.key.hour < middle || $0.key.host != host })
        #expect(try centre.findings() == [])
    }

    @Test("goes to a centre that is new, or was put back, all over again")
    func centreLost() throws {
        var random = SeededGenerator()
        let folder = try StoreFolder()
        let sensor = try Sensor(0, in: folder)
        let store = sensor.store
        let centre = try SQLiteCensus(path: folder.path + "/centre.db", access: .write)
        try store.commit([tally(&random)], of: sensor.session)
        try sensor.ship(to: centre)
        _ = try centre.backup(to: folder.path + "/copy.db")
        for _ in 0..<3 {
            try store.commit([tally(&random)], of: sensor.session)
            _ = try store.commit(capture(1, isWhole: true), as: .new(besides: []))
            try sensor.ship(to: centre)
        }
        let expected = try centre.flows()
        for name in ["copy.db", "new.db"] {
            let other = try SQLiteCensus(path: "\(folder.path)/\(name)", access: .write)
            try sensor.ship(to: other)
            #expect(try other.flows() == expected, "\(name)")
        }
    }

    @Test("tells the centre of its clock and its lists, and a second machine under the same identity is refused")
    func states() throws {
        let centre = try SQLiteCensus.inMemory()
        let record = SensorRecord(identity: "a", name: "north", version: "1", interval: 10)
        let shipment = { (sequence: UInt64, identity: String) in
            Shipment(sensor: record, sequence: sequence, identity: identity, sent: Timestamp(nanoseconds: 5))
        }
        let received = Timestamp(nanoseconds: 7)
        #expect(try centre.take(shipment(1, "x"), received: received) == .taken)
        #expect(try centre.take(shipment(1, "x"), received: received) == .known)
        #expect(throws: SQLiteCensusError.self) { try centre.take(shipment(1, "y"), received: received) }
        #expect(throws: SQLiteCensusError.self) { try centre.take(shipment(3, "y"), received: received) }
        let state = try #require(try centre.sensors().first)
        #expect(state.record == record && state.clockOffset == 2 && state.received == received)
        #expect(state.last == ShipmentMark(sequence: 1, identity: "x"))
    }
}
