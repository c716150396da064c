import Foundation
import Testing

/// What live capture counts, and that it loses nothing unseen.
@Suite(
    "Sniff", .serialized,
    .enabled(if: VirtualCable.isPermitted, "network namespaces take root, ip, sysctl and tcpreplay"))
struct SniffTests {
    private let folder: TemporaryFolder
    private let cable: VirtualCable
    private let capture: String
    private let store: String
    private let list = Repository.path("Samples/watchlist.csv")

    init() throws {
        folder = try TemporaryFolder()
        cable = try VirtualCable()
        capture = try folder.file("live.pcap", LiveSample.capture())
        store = folder.path("census.db")
    }

    private func export(_ store: String, _ options: String...) throws -> CommandRun {
        let run = try CommandRun(["export", "--store", store] + options)
        #expect(run.status == 0, "\(run.errors)")
        return run
    }

    /// Packets with a listed address, as the store has them.
    private func storedMatches() throws -> Int {
        try export(store).rows.reduce(0) { $0 + (Int($1["packets"] ?? "") ?? 0) }
    }

    @Test("counts what replay counts of the same capture, with any number of workers", arguments: [1, 2, 3])
    func sameAsReplay(workers: Int) throws {
        let replayed = folder.path("replayed.db")
        #expect(try CommandRun(["replay", capture, "--watchlist", list, "--store", replayed]).status == 0)
        LiveSample.waitForQuietHour()
        let sniff = try SniffRun(cable, list: list, store: store, ["--workers", "\(workers)"])
        #expect(try cable.send(capture) == LiveSample.packets)
        let counted = try sniff.stop()
        #expect(counted.seen == LiveSample.packets && counted.dropped == 0)
        #expect(try LiveSample.withoutTimes(export(store)) == LiveSample.withoutTimes(export(replayed)))
        #expect(try export(store).rows.count == 9)
    }

    @Test("counts or reports every packet sent while it stands still")
    func standstill() throws {
        let sniff = try SniffRun(cable, list: list, store: store, ["--buffer", "1MiB", "--checkpoint", "1"])
        var sent = try cable.send(capture)
        try sniff.command.halt()
        sent += try cable.send(capture, ["--topspeed", "--loop", "33"])
        sniff.command.signal(SIGCONT)
        sent += try cable.send(capture)
        let counted = try sniff.stop()
        #expect(sent == 35 * LiveSample.packets)
        #expect(counted.seen + counted.dropped == sent)
        #expect(counted.dropped > sent / 4)
        #expect(sniff.command.errors.contains("the kernel dropped"))
        let share = try #require(Double(export(store, "--by", "hour").rows.first?["coverage"] ?? ""))
        #expect(share < 0.75)
    }

    @Test("counts or reports every packet when its ring is as small as can be")
    func smallRing() throws {
        let sniff = try SniffRun(cable, list: list, store: store, ["--buffer", "256KiB"])
        let sent = try cable.send(capture, ["--topspeed", "--loop", "50"])
        let counted = try sniff.stop(SIGTERM)
        #expect(counted.seen + counted.dropped == sent)
    }

    @Test("loses no packet by 100 reloads of its lists, and judges each by the old or the new one")
    func reloads() throws {
        let words = try Repository.text("Samples/watchlist.csv")
        let other = words.replacingOccurrences(of: "Example", with: "Other")
        let list = try folder.file("list.csv", words.utf8)
        let sniff = try SniffRun(cable, list: list, store: store, ["--checkpoint", "1"])
        let sender = try cable.beginSending(capture, ["--pps", "4000", "--loop", "12"])
        for number in 1...100 {
            _ = try folder.file("list.csv", (number % 2 == 1 ? other : words).utf8)
            sniff.command.signal(SIGHUP)
            try sniff.command.waitForErrors("the lists were reloaded", count: number)
        }
        let sent = try VirtualCable.sentPackets(sender.finish())
        let counted = try sniff.stop()
        #expect(counted.seen == sent && counted.dropped == 0)
        #expect(counted.matched == 12 * LiveSample.matched)
        #expect(try storedMatches() == counted.matched)
        let labels = Set(try export(store).rows.compactMap { $0["label"] })
        #expect(labels.contains("ExampleBot;OtherBot"))
    }

