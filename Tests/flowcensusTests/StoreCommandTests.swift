import Foundation
import GRDB
import Testing

@Suite("The store's upkeep")
struct StoreCommandTests {
    private let folder: TemporaryFolder
    private let store: String

    init() throws {
        folder = try TemporaryFolder()
        store = folder.path("census.db")
        try #require(SampleFiles.replay([SampleFiles.capture], store: store).status == 0)
    }

    private func run(_ command: String, _ options: String...) throws -> CommandRun {
        try CommandRun(["store", command, "--store", store] + options)
    }

    @Test("shows what is inside, for people")
    func information() throws {
        let run = try run("info")
        #expect(run.status == 0 && run.errors.isEmpty)
        for words in [
            "\(store): ", "hours: 2013-05-31T22:00:00Z to 2013-06-01T00:00:00Z\n",
            "flows: 425, of 9 origins and 277 hosts\n",
            "3634 packets seen, 3564 decoded, 0 not decoded, 70 not IP, 1797 matched, 0 dropped\n",
            "not_ip: arp 70\n",
            "capture \(SampleFiles.capture): 3634 packets, 0 dropped, begun 20",
            "\(SampleFiles.watchlist): 8 entries, version ",
        ] {
            #expect(run.output.contains(words), "\(words) in: \(run.output)")
        }
        #expect(!run.output.contains("being written"))
    }

    @Test(
        "has any name: of a single character, or one that SQLite would take for an address",
        arguments: ["c", "0", "file:c.db", "file::memory:", "c?mode=memory", ":c"])
    func names(_ name: String) throws {
        let here = try TemporaryFolder()
        let run = { (arguments: [String]) in
            try CommandRun(arguments, in: URL(fileURLWithPath: here.path(".")))
        }
        let counting = ["replay", SampleFiles.capture, "--watchlist", SampleFiles.watchlist, "--store", name]
        #expect(try run(counting).status == 0)
        #expect(FileManager.default.fileExists(atPath: here.path(name)))
        let export = try run(["export", "--store", name])
        #expect(export.status == 0 && export.rows.count > 1, "\(export.errors)")
        #expect(try run(["store", "backup", "copy:\(name)", "--store", name]).status == 0)
        #expect(try run(["merge", name, "--into", "file:merged"]).status == 0)
        #expect(try run(["export", "--store", "file:merged"]).output == export.output)
        #expect(!FileManager.default.fileExists(atPath: here.path("c.db")))
    }

