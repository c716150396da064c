import FlowLogs
import NetworkTypes
import Testing

@Suite("A record of a flow log")
struct LogRecordTests {
    @Test("states nothing but its ends at first, which is another thing than zeros")
    func unstated() {
        let record = LogRecord(
            transport: .tcp, source: .v4(IPv4Address(rawValue: 1)), destination: .v4(IPv4Address(rawValue: 2)))
        #expect(record.forward.packets == nil && record.forward.bytes == nil && record.forward.payloadBytes == nil)
        #expect(record.reverse == nil && record.first == nil && record.last == nil && record.initiator == nil)
    }
}
