import FlowLogs
import NetworkTypes
import Testing

@Suite("A known text log", .enabled(if: KnownLogs.areThere, "the folder shared/flowlogs is not beside the repository"))
struct KnownTextLogTests {
    private static let connection = [
        "first_ms", "last_ms", "proto", "src", "sport", "dst", "dport", "packets", "bytes", "rpackets", "rbytes",
        "payload_src", "payload_dst",
    ]

    @Test("of Zeek gives its records", arguments: ["zeek_tsv_m57", "zeek_json_dotted"])
    func zeek(name: String) throws {
        let log = try KnownLogs.read(name + ".log.gz")
        let truth = try KnownLogs.truth(name)
        #expect(log.error == nil && log.problems.count == 0)
        #expect(log.records.count == truth.count)
        for (number, (record, expected)) in zip(log.records, truth).enumerated() {
            let row = record.row(Self.connection, from: LogOrigin())
            var stated = expected.filter { Self.connection.contains($0.key) }
            // Zeek calls both protocols icmp.
            if stated["proto"] == "1", stated["src"]?.contains(":") == true { stated["proto"] = "58" }
            #expect(row == stated, "row \(number + 1)")
            let history = expected["history"] ?? ""
            #expect((record.initiator == .source) == (history.contains("S") || history.contains("h")))
        }
    }

    @Test("of Suricata gives its flow once, and passes over the other events")
    func suricata() throws {
        let log = try KnownLogs.read("suri_vast.json")
        try compare(log, try KnownLogs.truth("suri_vast"), without: ["payload_src", "payload_dst"])
        #expect(log.notes[.notFlow("netflow_beside_flow")] == 1)
        #expect(log.records.first?.initiator == .source)
    }

    @Test("of AWS gives its records", arguments: ["vpc_aws_flreader_v2", "vpc_aws_flreader_v3"])
    func aws(name: String) throws {
        let log = try KnownLogs.read(name + ".log")
        let truth = try KnownLogs.truth(name)
        try compare(log, truth, without: ["tcp_flags"])
        #expect(log.records.map(\.isRefused) == truth.map { $0["state"] == "REJECT" })
        let flags = log.records.map { $0.forward.tcpFlags.map { "\($0)" } ?? "" }
        #expect(flags == truth.map { $0["tcp_flags"] ?? "" })
        if name.hasSuffix("v2") {
            #expect(log.notes == [.notFlow("no_data"): 1, .undecoded("skipped_by_aws"): 1])
        }
    }

    @Test("of argus gives its records, and passes over what is not IP")
    func argus() throws {
        let log = try KnownLogs.read("argus_csv_m57.csv.gz")
        let truth = try KnownLogs.truth("argus_csv_m57")
        let isIP = { (row: [String: String]) in UInt8(row["proto"] ?? "") != nil }
        try compare(log, truth.filter(isIP), without: [])
        #expect(log.notes == [.notFlow("not_ip"): UInt64(truth.filter { !isIP($0) }.count)])
    }

    private func compare(_ log: CollectedLog, _ truth: [[String: String]], without columns: Set<String>) throws {
        #expect(log.error == nil && log.problems.first == [])
        #expect(log.records.count == truth.count)
        let columns = Self.connection.filter { !columns.contains($0) }
        for (number, (record, expected)) in zip(log.records, truth).enumerated() {
            let row = record.row(columns, from: LogOrigin())
            #expect(row == expected.filter { columns.contains($0.key) }, "row \(number + 1)")
        }
    }
}
