import Foundation
import TestSupport
import Testing

@Suite("A flow log that is replayed")
struct LogInputTests {
    private let folder: TemporaryFolder
    private let list: String

    init() throws {
        folder = try TemporaryFolder()
        list = try folder.file("list.txt", Array("192.0.2.1\n".utf8))
    }

    private func log(_ hosts: ClosedRange<Int>) -> String {
        let fields = "ts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\thistory\torig_pkts\torig_ip_bytes"
        let lines = hosts.map { "1370000000.0\tC\t10.0.0.\($0)\t5000\t192.0.2.1\t443\ttcp\tS\t1\t40\n" }
        return "#separator \\x09\n#path\tconn\n#fields\t\(fields)\n\(lines.joined())"
    }

    private func replay(_ text: some Sequence<UInt8>, store: String = ":memory:") throws -> CommandRun {
        let path = try folder.file("input", text)
        return try CommandRun(
            ["replay", "-", "--watchlist", list, "--store", folder.path(store)], input: URL(fileURLWithPath: path))
    }

    private func hosts(_ store: String) throws -> Int {
        try CommandRun(["flows", "--store", folder.path(store)]).rows.count
    }

    @Test("on standard input is told by its content, and once more is not counted again")
    func content() throws {
        let first = try replay(log(1...3).utf8, store: "a.db")
        #expect(first.status == 0 && first.errors.contains("3 records seen, 3 decoded"), "\(first.errors)")
        let again = try replay(log(1...3).utf8, store: "a.db")
        #expect(again.status == 0 && again.errors.contains("counted before"), "\(again.errors)")
        let shorter = try replay(log(1...2).utf8, store: "a.db")
        #expect(shorter.errors.contains("of which it is the beginning"), "\(shorter.errors)")
        let longer = try replay(log(1...5).utf8, store: "a.db")
        #expect(longer.errors.contains("2 records seen, 2 decoded"), "\(longer.errors)")
        #expect(try hosts("a.db") == 5)
    }

    /// A blob as Azure writes it: one line, without an end.
    private func blob(_ hosts: Range<Int>) throws -> String {
        let records = hosts.map { host in
            let tuple = "1370000000000,10.0.\(host / 250).\(host % 250 + 1),192.0.2.1,40000,443,6,O,E,NX,3,500,2,400"
            let flows = #"{"flows":[{"flowGroups":[{"rule":"Default","flowTuples":["\#(tuple)"]}]}]}"#
            return #"{"flowLogVersion":4,"category":"FlowLogFlowEvent","flowRecords":\#(flows)}"#
        }
        let text = #"{"records":[\#(records.joined(separator: ","))]}"#
        return try folder.file("\(hosts).json", Array(text.utf8))
    }

    private func count(_ logs: [String], into store: String) throws -> CommandRun {
        try CommandRun(["replay"] + logs + ["--watchlist", list, "--store", folder.path(store)])
    }

    @Test("that is one line without an end is told from others when stores are merged")
    func mergedDocuments() throws {
        let (few, other, more) = (try blob(0..<5), try blob(5..<15), try blob(0..<9))
        #expect(try count([few], into: "few.db").status == 0 && count([other], into: "other.db").status == 0)
        #expect(try count([more], into: "more.db").status == 0)
        let run = try CommandRun(
            ["merge"] + ["few.db", "other.db", "more.db"].map(folder.path) + ["--into", folder.path("all.db")])
        #expect(run.status == 0 && run.errors.contains("further in"), "\(run.errors)")
        #expect(try hosts("all.db") == 15)
    }

