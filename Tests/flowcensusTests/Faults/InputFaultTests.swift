import Foundation
import Testing

@Suite("Inputs that fail while they are read")
struct InputFaultTests {
    private let folder: TemporaryFolder
    private let sample: [UInt8]

    init() throws {
        folder = try TemporaryFolder()
        sample = [UInt8](try Data(contentsOf: URL(fileURLWithPath: SampleFiles.capture)))
    }

    private func limited(_ files: Int, _ arguments: [String]) throws -> (status: Int32, text: String) {
        let words = ["-c", "ulimit -n \(files); exec \"$0\" \"$@\"", CommandRun.executable.path]
        let run = try BackgroundCommand(["bash"] + words + arguments)
        let text = try run.finish()
        return (run.status, text)
    }

    @Test(
        "for want of open files are known before anything is read, and what would help is said", arguments: [5, 16, 40])
    func fewFiles(files: Int) throws {
        let store = folder.path("census.db")
        let run = try limited(
            files, ["replay", SampleFiles.capture, "--watchlist", SampleFiles.watchlist, "--store", store])
        #expect(run.status == 1)
        #expect(run.text.contains("may open \(files) files at a time, and needs"), "\(run.text)")
        #expect(run.text.contains("ulimit -n"))
        #expect(!FileManager.default.fileExists(atPath: store))
    }

    @Test("are not for want of open files, however many inputs there are")
    func manyFiles() throws {
        let names = try (0..<300).map { try folder.file("captures-\($0).pcap", sample.prefix(24)) }
        let least = 48 + 4 * ProcessInfo.processInfo.activeProcessorCount
        let run = try limited(
            least,
            ["replay", SampleFiles.capture] + names + [
                "--watchlist", SampleFiles.watchlist, "--store", folder.path("census.db"),
            ])
        #expect(!run.text.contains("open files"), "\(run.text.suffix(2_000))")
        #expect(try SampleFiles.counts(in: folder.path("census.db")).contains("203.0.113.10"))
    }

    @Test("are said of files in a folder that cannot be found by their names, and a name begins no line of the log")
    func oddNames() throws {
        let folder = try TemporaryFolder()
        let captures = folder.path("captures")
        let commands = [
            "mkdir \"$0\"", "cp \"$1\" \"$0/$(printf 'a\\377.pcap')\"", "cp \"$1\" \"$0/$(printf 'b\\nc.pcap')\"",
            "ln -s /nowhere.pcap \"$0/d.pcap\"",
        ]
        let shell = try Process.run(
            URL(fileURLWithPath: "/bin/sh"),
            arguments: ["-c", commands.joined(separator: " && "), captures, SampleFiles.capture])
        shell.waitUntilExit()
        try #require(shell.terminationStatus == 0)
        let store = folder.path("census.db")
        let run = try SampleFiles.replay([captures], store: store)
        #expect(run.status == 3 && !run.errors.contains("passed over"), "\(run.errors)")
        let lines = run.errors.split(separator: "\n")
        #expect(lines.allSatisfy { $0.hasPrefix("flowcensus: ") }, "\(run.errors)")
        for words in ["a\u{FFFD}.pcap: cannot open it", "b\\u{A}c.pcap: 3634 packets", "d.pcap: cannot open it"] {
            #expect(run.errors.contains(words), "\(run.errors)")
        }
        let info = try CommandRun(["store", "info", "--store", store]).output
        #expect(info.contains("b\\u{A}c.pcap: 3634 packets"), "\(info)")
    }

    @Test("as a pipe whose writer dies in a record: what came before is counted, and the rest is said")
    func brokenPipe() throws {
        let pipe = try folder.file("pipe", sample.prefix(10_000))
        let run = try CommandRun(
            ["replay", "-", "--watchlist", SampleFiles.watchlist, "--store", ":memory:"],
            input: URL(fileURLWithPath: pipe))
        #expect(run.status == 3)
        #expect(run.errors.contains("standard input at byte ") && run.errors.contains("is cut in a packet"))
        #expect(run.rows.count == 3)
    }

    /// The sample at both ends, and between them frames of nothing: half a gigabyte, which a run that is stopped every few
    /// milliseconds is far from having read when it is changed. The frames' bytes are a hole in the file.
    private func longCapture() throws -> String {
        let path = try folder.file("long.pcap", sample)
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        for index in 0..<Self.fillings {
            try file.seek(toOffset: UInt64(sample.count + index * (16 + Self.fillingBytes)))
            try file.write(contentsOf: Self.fillingHeader)
        }
        try file.seek(toOffset: UInt64(sample.count + Self.fillings * (16 + Self.fillingBytes)))
        try file.write(contentsOf: sample.dropFirst(24))
        return path
    }

    private static let fillings = 2_000
    private static let fillingBytes = 250_000

