import CensusEvents
import CensusModel
import Foundation
import Glibc
import NetworkTypes
import SQLiteStore
import TestSupport
import Testing
import TextFormats
import TrafficSimulation

/// Twenty-four hours of real processes, by a clock that is handed in: a server of feeds, `feeds update`, `replay` and `watch`, and a
/// receiver of webhooks with one sink that answers and one that is away for six hours.
@Suite(
    "A day of processes", .serialized,
    .enabled(if: HandedInClock.isThere, "the clock is handed in by Debian's libfaketime"))
final class DayOfProcessesTests {
    private let folder: TemporaryFolder
    private let server: HostileServer
    private let clock: HandedInClock
    private var generator = SeededGenerator(test: "A day of processes")
    private var watch: BackgroundCommand?
    /// The certificates of the server hold from now on.
    private let start = Timestamp(
        nanoseconds: (SystemTime.seconds / 3_600 + 1) * 3_600 * Timestamp.nanosecondsPerSecond)
    private var now: Timestamp

    private enum SystemTime {
        static var seconds: Int64 { Int64(Date().timeIntervalSince1970) }
    }

    init() throws {
        (folder, server) = (try TemporaryFolder(), try HostileServer())
        now = start
        clock = try HandedInClock(in: folder, at: start)
        let sinks = ["steady", "away"].map {
            "\"\($0)\": {\"kind\": \"webhook\", \"url\": \"\(server.address("/gate/\($0)"))\", "
                + "\"ca-file\": \"\(server.authority)\", \"timeout\": \"15m\", \"proxy\": \"\"}"
        }
        _ = try folder.file("day.yaml", "{\"events\": {\"sinks\": {\(sinks.joined(separator: ","))}}}".utf8)
        let feed =
            "{\"url\": \"\(server.address("/files/c2.txt"))\", \"ca-file\": \"\(server.authority)\", \"proxy\": \"\"}"
        _ = try folder.file("feeds.yaml", "{\"feeds\": {\"c2\": \(feed)}}".utf8)
    }

    private func seconds(_ count: Int64, after time: Timestamp) -> Timestamp {
        Timestamp(nanoseconds: time.nanoseconds + count * Timestamp.nanosecondsPerSecond)
    }

    private func set(_ time: Timestamp) throws {
        now = time
        try clock.set(time)
    }

    private func run(_ arguments: [String]) throws -> BackgroundCommand {
        let command = try clock.begin(arguments, in: folder)
        try clock.finish(command)
        return command
    }

    private func startWatch() throws {
        let command = try clock.begin(
            [
                "watch", "--store", "census.db", "--lists", "feeds", "--config", folder.path("day.yaml"),
            ], in: folder)
        try command.waitForErrors("watching census.db")
        watch = command
    }

    private func killWatch() throws {
        watch?.signal(SIGKILL)
        if let watch { try clock.finish(watch) }
        try startWatch()
    }

    /// Identifiers of the events that a sink has taken, in their order.
    private func received(_ sink: String, ofKind kind: String? = nil) throws -> [String] {
        try server.accepted.filter { $0.path == "/gate/\(sink)" }.compactMap { request in
            let event = try #require(JSONText.value(request.body))
            return kind == nil || event["event"]?.text == kind ? event["id"]?.text : nil
        }
    }

    /// Lets the clock go on, five seconds at a time and for less than half an hour, until something is so.
    private func wait(for what: String, until condition: () throws -> Bool) throws {
        let latest = seconds(1_790, after: now)
        while try !condition() {
            try #require(watch?.isRunning == true, "\(what): \(watch?.errors ?? "")")
            Thread.sleep(forTimeInterval: 0.05)
            if now < latest { try set(seconds(5, after: now)) }
        }
    }

    /// What some hosts sent to listed servers in an hour, and a new one in any case.
    private func writeCapture(hour: Int64) throws -> String {
        var writer = PcapWriter(linkType: .ethernet)
        var packets: [(host: UInt32, origin: UInt32)] = [(0x0A00_0100 + UInt32(hour), 0xCB00_7101)]
        for _ in 0..<200 {
            packets.append((0x0A00_0000 + UInt32(generator.next() % 40), 0xCB00_7101 + UInt32(generator.next() % 12)))
        }
        for (index, packet) in packets.enumerated() {
            let ip = FrameBuilder.ip(
                from: .v4(IPv4Address(rawValue: packet.host)), to: .v4(IPv4Address(rawValue: packet.origin)), .udp,
                FrameBuilder.udp(from: 9_000, to: 53, [1, 2, 3]))
            writer.add(FrameBuilder.ethernet(ip: ip), at: seconds(hour * 3_600 + Int64(index), after: start))
        }
        return try folder.file("hour-\(hour).pcap", writer.bytes)
    }

