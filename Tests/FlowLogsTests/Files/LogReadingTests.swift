import ByteInput
import FlowLogs
import Foundation
import Testing

/// Small logs of every kind, each with so many records.
enum SmallLogs {
    static let conn = ZeekTests.header() + String(repeating: ZeekTests.line, count: 3)
    static let json = String(
        repeating:
            "{\"ts\":1.5,\"id.orig_h\":\"10.0.0.1\",\"id.resp_h\":\"192.0.2.1\",\"proto\":\"tcp\",\"conn_state\":\"S0\"}\n",
        count: 3)
    static let all: [(name: String, bytes: [UInt8], records: Int)] =
        [
            ("conn.log", Array(conn.utf8), 3), ("conn.json", Array(json.utf8), 3),
            ("eve.json", Array(SuricataTests.flow.utf8), 1), ("aws", Array(AWSTests.text.utf8), 2),
            ("events", Array(AWSTests.events.utf8), 2), ("gcp", Array(GCPTests.lines.utf8), 2),
            ("gcp array", Array(GCPTests.array.utf8), 2), ("nsg", Array(AzureTests.securityGroup.utf8), 4),
            ("vnet", Array(AzureTests.virtualNetwork.utf8), 2), ("argus", Array(ArgusTests.text.utf8), 2),
        ] + NfcapdTests.packed.map { ($0.key, Array(Data(base64Encoded: $0.value) ?? Data()), 2) }
}

@Suite("Reading a flow log")
struct LogReadingTests {
    @Test("gives all records of a small one of every kind", arguments: SmallLogs.all.map(\.name))
    func whole(name: String) throws {
        let small = try #require(SmallLogs.all.first { $0.name == name })
        let log = try CollectedLog(small.bytes)
        #expect(log.records.count == small.records && log.error == nil && log.problems.first == [])
        // What closes a document stays, for more may come in its place.
        let rest = small.bytes[Int(log.end)...]
        #expect(rest.isEmpty || ["events", "gcp array", "nsg", "vnet"].contains(name))
        #expect(!rest.contains(UInt8(ascii: "{")) || name == "events")
    }

    @Test("gives the first records of one that is cut, wherever that is", arguments: SmallLogs.all.map(\.name))
    func truncated(name: String) throws {
        let small = try #require(SmallLogs.all.first { $0.name == name })
        let whole = try CollectedLog(small.bytes)
        let format = LogFormat.recognised(head: small.bytes[...])
        for length in 1..<small.bytes.count {
            guard let log = try? CollectedLog(Array(small.bytes.prefix(length)), as: format) else { continue }
            #expect(log.records.count <= whole.records.count)
            // The last record of a text may be cut in a number.
            #expect(log.records.dropLast() == whole.records.prefix(max(0, log.records.count - 1)))
            #expect(log.end <= UInt64(length))
        }
    }

    /// Logs of lines, with how they are read.
    private static let lineLogs = SmallLogs.all.filter {
        ["conn.log", "conn.json", "eve.json", "aws", "gcp", "argus"].contains($0.name)
    }

    @Test("of lines is the same with other ends of lines, behind a byte order mark, and without its last end of a line")
    func lineEnds() throws {
        for small in Self.lineLogs {
            let whole = try CollectedLog(small.bytes)
            let returns = small.bytes.flatMap { $0 == UInt8(ascii: "\n") ? [0x0D, 0x0A] : [$0] }
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            for bytes in [returns, mark + small.bytes, mark + returns, Array(small.bytes.dropLast())] {
                let log = try CollectedLog(bytes)
                #expect(log.records == whole.records && log.notes == whole.notes, "\(small.name)")
                #expect(log.error == nil && log.problems.count == 0, "\(small.name)")
            }
        }
    }

    @Test("of lines goes on behind bytes of every kind that are no line of it, and names them")
    func oddLines() throws {
        let odd: [[UInt8]] = [
            [0xFF, 0xFE, 0x31, 0x00, 0x09, 0x00], [0], [0x80], [0xC3, 0x28], Array("\u{FEFF}".utf8),
            Array(repeating: UInt8(ascii: "{"), count: 200), Array(repeating: UInt8(ascii: "\t"), count: 100),
            Array(repeating: UInt8(ascii: "\""), count: 9), Array(repeating: UInt8(ascii: "7"), count: 1_048_577),
            Array("{\"a\":".utf8), Array("\\".utf8),
        ]
        for small in Self.lineLogs {
            let whole = try CollectedLog(small.bytes)
            let format = LogFormat.recognised(head: small.bytes[...])
            for line in odd {
                let log = try CollectedLog(small.bytes + line + [0x0A] + small.bytes, as: format)
                #expect(log.records == whole.records + whole.records, "\(small.name), \(line.prefix(9))")
                #expect(log.error == nil)
                #expect(log.problems.count > 0 || log.notes != [:], "\(small.name), \(line.prefix(9))")
            }
        }
    }