    @Test("goes on with the old lists when the new ones fail to load, are empty or have shrunk")
    func refusedReloads() throws {
        let words = try Repository.text("Samples/watchlist.csv")
        let list = try folder.file("list.csv", words.utf8)
        let sniff = try SniffRun(cable, list: list, store: store)
        let half = words.split(separator: "\n").prefix(5).joined(separator: "\n")
        for (number, (content, reason)) in [
            ("<html></html>", "HTML"), ("address\n", "is empty now, it had 8"), (half, "has 3 entries now, it had 8"),
        ].enumerated() {
            _ = try folder.file("list.csv", content.utf8)
            sniff.command.signal(SIGHUP)
            try sniff.command.waitForErrors("the lists were not reloaded", count: number + 1)
            #expect(sniff.command.errors.contains(reason), "\(sniff.command.errors)")
        }
        try cable.send(capture)
        #expect(try sniff.stop().matched == LiveSample.matched)
    }

    @Test("takes a list that has shrunk where that is allowed")
    func allowedShrink() throws {
        let list = try folder.file("list.csv", Repository.text("Samples/watchlist.csv").utf8)
        let sniff = try SniffRun(cable, list: list, store: store, ["--allow-shrink"])
        _ = try folder.file("list.csv", "192.0.2.99\n".utf8)
        sniff.command.signal(SIGHUP)
        try sniff.command.waitForErrors("the lists were reloaded: 1 entries")
        try cable.send(capture)
        #expect(try sniff.stop().matched == 475)
    }

    @Test("stops after so many packets exactly, and after so many seconds")
    func limits() throws {
        let counting = try SniffRun(cable, list: list, store: store, ["--count", "1000", "--workers", "2"])
        try cable.send(capture)
        #expect(try SniffRun.Counted(summary: counting.command.finish()).seen == 1_000)
        let begin = Date()
        let timed = try SniffRun(cable, list: list, store: store, ["--duration", "1"])
        let text = try timed.command.finish()
        #expect(timed.command.status == 0)
        #expect(text.contains("stopping: the time asked for is over"), "\(text)")
        #expect(Date().timeIntervalSince(begin) >= 1)
    }

    @Test("takes only what the filter takes, and only the direction asked for")
    func filter() throws {
        let filtered = try SniffRun(cable, list: list, store: store, ["--filter", "host 192.0.2.99"])
        try cable.send(capture)
        let counted = try filtered.stop()
        #expect(counted.seen == 475 && counted.matched == 475)
        let sending = try SniffRun(cable, ["v0"], list: list, store: store, ["--direction", "in"])
        try cable.send(capture)
        #expect(try sending.stop().seen == 0)
    }

    @Test("prints statistics when asked to, and log lines as JSON")
    func statistics() throws {
        let sniff = try SniffRun(cable, list: list, store: store, ["--log-format", "json", "--checkpoint", "0.2"])
        try cable.send(capture)
        // Until all packets are counted and committed, and the hosts of the last commit are known.
        var (asked, affected) = (0, "")
        repeat {
            asked += 1
            sniff.command.signal(SIGUSR1)
            try sniff.command.waitForErrors("packets_per_second", count: asked)
            affected = try "\(export(store, "--by", "host", "--min-grade", "attempted").rows.count)"
        } while try storedMatches() < LiveSample.matched
            || !sniff.command.errors.contains("\"affected_hosts\":\(affected),")
        sniff.command.signal(SIGINT)
        try sniff.command.finish()
        #expect(sniff.command.status == 0)
        let objects = try sniff.command.errors.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        let statistics = try #require(objects.last { $0["packets_per_second"] != nil })
        #expect(statistics["packets"] as? Int == Int(LiveSample.packets))
        #expect(statistics["matched"] as? Int == Int(LiveSample.matched))
        #expect(statistics["dropped_kernel"] as? Int == 0)
        #expect((statistics["affected_hosts"] as? Int).map(String.init) == affected)
        let summary = try #require(objects.last { $0["decoded"] != nil })
        #expect(summary["packets"] as? Int == Int(LiveSample.packets) && summary["dropped"] as? Int == 0)
        #expect(summary["matched"] as? Int == Int(LiveSample.matched) && summary["records"] == nil)
        #expect(objects.allSatisfy { $0["time"] != nil && $0["level"] != nil && $0["message"] != nil })
    }
}