    /// Fetches the feed, which is another list each hour, and is broken in two of them.
    private func updateFeed(hour: Int64) throws {
        let servers = (1...12).map { "203.0.113.\($0)" } + (0...hour).map { "198.51.100.\($0)" }
        let isBroken = hour == 5 || hour == 17
        try server.serve("c2.txt", isBroken ? (hour == 5 ? "<html>" : "") : servers.joined(separator: "\n"))
        let update = try run(["feeds", "update", "c2", "--feeds", "feeds.yaml"])
        #expect(update.status == (isBroken ? 1 : 0), "hour \(hour): \(update.errors)")
    }

    /// Counts a capture by a process that is killed at some moment, and then by one that is not.
    private func count(_ capture: String, killed: Bool) throws {
        let arguments = ["replay", capture, "--watchlist", "feeds/c2", "--store", "census.db"]
        if killed {
            let command = try clock.begin(arguments, in: folder)
            Thread.sleep(forTimeInterval: Double(generator.next() % 400) / 1_000)
            command.signal(SIGKILL)
            try clock.finish(command)
        }
        let replay = try run(arguments)
        #expect(replay.status == 0, "\(replay.errors)")
    }

    private func export(_ store: String) throws -> String {
        try run(["export", "--store", store]).output
    }

    @Test("tells every event to every sink, whatever is killed, and no count differs from an undisturbed run")
    func day() throws {
        try updateFeed(hour: 0)
        try count(writeCapture(hour: 0), killed: false)
        try startWatch()
        var captures = [folder.path("hour-0.pcap")]
        let kills = 10
        var killed = 0
        for hour: Int64 in 1..<24 {
            try set(seconds(hour * 3_600, after: start))
            if hour == 6 { try server.serve("away.closed", "") }
            if hour == 12 {
                try FileManager.default.removeItem(at: server.folder.appendingPathComponent("files/away.closed"))
            }
            try updateFeed(hour: hour)
            let capture = try writeCapture(hour: hour)
            captures.append(capture)
            let before = try Set(received("steady")).count
            try count(capture, killed: hour % 4 == 1)
            if hour % 2 == 1, killed < kills {
                // A look comes every two seconds.
                Thread.sleep(forTimeInterval: Double(generator.next() % 2_500) / 1_000)
                try killWatch()
                killed += 1
            }
            try wait(for: "hour \(hour)") { try Set(received("steady")).count > before }
            if hour == 5 || hour == 17 {
                try wait(for: "the broken feed") {
                    try Set(received("steady", ofKind: "feed_refused")).count == (hour == 5 ? 1 : 2)
                }
            }
        }
        #expect(killed == kills)
        try set(seconds(86_400, after: start))
        let ledger = try SQLiteCensus(path: folder.path("census.db"), access: .read)
        let told = { try ledger.events(after: 0, limit: 100_000).map(\.identifier) }
        try wait(for: "the end") {
            // A look that falls into a checkpoint of the journal fails.
            guard let all = try? Set(told()) else { return false }
            return try Set(received("steady")) == all && Set(received("away")) == all
        }
        watch?.signal(SIGTERM)
        if let watch { try clock.finish(watch) }
        let all = try told()
        #expect(all.count > 40 && Set(all).count == all.count)
        for sink in ["steady", "away"] { #expect(try Set(received(sink)) == Set(all)) }
        // What was on its way when a process was killed comes again under its identifier, one event a kill at the most.
        let steady = try received("steady")
        #expect(steady.count - Set(steady).count <= kills)
        #expect(try Set(received("steady", ofKind: "feed_refused")).count == 2)

        let calm = try run(["replay"] + captures + ["--watchlist", "feeds/c2", "--store", "calm.db"])
        #expect(calm.status == 0, "\(calm.errors)")
        #expect(try export("census.db") == export("calm.db"))
    }
}