    @Test("goes on at any place where a batch ended, and leaves a last line without an end while the log grows")
    func growing() throws {
        for small in SmallLogs.all where small.name != "gcp array" {
            let (file, whole) = (try TemporaryFile(small.bytes), try CollectedLog(small.bytes))
            let format = LogFormat.recognised(head: small.bytes[...])
            for length in stride(from: 1, to: small.bytes.count, by: 7) {
                let part = Array(small.bytes.prefix(length))
                guard var reader = try? LogReader(OpenedInput(name: "log", bytes: part), as: format, isGrowing: true)
                else { continue }
                var log = CollectedLog()
                log.read(&reader)
                guard log.error == nil, reader.position > 0 else { continue }
                var rest = try LogReader(
                    path: file.path, name: "log", range: reader.position..<UInt64.max, layout: reader.layout)
                log.read(&rest)
                #expect(log.records == whole.records, "\(small.name) \(length)")
                #expect(log.error == nil && log.end == whole.end)
            }
        }
    }

    @Test("goes on in a blob of Azure's that has grown in place of its end")
    func grownBlob() throws {
        let whole = AzureTests.securityGroup
        let part = String(whole.prefix(upTo: try #require(whole.range(of: ",\n{")).lowerBound)) + "]}"
        var reader = try LogReader(OpenedInput(name: "log", bytes: Array(part.utf8)))
        var log = CollectedLog()
        log.read(&reader)
        #expect(log.error == nil && log.records.count == 3 && reader.position == UInt64(part.utf8.count - 2))
        let file = try TemporaryFile(Array(whole.utf8))
        var rest = try LogReader(
            path: file.path, name: "log", range: reader.position..<UInt64.max, layout: reader.layout)
        log.read(&rest)
        #expect(log.error == nil && log.records.count == 4)
    }

    @Test("in two ranges gives what reading it whole gives, wherever the cut is")
    func ranges() throws {
        let bytes = Array(SmallLogs.conn.utf8)
        let (file, whole) = (try TemporaryFile(bytes), try CollectedLog(bytes))
        let layout = try LogReader(OpenedInput(name: "log", bytes: bytes)).layout
        for cut in 1..<bytes.count {
            let end = UInt64(cut)
            var first = try LogReader(path: file.path, name: "log", range: 0..<end, layout: layout)
            var log = CollectedLog()
            log.read(&first)
            #expect(first.position >= end)
            // What is guessed of the place is where the reader before it ends, also where a line begins at the cut itself.
            let guessed = try first.layout.firstRecord(
                behind: end, from: 0, in: try #require(PlacedFile(path: file.path)))
            #expect(guessed == first.position, "\(cut)")
            var second = try LogReader(
                path: file.path, name: "log", range: first.position..<UInt64.max, layout: first.layout)
            log.read(&second)
            #expect(log.records == whole.records, "\(cut)")
            var problems = first.problems
            problems.append(second.problems)
            #expect(problems.passed == whole.problems.passed)
        }
    }

    @Test("passes to a place where a record begins, and says where none does")
    func passing() throws {
        let bytes = Array(SmallLogs.conn.utf8)
        let end = UInt64(bytes.count - ZeekTests.line.utf8.count)
        var reader = try LogReader(OpenedInput(name: "log", bytes: bytes))
        #expect(try reader.pass(to: end))
        var log = CollectedLog()
        log.read(&reader)
        #expect(log.records.count == 1)
        var other = try LogReader(OpenedInput(name: "log", bytes: bytes))
        #expect(try !other.pass(to: end + 1))
    }

    @Test("from packed bytes gives the same, and their tail")
    func packed() throws {
        let file = try TemporaryFile(Array(SmallLogs.conn.utf8))
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-k", file.path]
        try gzip.run()
        gzip.waitUntilExit()
        defer { try? FileManager.default.removeItem(atPath: file.path + ".gz") }
        var reader = try LogReader(OpenedInput(path: file.path + ".gz"))
        var log = CollectedLog()
        log.read(&reader)
        #expect(log.records.count == 3)
        #expect(try reader.input.tail() == Array(SmallLogs.conn.utf8))
    }
}

/// A file that is removed when nobody holds it.
final class TemporaryFile {
    let path: String

    init(_ bytes: [UInt8]) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
