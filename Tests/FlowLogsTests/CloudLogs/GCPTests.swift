import FlowLogs
import NetworkTypes
import Testing

@Suite("Google's flow log")
struct GCPTests {
    private static func entry(_ reporter: String) -> String {
        "{\"insertId\":\"x\",\"jsonPayload\":{\"bytes_sent\":\"1024\",\"connection\":{\"dest_ip\":\"192.0.2.1\",\"dest_port\":443,"
            + "\"protocol\":6,\"src_ip\":\"10.0.0.1\",\"src_port\":50000},\"end_time\":\"2019-10-01T12:00:05.123456789Z\","
            + "\"packets_sent\":\"8\",\"reporter\":\"\(reporter)\",\"start_time\":\"2019-10-01T12:00:00.000000001Z\","
            + "\"src_instance\":{\"vm_name\":\"a\"}},\"logName\":\"projects/x/logs/compute.googleapis.com%2Fvpc_flows\","
            + "\"timestamp\":\"2019-10-01T12:00:06Z\"}"
    }

    static let lines = entry("SRC") + "\n" + entry("DEST") + "\n"
    static let array = "[\n  " + entry("SRC") + ",\n  " + entry("DEST") + "\n]\n"

    @Test("is read from lines and from an array alike", arguments: [lines, array])
    func fields(text: String) throws {
        let log = try CollectedLog(text)
        #expect(log.problems.first == [] && log.error == nil)
        #expect(log.records.count == 2)
        let record = try #require(log.records.first)
        #expect("\(record.source) \(record.destination)" == "10.0.0.1 192.0.2.1")
        #expect(record.forward.packets == 8 && record.forward.bytes == 1_024 && record.reverse == nil)
        #expect(record.first == Timestamp(nanoseconds: 1_569_931_200_000_000_001))
        #expect(record.last == Timestamp(nanoseconds: 1_569_931_205_123_456_789))
        #expect(log.origins.map(\.domain) == [1, 0])
    }

    @Test("keeps apart what each side and each gateway reports")
    func reporters() throws {
        let log = try CollectedLog(
            ["SRC", "DEST", "SRC_GATEWAY", "DEST_GATEWAY"].map { Self.entry($0) + "\n" }.joined())
        #expect(log.origins.map(\.domain) == [1, 0, 3, 2])
    }

    @Test("passes over entries of other logs")
    func others() throws {
        let firewall =
            "{\"jsonPayload\":{\"connection\":{\"src_ip\":\"10.0.0.1\",\"dest_ip\":\"192.0.2.1\"},\"disposition\":\"DENIED\"}}\n"
        let log = try CollectedLog(firewall + Self.lines)
        #expect(log.records.count == 2 && log.notes == [.notFlow("gcp_other_entry"): 1])
    }
}
