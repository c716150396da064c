import CensusEvents
import CensusModel
import NetworkTypes
import SQLiteStore
import Testing

@testable import CensusQueries

@Suite("A sensor that ships to a watched store")
struct SensorEventTests {
    private func ship(_ number: UInt64, to watched: WatchedStore, interval: Int = 10, name: String = "north") throws {
        let shipment = Shipment(
            sensor: SensorRecord(identity: name, name: name, version: "1", interval: interval), sequence: number,
            identity: "\(number)", sent: watched.clock.now())
        #expect(try watched.store.take(shipment, received: watched.clock.now()) == .taken)
    }

    @Test(
        "is reported once each time it has vanished, and never when it ships only once"
    )
    func silence() throws {
        let watched = try WatchedStore()
        let watch = try watched.watch()
        var told: [String] {
            get throws { try watched.events.filter { $0.kind == .sensorSilent }.compactMap(\.subject) }
        }
        try ship(1, to: watched)
        try ship(1, to: watched, interval: 0, name: "once")
        watched.clock.advance(seconds: 30)
        _ = try watch.runOnce()
        #expect(try told == [])
        for _ in 0..<3 {
            watched.clock.advance(seconds: 31)
            _ = try watch.runOnce()
        }
        #expect(try told == ["north"])
        try ship(2, to: watched)
        watched.clock.advance(seconds: 31)
        _ = try watch.runOnce()
        #expect(try told == ["north", "north"])
        let event = try #require(try watched.events.last { $0.kind == .sensorSilent })
        #expect(event.reason == "shipped last at 2013-06-01T00:02:03.000000Z")
    }
}
