import CensusEvents
import CensusModel
import Foundation
import HourlyRollup
import NetworkTypes
import SQLiteStore
import Testing
import TrafficSimulation

@testable import CensusQueries

@Suite("Events of a store")
struct EventDerivationTests {
    private let watched: WatchedStore

    init() throws {
        watched = try WatchedStore()
    }

    private func at(_ hours: Int64, _ seconds: Int64 = 0) -> Timestamp {
        let start = WatchedStore.start.nanoseconds
        return Timestamp(nanoseconds: start + (hours * 3_600 + seconds) * Timestamp.nanosecondsPerSecond)
    }

    /// Sets the clock and looks.
    private func look(_ watch: EventWatch, _ time: Timestamp) throws -> [CensusEvent] {
        watched.clock.set(time)
        let before = try watched.events.count
        _ = try watch.runOnce()
        return Array(try watched.events.dropFirst(before))
    }

    private func kinds(_ events: [CensusEvent]) -> [EventKind] { events.map(\.kind) }

    @Test("tell each new thing once, as it comes")
    func live() throws {
        let watch = try watched.watch()
        try watched.count(Sight.attempt("10.0.0.1", "203.0.113.1", at: at(0, 60)))
        let first = try look(watch, at(0, 70))
        #expect(kinds(first) == [.originActive, .hostAffected])
        #expect(try first.last?.host == Sight.address("10.0.0.1"))
        #expect(first.last?.grade == .attempted)
        #expect(first.last?.time == at(0, 60) && first.last?.noted == at(0, 70))
        #expect(try look(watch, at(0, 80)).isEmpty)
        try watched.count(Sight.exchange("10.0.0.1", "203.0.113.1", at: at(0, 100)))
        #expect(kinds(try look(watch, at(0, 110))) == [.gradeRisen])
        try watched.count(Sight.exchange("10.0.0.2", "203.0.113.1", at: at(1, 5)))
        #expect(kinds(try look(watch, at(1, 10))) == [.hostAffected, .gradeRisen])
        try watched.count(Sight.entry("10.0.0.3", "203.0.113.7", at: at(1, 20)))
        #expect(kinds(try look(watch, at(1, 30))) == [.originActive, .hostAffected, .backdoorEntered])
    }

    @Test("are the same when they are derived live and afterwards", arguments: [UInt64(1), 2, 3])
    func liveAndAfterwards(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        watched.settings.rules.risenGrades = [.answered, .exchanged]
        var threshold = EventThreshold(name: "three", limit: 3)
        threshold.threatClass = .c2
        watched.settings.rules.thresholds = [threshold]
        let watch = try watched.watch()
        for step in 0..<60 {
            let time = at(Int64(step / 8), Int64(step % 8) * 400 + 7)
            let host = "10.0.0.\(generator.next(upTo: 9))"
            let origin = "203.0.113.\(generator.next(upTo: 4))"
            switch generator.next(upTo: 4) {
            case 0: try watched.count(Sight.attempt(host, origin, at: time))
            case 1: try watched.count(Sight.exchange(host, origin, at: time))
            case 2: try watched.count(Sight.probe(host, origin, at: time))
            default: try watched.count(Sight.entry(host, origin, at: time))
            }
            if generator.next(upTo: 3) > 0 {
                _ = try look(watch, Timestamp(nanoseconds: time.nanoseconds + 5_000_000_000))
            }
        }
        _ = try look(watch, at(12))
        let live = try watched.events
        let memory = try SQLiteCensus(path: SQLiteCensus.inMemoryPath, access: .write)
        _ = try watched.watch(notedIn: memory, begin: WatchedStore.start).runOnce()
        let afterwards = try WatchedStore.events(in: memory)
        #expect(Set(live.map(\.identifier)) == Set(afterwards.map(\.identifier)), "seed \(seed)")
        #expect(Set(live.map(\.identifier)).count == live.count && live.count > 20)
        let counted = try countedHosts()
        let told = Set(live.filter { $0.kind == .hostAffected }.compactMap(\.host))
        #expect(told == counted, "seed \(seed)")
    }

