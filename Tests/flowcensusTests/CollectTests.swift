import Foundation
import Glibc
import TestSupport
import Testing
import TrafficSimulation

/// A collector that runs beside the test.
private struct CollectRun {
    let command: BackgroundCommand
    let port: UInt16

    /// Starts it, and returns when it receives.
    /// - Parameter list: `nil` where the configuration names one.
    init(list: String?, store: String, _ options: [String] = []) throws {
        var arguments = ["collect", "127.0.0.1:0", "--store", store] + options
        if let list { arguments += ["--watchlist", list] }
        if geteuid() == 0 {
            // The user that it becomes writes the store.
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o777], ofItemAtPath: URL(fileURLWithPath: store).deletingLastPathComponent().path)
            arguments += ["--user", "nobody"]
        }
        command = try BackgroundCommand([CommandRun.executable.path] + arguments)
        try command.waitForErrors("receiving at 127.0.0.1:")
        let text = command.errors.components(separatedBy: "receiving at 127.0.0.1:").last ?? ""
        port = try #require(UInt16(text.prefix { $0.isNumber }))
    }

    /// What is sent over loopback is in the socket when this returns.
    func send(_ datagrams: [[UInt8]]) { LoopbackDatagrams.send(datagrams, to: port) }

    /// Stops it, and returns what it said.
    func stop() throws -> String {
        command.signal(SIGINT)
        let text = try command.finish()
        #expect(command.status == 0, "\(text)")
        return text
    }
}

@Suite("A collector")
struct CollectTests {
    private let folder: TemporaryFolder
    private let list: String

    init() throws {
        folder = try TemporaryFolder()
        list = try folder.file("list.txt", Array("192.0.2.1\n".utf8))
    }

