import FlowLogs
import NetworkTypes
import Testing

@Suite("AWS' flow log")
struct AWSTests {
    static let text =
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action "
        + "log-status tcp-flags flow-direction pkt-srcaddr pkt-dstaddr\n"
        + "5 1 eni-1 10.0.0.1 192.0.2.1 34210 80 6 7 500 1616729292 1616729349 ACCEPT OK 3 egress 10.9.9.9 203.0.113.1\n"
        + "5 1 eni-1 192.0.2.1 10.0.0.1 80 34210 6 14 15044 1616729292 1616729349 ACCEPT OK 19 ingress 203.0.113.1 10.9.9.9\n"

    private static let first = "2 1 eni-1 10.0.0.1 192.0.2.1 34210 53 17 7 500 1616729292 1616729349 REJECT OK"

    static let events =
        "{\"events\":[{\"logStreamName\":\"eni-1\",\"timestamp\":1616729292000,\"message\":\"\(first)\"},"
        + "{\"message\":\"\(first)\",\"eventId\":\"1\"}],\"nextToken\":\"a{]\",\"searchedLogStreams\":[]}"

    @Test("of any fields in any order is read by its header, by the addresses of the interface")
    func fields() throws {
        let log = try CollectedLog(Self.text)
        #expect(log.problems.first == [])
        #expect(log.records.map { "\($0.source)" } == ["10.0.0.1", "192.0.2.1"])
        #expect(log.records.map(\.forward.packets) == [7, 14])
        #expect(log.records.allSatisfy { $0.reverse == nil && !$0.isRefused })
        #expect(log.records[0].first == Timestamp(nanoseconds: 1_616_729_292_000_000_000))
        #expect(log.records[0].last == Timestamp(nanoseconds: 1_616_729_349_000_000_000))
    }

    @Test("may have tabs or commas between its fields, and marks around them, and blanks before a record")
    func separators() throws {
        let records = try CollectedLog(Self.text).records
        for separator in ["\t", ","] {
            let text = Self.text.replacing(" ", with: separator)
            #expect(try CollectedLog(text).records == records, "\(separator)")
        }
        let quoted = Self.text.split(separator: "\n").map { line in
            line.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ",") + "\n"
        }
        #expect(try CollectedLog(quoted.joined()).records == records)
        #expect(try CollectedLog(Self.text.replacing("\n5", with: "\n  5")).records == records)
    }

    @Test("states who began where its direction comes with a SYN that is not an answer")
    func direction() throws {
        let records = try CollectedLog(Self.text).records
        #expect(records.map(\.initiator) == [.source, nil])
        #expect(records.map(\.forward.tcpFlags) == [3, 19])
        #expect(records.map(\.forward.hasSentOpening) == [true, false])
    }

    @Test("without a header has the default fields, with CloudWatch's times before them or without")
    func defaults() throws {
        let log = try CollectedLog("2021-03-26T03:28:12.000Z \(Self.first)\n\(Self.first)\n")
        #expect(log.records.count == 2 && log.problems.first == [])
        #expect(log.records.allSatisfy { $0.isRefused && $0.transport == .udp && $0.destinationPort == 53 })
    }

    @Test("is lowered in coverage by what AWS skipped, and not by what was not there")
    func status() throws {
        let log = try CollectedLog(
            "2 1 eni-1 - - - - - - - 1616729292 1616729349 - NODATA\n2 1 eni-1 - - - - - - - 1616729292 1616729349 - SKIPDATA\n"
        )
        #expect(log.notes == [.notFlow("no_data"): 1, .undecoded("skipped_by_aws"): 1])
    }

    @Test("without the fields that it takes is refused in words")
    func refused() {
        for text in ["srcaddr bytes start\n", "srcaddr dstaddr bytes\n"] {
            #expect(throws: LogError.self) { try CollectedLog(text) }
        }
    }

    @Test("with a line of other fields than its header is named")
    func otherFields() throws {
        let log = try CollectedLog("srcaddr dstaddr start\n10.0.0.1 192.0.2.1 1616729292\n10.0.0.1 192.0.2.1\n")
        #expect(log.records.count == 1 && log.notes == [.undecoded("line_fields"): 1])
    }
}
