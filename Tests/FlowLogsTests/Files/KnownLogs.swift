import ByteInput
import FlowLogs
import Foundation
import NetworkTypes

/// Real flow logs with answers on which independent decoders agree lie beside the repository, not in it.
enum KnownLogs {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("shared/flowlogs")

    /// Whether they are there; where they are not, that is said.
    static let areThere: Bool = {
        let areThere = FileManager.default.fileExists(atPath: folder.appendingPathComponent("INDEX.tsv").path)
        if !areThere {
            FileHandle.standardError.write(
                Data(
                    "NOT TESTED: the real flow logs are not there (a folder shared/flowlogs beside the repository)\n"
                        .utf8))
        }
        return areThere
    }()

    /// The rows of a file's truth, by the names of their columns.
    static func truth(_ name: String) throws -> [[String: String]] {
        let text = try String(contentsOf: folder.appendingPathComponent(name + ".truth.csv"), encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { line in
            Dictionary(uniqueKeysWithValues: zip(header, line).map { (String($0), String($1)) })
        }
    }

    /// Everything that a file holds.
    static func read(_ file: String, as format: LogFormat? = nil) throws -> CollectedLog {
        try CollectedLog(OpenedInput(path: folder.appendingPathComponent(file).path), as: format)
    }
}

/// What a log gave to a sink.
struct CollectedLog: LogSink {
    private(set) var records: [LogRecord] = []
    private(set) var origins: [LogOrigin] = []
    private(set) var notes: [LogLoss: UInt64] = [:]
    private(set) var problems = LogProblems()
    private(set) var error: LogError?
    /// Where reading ended.
    private(set) var end: UInt64 = 0
    /// Where each batch ended.
    private(set) var ends: [UInt64] = []

    init() {}

    /// Reads a log to its end, or its damage.
    init(_ input: OpenedInput, as format: LogFormat? = nil, isGrowing: Bool = false) throws(LogError) {
        var reader = try LogReader(input, as: format, isGrowing: isGrowing)
        read(&reader)
    }

    /// Reads a text, or other bytes.
    init(_ bytes: [UInt8], as format: LogFormat? = nil, isGrowing: Bool = false) throws(LogError) {
        try self.init(OpenedInput(name: "log", bytes: bytes), as: format, isGrowing: isGrowing)
    }

    init(_ text: String, as format: LogFormat? = nil, isGrowing: Bool = false) throws(LogError) {
        try self.init(Array(text.utf8), as: format, isGrowing: isGrowing)
    }

    mutating func read(_ reader: inout LogReader) {
        do {
            while try reader.next(into: &self) { ends.append(reader.position) }
        } catch {
            self.error = error
        }
        (end, problems) = (reader.position, reader.problems)
    }

    mutating func record(_ record: LogRecord, from origin: LogOrigin) {
        records.append(record)
        origins.append(origin)
    }

    mutating func sample(_ sample: SampledFrame, from origin: LogOrigin) {}

    mutating func note(_ loss: LogLoss, count: UInt64, at time: Timestamp?, from origin: LogOrigin) {
        notes[loss, default: 0] += count
    }
}

extension LogRecord {
    /// The columns of a truth, as far as they are asked for.
    func row(_ columns: some Sequence<String>, from origin: LogOrigin) -> [String: String] {
        func number(_ value: (some BinaryInteger)?) -> String { value.map { "\($0)" } ?? "" }
        let milliseconds = { (time: Timestamp?) in
            time.map { "\($0.nanoseconds.floorQuotient(by: 1_000_000))" } ?? ""
        }
        let all: [String: String] = [
            "exporter": origin.exporter.map { "\($0)" } ?? "0.0.0.0", "odid": "\(origin.domain)",
            "first_ms": milliseconds(first), "last_ms": milliseconds(last),
            "proto": "\(transport.rawValue)", "src": "\(source)", "dst": "\(destination)",
            "sport": "\(icmp.map { $0 >> 8 } ?? sourcePort)",
            "dport": "\(icmp.map { $0 & 0xFF } ?? destinationPort)",
            "packets": number(forward.packets), "bytes": number(forward.bytes), "tcp_flags": number(forward.tcpFlags),
            "rpackets": number(reverse?.packets), "rbytes": number(reverse?.bytes),
            "payload_src": number(forward.payloadBytes), "payload_dst": number(reverse?.payloadBytes),
        ]
        return all.filter { columns.contains($0.key) }
    }
}
