import CensusEvents
import CensusModel
import Foundation
import HourlyRollup
import Logging
import NetworkTypes
import Runtime
import SQLiteStore
import Synchronization
import Testing
import TextFormats

@testable import CensusQueries

/// A store that a session counts into, a clock that is set by hand, and watches of it.
final class WatchedStore {
    let folder: String
    let clock = HandClock()
    private(set) var store: SQLiteCensus
    private let session = SessionRecord(identity: "test", interfaces: "eth0")
    var settings = EventSettings()
    var listFolders: [String] = []

    static let start = Timestamp(nanoseconds: 1_370_044_800 * Timestamp.nanosecondsPerSecond)

    /// - Parameter begin: the clock at the start.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("flowcensus-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        store = try SQLiteCensus(path: folder + "/census.db", access: .write)
        try store.begin(session)
        clock.set(Self.start)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Counts observations, and an hour's coverage with them.
    func count(_ observations: [Observation], coverage: [Hour: Coverage] = [:]) throws {
        var tally = HourlyTally(attributions: Sight.attributions)
        for observation in observations { tally.record(observation) }
        tally.coverage = coverage
        for observation in observations {
            let hour = Hour(containing: observation.time)
            tally.coverage[hour, default: Coverage()].seen += 1
            tally.coverage[hour, default: Coverage()].decoded += 1
            tally.coverage[hour, default: Coverage()].matched += 1
        }
        try store.commit([tally], of: session)
    }

    func watch(
        notedIn ledger: (any EventLedger)? = nil, begin: Timestamp? = nil, stop: StopFlag = StopFlag()
    ) throws -> EventWatch {
        var options = WatchOptions(settings)
        (options.begin, options.listFolders) = (begin, listFolders)
        return try EventWatch(
            store, options, notedIn: ledger, clock: clock.now, stop: stop,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Every event that is kept.
    var events: [CensusEvent] { get throws { try Self.events(in: store) } }

    static func events(in ledger: any EventLedger) throws -> [CensusEvent] {
        try ledger.events(after: 0, limit: 1_000_000).map { kept in
            let json = try #require(JSONText.value(kept.content))
            return try #require(CensusEvent(json))
        }
    }
}

/// A clock that stands until it is set.
final class HandClock: Sendable {
    private let time = Mutex(Timestamp(nanoseconds: 0))

    var now: WallClock { { self.time.withLock { $0 } } }

    func set(_ new: Timestamp) { time.withLock { $0 = new } }

    func advance(seconds: Int64) {
        time.withLock { $0 = Timestamp(nanoseconds: $0.nanoseconds + seconds * Timestamp.nanosecondsPerSecond) }
    }
}

/// What a host and an origin did, as packets.
enum Sight {
    static let attributions = [
        Attribution(threatClass: .c2, labels: ["zeus"]), Attribution(threatClass: .backdoor, labels: ["shell"]),
        Attribution(threatClass: .scanner, labels: []),
    ]

    static func address(_ text: String) throws -> IPAddress { try #require(IPAddress(parsing: text.utf8)) }

    /// The host sent, and was not answered.
    static func attempt(_ host: String, _ origin: String, at time: Timestamp) throws -> [Observation] {
        [try packet(host, origin, time, .fromHost, .udp, payload: 10)]
    }

    /// Both sent payload, the host first.
    static func exchange(_ host: String, _ origin: String, at time: Timestamp) throws -> [Observation] {
        let later = Timestamp(nanoseconds: time.nanoseconds + 1_000_000_000)
        return try attempt(host, origin, at: time) + [packet(host, origin, later, .fromOrigin, .udp, payload: 10)]
    }

    /// The origin sent, and was not answered.
    static func probe(
        _ host: String, _ origin: String, at time: Timestamp, attribution: UInt32 = 0
    ) throws -> [Observation] {
        [try packet(host, origin, time, .fromOrigin, .udp, payload: 10, attribution: attribution)]
    }

    /// The origin opened a connection, and both sent payload.
    static func entry(_ host: String, _ origin: String, at time: Timestamp) throws -> [Observation] {
        let steps: [(Observation.Direction, PacketRoles, UInt32)] = [
            (.fromOrigin, .opening, 0), (.fromHost, [.answer, .refusal], 0), (.fromOrigin, [], 20), (.fromHost, [], 30),
        ]
        return try steps.enumerated().map { step, what in
            let time = Timestamp(nanoseconds: time.nanoseconds + Int64(step) * 1_000_000)
            return try packet(host, origin, time, what.0, .tcp, roles: what.1, payload: what.2, attribution: 1)
        }
    }

    private static func packet(
        _ host: String, _ origin: String, _ time: Timestamp, _ direction: Observation.Direction,
        _ transport: TransportProtocol, roles: PacketRoles = [], payload: UInt32, attribution: UInt32 = 0
    ) throws -> Observation {
        let isEntry = attribution == 1
        return Observation(
            time: time, host: try address(host), origin: try address(origin), hostPort: isEntry ? 8_080 : 50_000,
            originPort: isEntry ? 40_000 : 443, transport: transport, direction: direction, length: 40 + payload,
            payloadLength: payload, tcpFlags: [], roles: roles, attribution: AttributionID(rawValue: attribution))
    }
}