    @Test("shows the same to programs")
    func informationAsJSON() throws {
        let run = try run("info", "--format", "json")
        let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8))
        let fields = try #require(object as? [String: Any])
        #expect(fields["flows"] as? Int == 425)
        #expect(fields["first_hour"] as? String == "2013-05-31T22:00:00Z")
        #expect((fields["packets"] as? [String: Any])?["matched"] as? Int == 1_797)
        #expect((fields["sources"] as? [[String: Any]])?.first?["name"] as? String == SampleFiles.capture)
        #expect((fields["lists"] as? [[String: Any]])?.first?["entries"] as? Int == 8)
    }

    @Test(
        "is needed where rows cannot be: what reads the store says which, and ends with 1",
        arguments: [["export"], ["export", "--by", "total"], ["report", "--format", "html"], ["store", "info"]])
    func impossibleHour(command: [String]) throws {
        let changed = folder.path("changed.db")
        try #require(run("backup", changed).status == 0)
        try DatabaseQueue(path: changed).write {
            try $0.execute(sql: "UPDATE run SET hour = 3600 << 30 WHERE hour = (SELECT min(hour) FROM run)")
        }
        let run = try CommandRun(command + ["--store", changed])
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.errors.contains("\(changed): is damaged (the run "), "\(run.errors)")
        #expect(run.errors.contains("is of the hour 3865470566400, which no time can have"))
    }

    @Test("copies a store that is counted into, as it is at one moment, and replaces no file")
    func backup() throws {
        let writer = try DatabaseQueue(path: store)
        let copy = folder.path("copy.db")
        try writer.write { try $0.execute(sql: "INSERT INTO writer VALUES (9, 'boot', 1, 1, 'now')") }
        let run = try run("backup", copy)
        #expect(run.status == 0, "\(run.errors)")
        #expect(try SampleFiles.counts(in: copy) == SampleFiles.counts(in: store))
        #expect(try CommandRun(["store", "check", "--store", copy]).output == "\(copy): sound\n")
        let mode = try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(!FileManager.default.fileExists(atPath: copy + "-wal"))
        // It is a store like any other: what was counted is known.
        #expect(try SampleFiles.replay([SampleFiles.capture], store: copy).errors.contains("counted before"))
        let again = try self.run("backup", copy)
        #expect(again.status == 1 && again.errors.contains("is there already"))
    }

    @Test("finds a sound store sound")
    func sound() throws {
        let run = try run("check")
        #expect(run.status == 0)
        #expect(run.output == "\(store): sound\n")
    }

    @Test(
        "finds counts that do not agree",
        arguments: [
            ("DELETE FROM source", "flows of an unknown source: 425"),
            ("DELETE FROM attribution WHERE id = 1", "flows of an unknown attribution: "),
            (
                "UPDATE run SET hour = hour + 1 WHERE id = 1",
                "the run 1 is of the hour 1370037601, which does not begin on the hour"
            ),
            (
                "UPDATE page SET content = substr(content, 1, 100) WHERE id >> 20 = 1",
                "page 0 of the run 1 of the hour 2013-05-31T22:00:00Z and the source 1: its bytes are not those that were"
            ),
            (
                "DELETE FROM page WHERE id >> 20 = 1",
                "page 0 of the run 1 of the hour 2013-05-31T22:00:00Z and the source 1: it is missing"
            ),
            (
                "UPDATE run SET packets = packets + 1",
                "runs that hold another number of flows or packets than they state: 3"
            ),
            ("DELETE FROM run WHERE id = 1", "hours in which flows hold other packets than those that match: 1"),
            ("DELETE FROM run WHERE id = 2", "pages of no run: 1"),
            (
                "UPDATE coverage SET packets = packets + 1 WHERE kind = 'decoded'",
                "hours in which packets are neither decoded nor not: 3"
            ),
            ("UPDATE coverage SET kind = 'lost' WHERE kind = 'seen'", "coverage of an unknown kind: 3"),
        ])
    func unsound(change: String, finding: String) throws {
        try DatabaseQueue(path: store).write { try $0.execute(sql: change) }
        let run = try run("check")
        #expect(run.status == 1)
        #expect(run.output.contains("\(store): \(finding)"), "\(run.output)")
    }

    @Test("removes old hours, whole ones, for good, though the capture is replayed")
    func prune() throws {
        let before = try SampleFiles.counts(in: store)
        let run = try run("prune", "--before", "2013-05-31T23:59:59Z", "--yes")
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("\(store): removed 21 flows in 1 hours before 2013-05-31T23:00:00Z"))
        let rest = before.split(separator: "\n").filter { !$0.hasPrefix("2013-05-31T22") }
        #expect(try SampleFiles.counts(in: store).split(separator: "\n") == rest)
        #expect(try SampleFiles.replay([SampleFiles.capture], store: store).errors.contains("counted before"))
        #expect(try SampleFiles.counts(in: store).split(separator: "\n") == rest)
        #expect(try self.run("check").status == 0)
        #expect(try self.run("info").output.contains("hours: 2013-05-31T23:00:00Z to 2013-06-01T00:00:00Z\n"))
    }

    @Test("removes nothing before the first hour, and everything before the last one's end")
    func pruneBounds() throws {
        let before = try SampleFiles.counts(in: store)
        #expect(
            try run("prune", "--before", "2013-05-31T22:59:59Z", "--yes").output.contains("removed 0 flows in 0 hours"))
        #expect(try SampleFiles.counts(in: store) == before)
        #expect(
            try run("prune", "--before", "2013-06-01T01:00:00Z", "--yes").output.contains(
                "removed 425 flows in 3 hours"))
        #expect(try SampleFiles.counts(in: store).split(separator: "\n").count == 1)
        #expect(try run("info").output.contains("hours: none\n"))
    }

    @Test("says what would go, and removes nothing without a yes")
    func pruneUnasked() throws {
        let before = try SampleFiles.counts(in: store)
        let plan = "\(store): 21 flows in 1 hours from 2013-05-31T22:00:00Z to 2013-05-31T22:00:00Z would be removed"
        let dry = try run("prune", "--before", "2013-05-31T23:00:00Z", "--dry-run")
        #expect(dry.status == 0 && dry.output == plan + "\n")
        let unasked = try run("prune", "--before", "2013-05-31T23:00:00Z")
        #expect(unasked.status == 2 && unasked.output.isEmpty)
        #expect(unasked.errors.contains(plan) && unasked.errors.contains("give --yes as well"))
        #expect(try SampleFiles.counts(in: store) == before)
        let nothing = try run("prune", "--before", "2013-05-31T22:00:00Z", "--dry-run")
        #expect(nothing.output == "\(store): nothing would be removed\n")
        #expect(try run("prune", "--before", "2013", "--yes", "--dry-run").status == 2)
    }

    @Test("asks on a terminal, and takes only a yes for one", arguments: [("n", false), ("", false), ("yes", true)])
    func pruneAsked(answer: String, isYes: Bool) throws {
        let words = [
            CommandRun.executable.path, "store", "prune", "--store", store, "--before", "2013-05-31T23:00:00Z",
        ]
        // script(1) of util-linux gives the command a terminal.
        let input = try folder.file("answer", Array((answer + "\n").utf8))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/script")
        process.arguments = ["-qec", words.joined(separator: " "), "/dev/null"]
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: input))
        let shown = try folder.writingHandle("shown")
        (process.standardOutput, process.standardError) = (shown, shown)
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let text = try folder.text("shown")
        #expect(text.contains("Remove them for good? [y/N]"), "\(text)")
        #expect(text.contains(isYes ? "removed 21 flows in 1 hours" : "nothing was removed"), "\(text)")
        #expect(try SampleFiles.counts(in: store).contains("2013-05-31T22:") != isYes)
    }

    @Test("makes a file smaller once hours were removed, and says by how much")
    func vacuum() throws {
        _ = try run("prune", "--before", "2013-06-01T01:00:00Z", "--yes")
        let run = try run("vacuum")
        let numbers = run.output.split { !$0.isNumber }.suffix(2).compactMap { Int($0) }
        let size = try Data(contentsOf: URL(fileURLWithPath: store)).count
        #expect(numbers.count == 2 && numbers[0] > numbers[1], "\(run.output)")
        #expect(numbers.last == size)
        #expect(try self.run("check").status == 0)
    }

    @Test(
        "makes no store where there is none",
        arguments: [["info"], ["check"], ["vacuum"], ["prune", "--before", "2013-05"]])
    func missing(command: [String]) throws {
        let run = try CommandRun(["store"] + command + ["--store", folder.path("none.db")])
        #expect(run.status == 1)
        #expect(run.errors.contains("there is no such store"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("none.db")))
    }
}
