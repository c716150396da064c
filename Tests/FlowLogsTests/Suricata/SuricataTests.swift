import FlowLogs
import NetworkTypes
import Testing

@Suite("Suricata's eve.json")
struct SuricataTests {
    static let flow =
        "{\"timestamp\":\"2024-05-01T10:00:00.000000+0200\",\"flow_id\":7,\"event_type\":\"flow\",\"src_ip\":\"10.0.0.1\","
        + "\"src_port\":49152,\"dest_ip\":\"192.0.2.1\",\"dest_port\":443,\"proto\":\"TCP\",\"app_proto\":\"tls\","
        + "\"flow\":{\"pkts_toserver\":10,\"pkts_toclient\":8,\"bytes_toserver\":1500,\"bytes_toclient\":9000,"
        + "\"start\":\"2024-05-01T09:59:00.000001+0200\",\"end\":\"2024-05-01T09:59:30.5+02:00\",\"state\":\"closed\"},"
        + "\"tcp\":{\"tcp_flags\":\"1b\",\"tcp_flags_ts\":\"1b\",\"tcp_flags_tc\":\"12\",\"syn\":true}}\n"

    static let netflow =
        "{\"timestamp\":\"2024-05-01T10:00:00.000000+0000\",\"flow_id\":7,\"event_type\":\"netflow\",\"src_ip\":\"192.0.2.1\","
        + "\"src_port\":443,\"dest_ip\":\"10.0.0.1\",\"dest_port\":49152,\"proto\":\"TCP\",\"netflow\":{\"pkts\":8,"
        + "\"bytes\":9000,\"start\":\"2024-05-01T07:59:00.000001+0000\",\"end\":\"2024-05-01T07:59:30.5+0000\"},"
        + "\"tcp\":{\"tcp_flags\":\"12\"}}\n"

    private static let alert = "{\"timestamp\":\"2024-05-01T10:00:00Z\",\"flow_id\":7,\"event_type\":\"alert\"}\n"

    @Test("states both directions of a flow, whose source began it")
    func flow() throws {
        let record = try #require(try CollectedLog(Self.flow).records.first)
        #expect(record.initiator == .source && record.transport == .tcp)
        #expect(record.forward.packets == 10 && record.reverse?.packets == 8)
        #expect(record.forward.tcpFlags == 0x1B && record.reverse?.tcpFlags == 0x12)
        #expect(record.first == Timestamp(nanoseconds: 1_714_550_340_000_001_000))
        #expect(record.last == Timestamp(nanoseconds: 1_714_550_370_500_000_000))
    }

    @Test("claims as payload only what the headers of frames cannot explain, for its bytes are those of frames")
    func payload() throws {
        let record = try #require(try CollectedLog(Self.flow).records.first)
        #expect(record.forward.bytes == 1_500 && record.forward.payloadBytes == 1_500 - 10 * 102)
        let small = Self.flow.replacing("\"bytes_toserver\":1500", with: "\"bytes_toserver\":940")
        #expect(try CollectedLog(small).records.first?.forward.payloadBytes == 0)
        let udp = Self.flow.replacing("TCP", with: "UDP").replacing(
            "\"bytes_toserver\":1500", with: "\"bytes_toserver\":600")
        #expect(try CollectedLog(udp).records.first?.forward.payloadBytes == 0)
    }

    @Test("in a shipper's message counts its flows, whichever kind of event comes first")
    func shipped() throws {
        let lines = (Self.netflow + Self.flow).split(separator: "\n").map { line in
            "{\"@timestamp\":\"2024-05-01T10:00:00Z\",\"message\":\"\(line.replacing("\"", with: "\\\""))\"}\n"
        }
        let log = try CollectedLog(lines.joined())
        #expect(log.records.map(\.initiator) == [.source])
        #expect(log.notes == [.notFlow("netflow_beside_flow"): 1])
    }

    @Test("never counts a flow and the netflow of it")
    func neverBoth() throws {
        let both = try CollectedLog(Self.netflow + Self.flow)
        #expect(both.records.map(\.initiator) == [.source])
        #expect(both.notes == [.notFlow("netflow_beside_flow"): 1])
        let one = try CollectedLog(Self.alert + Self.netflow)
        #expect(one.records.map(\.forward.packets) == [8] && one.records[0].initiator == nil)
        #expect(one.notes == [.notFlow("suricata_other_event"): 1])
    }

    @Test("refuses an event without addresses, and reads the next")
    func bad() throws {
        let log = try CollectedLog(Self.flow.replacing("10.0.0.1", with: "nowhere") + Self.flow)
        #expect(log.records.count == 1 && log.notes == [.undecoded("line_address"): 1])
    }

    @Test("keeps type and code of ICMP")
    func icmp() throws {
        let text =
            "{\"event_type\":\"flow\",\"flow_id\":1,\"src_ip\":\"fd00::1\",\"dest_ip\":\"2001:db8::1\",\"proto\":\"IPv6-ICMP\","
            + "\"icmp_type\":128,\"icmp_code\":0,\"flow\":{\"pkts_toserver\":1,\"start\":\"2024-05-01T10:00:00Z\"}}\n"
        let record = try #require(try CollectedLog(text).records.first)
        #expect(record.transport == .icmpv6 && record.icmp == 128 << 8)
    }
}