    /// The hosts that the export counts as affected.
    private func countedHosts() throws -> Set<IPAddress> {
        var hosts = HostRollup()
        try FlowJudge(watched.store).forEachFlow(FlowFilter(hours: HourRange())) { hosts.add($0) }
        return Set(hosts.finish(minimumGrade: .attempted).map(\.host))
    }

    @Test("do not come from what an origin sends, however much that is")
    func flood() throws {
        let watch = try watched.watch()
        var packets: [Observation] = []
        for number in 0..<2_000 {
            packets += try Sight.probe("10.0.\(number / 250).\(number % 250)", "203.0.113.1", at: at(0, 1))
            packets += try Sight.probe(
                "10.0.0.1", "198.51.\(number / 250).\(number % 250)", at: at(0, 2), attribution: 2)
        }
        try watched.count(packets)
        #expect(try look(watch, at(0, 60)).isEmpty)
    }

    @Test("beyond the limit of an hour are told as a number once it is over")
    func limit() throws {
        watched.settings.rules.mostInHour = 5
        let watch = try watched.watch()
        for number in 1...20 { try watched.count(Sight.attempt("10.0.0.\(number)", "203.0.113.1", at: at(0, 1))) }
        let events = try look(watch, at(0, 60))
        #expect(events.filter { $0.kind == .hostAffected }.count == 5)
        let later = try look(watch, at(2))
        #expect(kinds(later) == [.furtherEvents] && later.first?.count == 15 && later.first?.subject == "host_affected")
        #expect(try look(watch, at(3)).isEmpty)
        try watched.count(Sight.attempt("10.0.0.20", "203.0.113.1", at: at(2, 100)))
        #expect(try look(watch, at(3, 10)).isEmpty, "what was told as a number was told")
    }

    @Test("begin again where a thing was away for long enough, and late hours join what they belong to")
    func episodes() throws {
        watched.settings.rules.hoursUntilNew = 24
        let watch = try watched.watch()
        try watched.count(Sight.attempt("10.0.0.1", "203.0.113.1", at: at(0, 1)))
        #expect(kinds(try look(watch, at(0, 60))) == [.originActive, .hostAffected])
        try watched.count(Sight.attempt("10.0.0.1", "203.0.113.1", at: at(20, 1)))
        #expect(try look(watch, at(20, 60)).isEmpty)
        try watched.count(Sight.attempt("10.0.0.1", "203.0.113.1", at: at(60, 1)))
        #expect(kinds(try look(watch, at(60, 60))).filter { $0 == .hostAffected }.count == 1)
        try watched.count(Sight.attempt("10.0.0.1", "203.0.113.1", at: at(40, 1)))
        #expect(try look(watch, at(60, 120)).filter { $0.kind == .hostAffected }.isEmpty)
    }

    @Test("are not told of what was there before the first watch")
    func beginning() throws {
        try watched.count(Sight.exchange("10.0.0.1", "203.0.113.1", at: at(-5)))
        let watch = try watched.watch()
        #expect(try look(watch, at(0, 10)).isEmpty)
        try watched.count(Sight.exchange("10.0.0.1", "203.0.113.1", at: at(0, 20)))
        #expect(try look(watch, at(0, 30)).isEmpty)
    }