    /// The header of a record of the sample's first second, whose bytes are of no known protocol.
    private static let fillingHeader: [UInt8] = {
        let length = (0..<4).map { UInt8(truncatingIfNeeded: fillingBytes >> (8 * $0)) }
        return [0x60, 0x2C, 0xA9, 0x51, 0, 0, 0, 0] + length + length
    }()

    /// Replays a capture that `change` changes while it is read, and returns how the run ended.
    private func replay(
        _ capture: String, store: String, jobs: Int, while change: () throws -> Void
    ) throws -> (status: Int32, text: String) {
        let run = try BackgroundCommand([
            CommandRun.executable.path, "replay", capture, "--watchlist", SampleFiles.watchlist, "--store", store,
            "--jobs", "\(jobs)",
        ])
        let process = "/proc/\(run.processIdentifier)"
        // The run goes step by step until a megabyte was read; then its capture is changed.
        repeat {
            run.signal(SIGCONT)
            Thread.sleep(forTimeInterval: 0.002)
            run.signal(SIGSTOP)
            try #require(run.isRunning, "\(run.errors)")
        } while !reads(capture, process)
        try change()
        run.signal(SIGCONT)
        let text = try run.finish()
        return (run.status, text)
    }

    private func reads(_ capture: String, _ process: String) -> Bool {
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: process + "/fd")) ?? []
        return numbers.contains { number in
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(process)/fd/\(number)"),
                target == capture, let handle = FileHandle(forReadingAtPath: "\(process)/fdinfo/\(number)"),
                let bytes = try? handle.readToEnd()
            else { return false }
            let text = String(decoding: bytes, as: UTF8.self)
            let position = text.split(separator: "\n").first?.split(separator: "\t").last.flatMap { Int($0) }
            return (position ?? 0) > 1 << 20
        }
    }

    @Test(
        "as a capture that is cut while it is read: what came before is counted, and the rest is said",
        arguments: [1, 2])
    func shrinks(jobs: Int) throws {
        let (capture, store) = (try longCapture(), folder.path("census.db"))
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: capture))
        let end = try file.seekToEnd() - 1_000_003
        let run = try replay(capture, store: store, jobs: jobs) { try file.truncate(atOffset: end) }
        #expect(run.status == 3, "\(run.text)")
        #expect(run.text.contains("was cut while it was read: it ends at byte \(end)"), "\(run.text)")
        let fresh = folder.path("fresh.db")
        _ = try SampleFiles.replay([capture], store: fresh)
        #expect(try SampleFiles.counts(in: store) == SampleFiles.counts(in: fresh))
    }

    @Test(
        "as a capture that is moved away while it is read: the next run completes what is missing", arguments: [1, 2])
    func moves(jobs: Int) throws {
        let (capture, store) = (try longCapture(), folder.path("census.db"))
        let moved = folder.path("moved.pcap")
        let run = try replay(capture, store: store, jobs: jobs) {
            try FileManager.default.moveItem(atPath: capture, toPath: moved)
        }
        #expect(run.status == 0 || run.status == 3 && run.text.contains("\(capture): cannot open it"), "\(run.text)")
        #expect(try SampleFiles.replay([moved], store: store).status == 0)
        let fresh = folder.path("fresh.db")
        _ = try SampleFiles.replay([moved], store: fresh)
        #expect(try SampleFiles.counts(in: store) == SampleFiles.counts(in: fresh))
    }

    @Test("as a capture in whose place another is put while it is read: the two are not mixed", arguments: [1, 2])
    func replaced(jobs: Int) throws {
        let (capture, store) = (try longCapture(), folder.path("census.db"))
        let kept = folder.path("kept.pcap")
        let run = try replay(capture, store: store, jobs: jobs) {
            try FileManager.default.moveItem(atPath: capture, toPath: kept)
            // Records of the same lengths in the same places, a day later.
            try FileManager.default.copyItem(atPath: kept, toPath: capture)
            let other = try FileHandle(forUpdating: URL(fileURLWithPath: capture))
            let end = try other.seekToEnd()
            var position: UInt64 = 24
            while position < end {
                try other.seek(toOffset: position)
                var header = [UInt8](try #require(try other.read(upToCount: 16)))
                header[2] &+= 1
                try other.seek(toOffset: position)
                try other.write(contentsOf: header)
                position += 16 + (0..<4).reduce(0) { $0 | UInt64(header[8 + $1]) << (8 * $1) }
            }
        }
        #expect(run.status == 0 || run.status == 3 && run.text.contains("is another file now"), "\(run.text)")
        _ = try SampleFiles.replay([kept, capture], store: store)
        let fresh = folder.path("fresh.db")
        _ = try SampleFiles.replay([kept, capture], store: fresh)
        #expect(try SampleFiles.counts(in: store) == SampleFiles.counts(in: fresh))
    }
}
