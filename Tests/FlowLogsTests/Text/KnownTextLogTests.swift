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
}