    @Test("are not told where a rule suppresses them, nor when the rule goes")
    func suppression() throws {
        var rule = EventSuppression(name: "lab")
        rule.hosts = [try #require(IPPrefix.parse(Array("10.9.0.0/16".utf8))?.prefix)]
        watched.settings.rules.suppressions = [rule]
        try watched.count(
            Sight.attempt("10.9.0.1", "203.0.113.1", at: at(0, 1))
                + Sight.attempt("10.8.0.1", "203.0.113.1", at: at(0, 2)))
        do {
            let events = try look(try watched.watch(), at(0, 60))
            let wanted = try Sight.address("10.8.0.1")
            #expect(events.filter { $0.kind == .hostAffected }.map(\.host) == [wanted])
        }
        watched.settings.rules.suppressions = []
        try watched.count(Sight.attempt("10.9.0.1", "203.0.113.1", at: at(0, 70)))
        #expect(try look(try watched.watch(), at(0, 80)).isEmpty)
    }

    @Test("tell of a threshold once an hour, by network and class")
    func thresholds() throws {
        var rule = EventThreshold(name: "plant", limit: 2)
        rule.prefix = IPPrefix.parse(Array("10.1.0.0/16".utf8))?.prefix
        watched.settings.rules.thresholds = [rule]
        let watch = try watched.watch()
        for number in 1...4 {
            try watched.count(Sight.attempt("10.1.0.\(number)", "203.0.113.1", at: at(0, Int64(number))))
            try watched.count(Sight.attempt("10.2.0.\(number)", "203.0.113.1", at: at(0, Int64(number))))
            let crossed = try look(watch, at(0, Int64(60 + number))).filter { $0.kind == .thresholdCrossed }
            #expect(crossed.count == (number == 3 ? 1 : 0), "\(number)")
            if let event = crossed.first { #expect(event.subject == "plant" && event.count == 3 && event.limit == 2) }
        }
    }

    @Test("tell of coverage, drops, exporters and interfaces, each once while it lasts")
    func presence() throws {
        let watch = try watched.watch()
        let exporter = Exporter(try Sight.address("192.0.2.200"))
        for number: Int64 in 0..<10 {
            var coverage = Coverage()
            if number < 6 { (coverage.seen, coverage.decoded) = (1_000, 1_000) }
            if number == 2 || number == 3 { coverage.dropped = ["kernel": 500] }
            if number < 4 {
                var records = RecordCoverage()
                (records.seen, records.decoded) = (10, 10)
                coverage.records = [exporter: records]
            }
            let hour = Hour(containing: at(number))
            try watched.count([], coverage: [hour: coverage])
            let events = try look(watch, at(number, 1_800))
            switch number {
            case 2: #expect(kinds(events) == [.dropsBegun] && events[0].count == 500)
            case 3: #expect(kinds(events) == [.coverageFallen] && events[0].hour == Hour(containing: at(2)))
            case 5: #expect(kinds(events) == [.exporterSilent] && events[0].subject == "192.0.2.200")
            case 7: #expect(kinds(events) == [.interfaceSilent] && events[0].subject == "eth0")
            default: #expect(events.isEmpty, "\(number): \(events)")
            }
        }
    }

    @Test("tell of a list that is stale or refused once each time")
    func feeds() throws {
        let folder = watched.folder + "/feodo"
        try FileManager.default.createDirectory(atPath: folder + "/versions", withIntermediateDirectories: true)
        let write = { (name: String, text: String) in
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
        try write("list.json", "{\"confirmed\": \"\(at(0))\", \"stale_after\": 3600}")
        try write("state.json", "{\"last_success\": \"\(at(0))\", \"last_error\": \"<b>bad</b> \\n\"}")
        watched.listFolders = [folder]
        let watch = try watched.watch()
        #expect(kinds(try look(watch, at(0, 60))) == [.feedRefused])
        #expect(try look(watch, at(0, 120)).isEmpty)
        let stale = try look(watch, at(2))
        #expect(kinds(stale) == [.feedStale] && stale.first?.subject == "feodo")
        try write("list.json", "{\"confirmed\": \"\(at(3))\", \"stale_after\": 3600}")
        try write("state.json", "{\"last_success\": \"\(at(3))\"}")
        #expect(try look(watch, at(3)).isEmpty)
        try write("state.json", "{\"last_success\": \"\(at(3))\", \"last_error\": \"worse\"}")
        #expect(kinds(try look(watch, at(3, 60))) == [.feedRefused])
    }
}

extension SeededGenerator {
    mutating func next(upTo end: UInt64) -> UInt64 { next() % end }
}
