import FlowLogs
import NetworkTypes
import Testing

@Suite(
    "A known nfcapd file", .enabled(if: KnownLogs.areThere, "the folder shared/flowlogs is not beside the repository"))
struct KnownNfcapdTests {
    private static let columns = [
        "exporter", "first_ms", "last_ms", "proto", "src", "sport", "dst", "dport", "packets", "bytes", "tcp_flags",
        "rpackets", "rbytes",
    ]

    @Test(
        "gives its records",
        arguments: [
            "nfcapd_v1_empty", "nfcapd_v1_lzo", "nfcapd_v2_none", "nfcapd_v2_lz4", "nfcapd_v2_lzo",
            "x2018_nfcapd178_none", "x2018_nfcapd178_lzo", "x2018_nfcapd178_bz2", "x2018_nfcapd178_zstd",
        ])
    func records(name: String) throws {
        let log = try KnownLogs.read(name + ".nfcapd")
        let truth = try KnownLogs.truth(name)
        #expect(log.error == nil)
        #expect(log.problems.first == [])
        #expect(log.records.count == truth.count)
        for (number, expected) in truth.enumerated().prefix(log.records.count) {
            var row = log.records[number].row(Self.columns, from: log.origins[number])
            if let icmp = log.records[number].icmp {
                (row["sport"], row["dport"]) = ("0", "\(icmp >> 8).\(icmp & 0xFF)")
            }
            for name in ["tcp_flags", "rpackets", "rbytes"] where row[name] == "" { row[name] = "0" }
            #expect(row == expected, "row \(number + 1)")
        }
    }
}
