import ByteInput
import FlowLogs
import Testing

@Suite("The format of a flow log")
struct LogFormatTests {
    private func format(_ text: String) -> LogFormat? { LogFormat.recognised(head: Array(text.utf8)[...]) }

    @Test("is told by how a text begins")
    func texts() {
        #expect(format("#separator \\x09\n#set_separator\t,\n") == .zeek)
        #expect(format("1258531221.486539\tCabc\t192.168.1.102\t68\t192.168.1.1\t67\tudp\n") == .zeek)
        #expect(format("{\"ts\":1.5,\"id.orig_h\":\"10.0.0.1\"}\n") == .zeek)
        #expect(format("{\"id\":{\"orig_h\":\"10.0.0.1\"}}\n") == .zeek)
        #expect(format("{\"timestamp\":\"x\",\"flow_id\":1,\"event_type\":\"alert\"}\n") == .suricata)
        #expect(format("{\"message\":\"{\\\"ts\\\":1.5,\\\"id.orig_h\\\":\\\"10.0.0.1\\\"}\"}\n") == .zeek)
        #expect(format("{\"message\":\"{\\\"flow_id\\\":1,\\\"event_type\\\":\\\"alert\\\"}\"}\n") == .suricata)
        #expect(format("version account-id interface-id srcaddr dstaddr srcport\n") == .aws)
        #expect(format("2 123 eni-1 - - - - - - - 1431280876 1431280934 - NODATA\n") == .aws)
        #expect(format("{\"events\":[{\"message\":\"2 1 eni-1 1.2.3.4 5.6.7.8 1 2 6 1 1 1 2 ACCEPT OK\"}]}") == .aws)
        #expect(format("PAR1\u{15}\u{4}") == .aws)
        #expect(format("{\"jsonPayload\":{\"connection\":{\"src_ip\":\"10.0.0.1\"}}}\n") == .gcp)
        #expect(format("{\"records\":[{\"category\":\"NetworkSecurityGroupFlowEvent\"}]}") == .azure)
        #expect(format("StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State\n") == .argus)
        #expect(format("\u{FEFF}StartTime,Proto,SrcAddr,DstAddr\n") == .argus)
    }

    @Test("is told by the magic numbers of binary files")
    func binaries() {
        #expect(LogFormat.recognised(head: [0x0C, 0xA5, 1, 0]) == .nfcapd)
        #expect(LogFormat.recognised(head: [0x0C, 0xA5, 2, 0]) == .nfcapd)
        #expect(LogFormat.recognised(head: [0xA5, 0x0C, 0, 2]) == .nfcapd)
        let message: [UInt8] = [0, 10, 0, 24, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 8, 1, 0, 0, 0]
        #expect(LogFormat.recognised(head: message[...]) == .ipfix)
    }

    @Test("is none of what is not a flow log")
    func others() {
        for text in [
            "", "\n\n", "hello", "1.2.3.4\n5.6.7.8\n", "{}", "{\"a\":1}\n", "[]", "a,b,c\n1,2,3\n", "\u{0}\u{10}",
        ] {
            #expect(format(text) == nil, "\(text)")
        }
        #expect(LogFormat.recognised(head: [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0]) == nil)
        #expect(LogFormat.recognised(head: [0x0A, 0x0D, 0x0D, 0x0A, 0, 0, 0, 28]) == nil)
    }

    @Test("that is not read is refused in words")
    func refused() {
        #expect(throws: LogError.self) { try CollectedLog("hello\n") }
        #expect(throws: LogError.self) { try CollectedLog("") }
        #expect(
            throws: LogError(
                input: "log", problem: .refused(reason: "is Parquet, which is not read: flow logs are read as text"))
        ) {
            try CollectedLog("PAR1xxxx")
        }
    }
}