    private func number(_ value: Int, _ length: Int) -> [UInt8] {
        (0..<length).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// NetFlow v9 of 2013-05-31T12:00Z with some sets.
    private func netFlow9(_ sequence: Int, _ sets: [UInt8]...) -> [UInt8] {
        let head = number(9, 2) + number(sets.count, 2) + number(100_000, 4) + number(1_370_001_600, 4)
        return head + number(sequence, 4) + number(1, 4) + sets.flatMap { $0 }
    }

    /// A template of source, destination, ports, protocol, packets, bytes, first and last.
    private var template: [UInt8] {
        let fields = [(8, 4), (12, 4), (7, 2), (11, 2), (4, 1), (2, 4), (1, 4), (22, 4), (21, 4)]
        let content = number(256, 2) + number(fields.count, 2) + fields.flatMap { number($0.0, 2) + number($0.1, 2) }
        return number(0, 2) + number(content.count + 4, 2) + content
    }

    /// A record of 10.0.0.N, which reaches a listed server.
    private func data(_ host: Int) -> [UInt8] {
        let record =
            number(0x0A00_0000 + host, 4) + number(0xC000_0201, 4) + number(40_000, 2) + number(443, 2) + number(6, 1)
            + number(10, 4) + number(1_500, 4) + number(90_000, 4) + number(95_000, 4)
        return number(256, 2) + number(record.count + 4, 2) + record
    }

    private func hosts(_ store: String) throws -> [String] {
        try CommandRun(["export", "--by", "host", "--store", store]).rows.compactMap { $0["host"] }
    }

    @Test("ships what it counts to a central store meanwhile, and at its end what came last")
    func shipping() throws {
        let (store, centre) = (folder.path("census.db"), folder.path("centre.db"))
        let collect = try CollectRun(list: list, store: store, ["--sensor", "west", "--ship-to", centre])
        collect.send([netFlow9(0, template, data(1)), netFlow9(1, data(2))])
        _ = try collect.stop()
        #expect(try hosts(centre) == ["10.0.0.1", "10.0.0.2"])
        let bySensor = { try CommandRun(["export", "--by", "sensor", "--store", $0]) }
        #expect(try bySensor(centre).output == bySensor(store).output)
        #expect(try bySensor(centre).rows.map { $0["sensor"] } == ["west"])
    }

    @Test("counts what came before it was stopped, and tells of exporters in store info")
    func counts() throws {
        let store = folder.path("a.db")
        let run = try CollectRun(list: list, store: store)
        run.send([netFlow9(0, template)] + (1...50).map { netFlow9($0, data($0)) })
        let text = try run.stop()
        #expect(text.contains("50 records seen, 50 decoded, 0 not decoded, 50 matched, 0 lost"), "\(text)")
        #expect(try hosts(store).count == 50)
        let info = try CommandRun(["store", "info", "--store", store]).output
        #expect(info.contains("collection 127.0.0.1:\(run.port): 50 records"), "\(info)")
        // Its records are of 11 o'clock; its datagrams state 12, which is far from the receiver's clock.
        #expect(info.contains("    127.0.0.1: 2013-05-31T11:00:00Z to 2013-05-31T12:00:00Z"), "\(info)")
        #expect(try CommandRun(["store", "check", "--store", store]).status == 0)
    }

    /// NetFlow v5 of three records.
    private func netFlow5(_ sequence: Int) -> [UInt8] {
        let head = number(5, 2) + number(3, 2) + number(100_000, 4) + number(1_370_001_600, 4) + number(0, 4)
        let record =
            number(0x0A00_0001, 4) + number(0xC000_0201, 4) + number(0, 8) + number(10, 4) + number(1_500, 4)
            + number(90_000, 4) + number(95_000, 4) + number(40_000, 2) + number(443, 2) + [0, 0x1B, 6, 0]
        return head + number(sequence, 4) + number(0, 4) + (0..<3).flatMap { _ in record + number(0, 8) }
    }

    @Test("names as lost what its socket dropped last, of which no sequence number tells")
    func droppedLast() throws {
        let run = try CollectRun(list: list, store: folder.path("l.db"), ["--buffer", "64KiB"])
        run.command.signal(SIGSTOP)
        let sent = 1_000
        run.send((0..<sent).map { netFlow5($0 * 3) })
        run.command.signal(SIGINT)
        run.command.signal(SIGCONT)
        let text = try run.command.finish()
        let counts = try #require(try /(\d+) records seen.* (\d+) lost\n/.firstMatch(in: text)?.output, "\(text)")
        let (seen, lost) = (try #require(Int(counts.1)), try #require(Int(counts.2)))
        #expect(lost > 0 && seen > 0 && seen + lost == 3 * sent, "\(text)")
        #expect(text.contains("lost by: socket \(lost)"), "\(text)")
        #expect(run.command.status == 0, "\(text)")
    }

    @Test("reads on with the templates that the one before it was sent")
    func restart() throws {
        let store = folder.path("b.db")
        let first = try CollectRun(list: list, store: store)
        first.send([netFlow9(0, template), netFlow9(1, data(1))])
        _ = try first.stop()
        let second = try CollectRun(list: list, store: store)
        second.send([netFlow9(2, data(2))])
        // Another exporter's domain has no template: that is said.
        let text = try second.stop()
        #expect(text.contains("1 records seen, 1 decoded"), "\(text)")
        #expect(try hosts(store) == ["10.0.0.1", "10.0.0.2"])
    }

    @Test("removes hours that are older than what is to be kept")
    func retention() throws {
        let store = folder.path("d.db")
        let first = try CollectRun(list: list, store: store)
        first.send([netFlow9(0, template), netFlow9(1, data(1))])
        _ = try first.stop()
        #expect(try hosts(store) == ["10.0.0.1"])
        let second = try CollectRun(list: list, store: store, ["--keep", "52w", "--checkpoint", "0.2"])
        try second.command.waitForErrors("removed 1 flows in 2 hours before 20")
        _ = try second.stop()
        #expect(try hosts(store).isEmpty)
        #expect(try CommandRun(["store", "check", "--store", store]).status == 0)
        for age in ["0d", "-1d", "1y", "d", "9999999w"] {
            let run = try CommandRun(["collect", "2055", "--watchlist", list, "--keep=\(age)"])
            #expect(run.status == 2 && run.errors.contains("--keep"), "\(age)")
        }
    }

    @Test(
        "reads its configuration again on HUP: what can change does, what cannot is named, and a bad one changes nothing"
    )
    func reread() throws {
        let store = folder.path("r.db")
        let first = try CollectRun(list: list, store: store)
        first.send([netFlow9(0, template), netFlow9(1, data(1))])
        _ = try first.stop()
        let lists = try [list, folder.file("other.txt", "192.0.2.2\n192.0.2.3\n".utf8)]
        let configuration = { (more: String, lists: [String]) in
            try folder.file(
                "collect.yaml",
                "collect:\n  checkpoint: 0.2\n  watchlist: [\(lists.joined(separator: ", "))]\n\(more)".utf8)
        }
        let path = try configuration("", [list])
        let run = try CollectRun(list: nil, store: store, ["--config", path])
        _ = try configuration("  keep: 52w\n  workers: 2\n", lists)
        run.command.signal(SIGHUP)
        try run.command.waitForErrors("the lists were reloaded: 3 entries")
        try run.command.waitForErrors("removed 1 flows in 2 hours before 20")
        let said = run.command.errors
        #expect(
            said.contains("read again: watchlist has changed\n") && said.contains("read again: keep has changed\n"),
            "\(said)")
        #expect(said.contains("read again: workers has changed, which takes effect at the next start"), "\(said)")
        _ = try configuration("  keep: never\n", [list])
        run.command.signal(SIGHUP)
        try run.command.waitForErrors("the configuration was not read again, and what it said before holds")
        try run.command.waitForErrors("the lists were reloaded: 3 entries", count: 2)
        _ = try run.stop()
        #expect(try CommandRun(["store", "info", "--store", store]).output.contains("other.txt: 2 entries"))
    }

    @Test("goes on where HUP comes before its lists are loaded, and loads them again once it runs")
    func earlyHangUp() throws {
        let pipe = folder.path("list.pipe")
        try #require(unsafe mkfifo(pipe, 0o666) == 0)
        let command = try BackgroundCommand([
            CommandRun.executable.path, "collect", "127.0.0.1:0", "--store", ":memory:", "--watchlist", pipe,
        ])
        // A pipe opens for writing once somebody reads it.
        let write = { (text: String, signalled: Bool) throws in
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: pipe))
            if signalled { command.signal(SIGHUP) }
            try handle.write(contentsOf: Data(text.utf8))
            try handle.close()
        }
        try write("192.0.2.1\n", true)
        try command.waitForErrors("receiving at 127.0.0.1:")
        try write("192.0.2.1\n192.0.2.2\n", false)
        try command.waitForErrors("the lists were reloaded: 2 entries")
        command.signal(SIGINT)
        let text = try command.finish()
        #expect(command.status == 0, "\(text)")
    }

    @Test("says after a restart what was sent while none ran, as far as sequence numbers tell")
    func missedMeanwhile() throws {
        let store = folder.path("m.db")
        let first = try CollectRun(list: list, store: store)
        first.send([netFlow9(0, template)] + (1...4).map { netFlow9($0, data($0)) })
        _ = try first.stop()
        let second = try CollectRun(list: list, store: store)
        second.send([netFlow9(25, data(25))])
        let text = try second.stop()
        // 20 datagrams, in the mean of five records in six.
        #expect(text.contains("1 records seen, 1 decoded") && text.contains("lost by: sequence 17"), "\(text)")
        let third = try CollectRun(list: list, store: store)
        third.send([netFlow9(26, data(26))])
        let next = try third.stop()
        #expect(next.contains("1 matched, 0 lost"), "\(next)")
    }

    @Test("killed at any moment loses at most what came since its last checkpoint, and counts nothing twice")
    func killed() throws {
        var random = SeededGenerator()
        let store = folder.path("k.db")
        var (sent, certain) = (0, 0)
        for round in 0..<20 {
            let run = try CollectRun(list: list, store: store, ["--checkpoint", "0.1"])
            if round == 0 { run.send([netFlow9(0, template)]) }
            let before = Int.random(in: 1...20, using: &random)
            run.send((1...before).map { netFlow9(sent + $0, data(sent + $0)) })
            sent += before
            let expected = sent
            // A look may fall into a moment in which the store is being written.
            while (try? hosts(store).contains("10.0.\(expected >> 8).\(expected & 255)")) != true {
                try #require(run.command.isRunning, "\(run.command.errors)")
                usleep(20_000)
            }
            certain += before
            let after = Int.random(in: 0...20, using: &random)
            if after > 0 { run.send((1...after).map { netFlow9(sent + $0, data(sent + $0)) }) }
            sent += after
            run.command.signal(SIGKILL)
            _ = try run.command.finish()
        }
        let rows = try CommandRun(["export", "--by", "host", "--store", store]).rows
        #expect(rows.count >= certain && rows.count <= sent)
        for row in rows { #expect(row["packets"] == "10" && row["flows"] == "1") }
        #expect(try CommandRun(["store", "check", "--store", store]).status == 0)
    }

    @Test("passes over what others send than the exporters that are named, and counts it")
    func exporters() throws {
        let store = folder.path("c.db")
        let run = try CollectRun(list: list, store: store, ["--exporters", "198.51.100.0/24"])
        run.send([netFlow9(0, template), netFlow9(1, data(1))])
        let text = try run.stop()
        #expect(text.contains("not of flows: exporter_not_named 2"), "\(text)")
        #expect(try hosts(store).isEmpty)
    }

    @Test("names records without a template, gaps in sequence numbers, and what is not an export")
    func losses() throws {
        let store = folder.path("d.db")
        let run = try CollectRun(list: list, store: store)
        run.send([
            netFlow9(0, data(1)), netFlow9(1, template), netFlow9(2, data(2)), netFlow9(9, data(3)), [1, 2, 3, 4, 5],
        ])
        let text = try run.stop()
        #expect(text.contains("not decoded: without_template 1"), "\(text)")
        #expect(text.contains("not decoded: not_an_export 1"), "\(text)")
        #expect(text.contains("lost by: sequence"), "\(text)")
        #expect(try hosts(store) == ["10.0.0.2", "10.0.0.3"])
    }

    @Test("is refused where it cannot receive, and for what is not a port")
    func refusals() throws {
        let run = try CollectRun(list: list, store: folder.path("e.db"))
        let taken = try CommandRun(["collect", "127.0.0.1:\(run.port)", "--watchlist", list, "--store", ":memory:"])
        #expect(taken.status == 1 && taken.errors.contains("127.0.0.1:\(run.port): cannot receive there"))
        _ = try run.stop()
        for arguments in [["collect", "--watchlist", list], ["collect", "host:2055", "--watchlist", list]] {
            #expect(try CommandRun(arguments).status == 2)
        }
    }
}