    @Test("that is one line without an end is not counted again, packed neither")
    func documentAgain() throws {
        let text = try blob(0..<5)
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "--keep", text]
        try gzip.run()
        gzip.waitUntilExit()
        for log in [text, text + ".gz"] {
            for store in [":memory:", folder.path("again.db")] {
                let run = try CommandRun(["replay", log, log, "--watchlist", list, "--store", store])
                #expect(run.status == 0 && run.errors.contains("counted before"), "\(run.errors)")
                #expect(!run.errors.contains("in place of"), "\(run.errors)")
            }
        }
        #expect(try hosts("again.db") == 5)
    }

    @Test("that is one line without an end and has grown is counted once, however long it is by now")
    func grownDocument() throws {
        let packets = { (store: String) in
            let run = try CommandRun(["export", "--by", "total", "--store", folder.path(store)])
            return run.rows.first?["packets"]
        }
        for number in [5, 9, 200, 900] {
            let run = try count([blob(0..<number)], into: "grown.db")
            #expect(run.status == 0, "\(run.errors)")
            #expect(try packets("grown.db") == "\(5 * number)", "\(run.errors)")
        }
        // What it was before is its beginning, in replays and in merges.
        let before = try count([blob(0..<5), blob(0..<200)], into: "grown.db")
        #expect(before.status == 0 && before.errors.contains("of which it is the beginning"), "\(before.errors)")
        #expect(try count([blob(0..<200)], into: "before.db").status == 0)
        let stores = ["before.db", "grown.db"].map(folder.path)
        #expect(try CommandRun(["merge"] + stores + ["--into", folder.path("both.db")]).status == 0)
        for store in ["grown.db", "both.db"] { #expect(try packets(store) == "4500") }
    }

    @Test(
        "that is a document of many lines and has grown is counted once, and others that begin with its line beside it")
    func grownLines() throws {
        let text = { (hosts: Range<Int>) in
            let text = try String(contentsOfFile: blob(hosts), encoding: .utf8)
            return text.replacing("{\"flowLogVersion\"", with: "\n{\"flowLogVersion\"").replacing("[\n", with: "\n[\n")
        }
        let path = try folder.file("lines.json", [])
        for hosts in [0..<3, 0..<9, 0..<900] {
            try text(hosts).write(toFile: path, atomically: true, encoding: .utf8)
            let run = try count([path], into: "lines.db")
            #expect(try self.hosts("lines.db") == hosts.count, "\(run.errors)")
        }
        let others = try (0..<5).map {
            try folder.file("\($0).json", Array(text(1_000 + 10 * $0..<1_010 + 10 * $0).utf8))
        }
        for _ in 0..<2 {
            let run = try count(others + [path], into: "lines.db")
            #expect(try self.hosts("lines.db") == 950, "\(run.errors)")
        }
    }

    @Test("of ICMP errors over the end of an hour is no contact in the hour that gets no packet of them")
    func refusalsOverTheHour() throws {
        let fields = "ts\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tduration\torig_pkts\torig_ip_bytes"
        // From 20 seconds before the hour to one behind it, so that all three packets go to the first.
        let line = "1370008780\t10.0.0.1\t3\t192.0.2.1\t3\ticmp\t21\t3\t168\n"
        let text = "#separator \\x09\n#path\tconn\n#fields\t\(fields)\n\(line)"
        let run = try replay(text.utf8, store: "icmp.db")
        #expect(run.status == 0, "\(run.errors)")
        let rows = try CommandRun(["flows", "--store", folder.path("icmp.db")]).rows
        #expect(rows.map { $0["host_packets"] } == ["3", "0"])
        #expect(rows.map { $0["grade"] } == ["probed", "probed"])
    }

    @Test("on standard input that begins like another that was counted is counted whole")
    func besides() throws {
        _ = try replay(log(1...3).utf8, store: "b.db")
        let more = log(11...14).split(separator: "\n").suffix(4).joined(separator: "\n")
        let other = try replay((log(1...3).dropLast(3) + "77\n" + more).utf8, store: "b.db")
        #expect(other.errors.contains("7 records seen, 7 decoded"), "\(other.errors)")
        #expect(try hosts("b.db") == 7)
    }

    @Test("of IPFIX that is damaged is counted up to there or around it, which is said and told by the exit status")
    func damagedIPFIX() throws {
        typealias Build = ExportBuilder
        func message(_ number: Int) -> [UInt8] {
            let record = [10, 0, 0, UInt8(number), 192, 0, 2, 1] + Array(Build.flow(port: 5_000 + number).dropFirst(8))
            let template = Build.set(2, Build.template(256, Build.flowFields))
            return Build.ipfix([template, Build.set(256, record)], sequence: number)
        }
        let messages = (0..<3).map(message)
        let whole = messages.flatMap { $0 }
        var (version, length, inner) = (whole, whole, whole)
        version[messages[0].count + 1] = 11
        (length[messages[0].count + 2], length[messages[0].count + 3]) = (0, 3)
        // The second message's set of data claims more than there is.
        let set = messages[0].count + 16 + Build.set(2, Build.template(256, Build.flowFields)).count
        inner[set + 2] = 0xFF
        for (name, bytes, records) in [
            ("version", version, 1), ("length", length, 1), ("cut", Array(whole.dropLast(5)), 2), ("set", inner, 3),
        ] {
            let path = try folder.file("\(name).ipfix", bytes)
            let store = folder.path("\(name).db")
            let run = try CommandRun(["replay", path, "--watchlist", list, "--store", store])
            #expect(run.status == 3, "\(name): \(run.errors)")
            #expect(run.errors.contains("\(name).ipfix"), "\(run.errors)")
            #expect(try hosts("\(name).db") == records, "\(name)")
        }
    }

    @Test("beside a copy that is cut in its last number is refused where nothing can be replaced")
    func cutCopy() throws {
        let cut = try folder.file("cut.log", log(1...3).utf8.dropLast(2))
        let whole = try folder.file("whole.log", log(1...3).utf8)
        let run = try CommandRun(
            ["replay", cut, whole, "--watchlist", list, "--store", ":memory:", "--jobs", "1"])
        #expect(run.status == 3 && run.errors.contains("goes on within the line that"), "\(run.errors)")
        let stored = try CommandRun(["replay", cut, whole, "--watchlist", list, "--store", folder.path("c.db")])
        #expect(stored.status == 0, "\(stored.errors)")
        #expect(try hosts("c.db") == 3)
    }
}
