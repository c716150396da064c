import FlowLogs
import NetworkTypes
import Testing

@Suite("Azure's flow log")
struct AzureTests {
    static let securityGroup =
        "{\"records\":[{\"time\":\"2018-11-13T12:00:35.3899262Z\",\"systemId\":\"x\",\"category\":\"NetworkSecurityGroupFlowEvent\","
        + "\"properties\":{\"Version\":2,\"flows\":[{\"rule\":\"DefaultRule_DenyAllInBound\",\"flows\":[{\"mac\":\"000D3AF87856\","
        + "\"flowTuples\":[\"1542110402,192.0.2.9,10.5.16.4,28746,443,U,I,D,B,,,,\"]}]},{\"rule\":\"AllowOut\",\"flows\":"
        + "[{\"mac\":\"000D3AF87856\",\"flowTuples\":[\"1542110377,10.5.16.4,192.0.2.10,59831,443,T,O,A,B,,,,\","
        + "\"1542110379,10.5.16.4,192.0.2.10,59831,443,T,O,A,E,1,66,2,140\"]}]}]}},\n"
        + "{\"time\":\"2018-11-13T12:01:35Z\",\"category\":\"NetworkSecurityGroupFlowEvent\",\"properties\":{\"Version\":1,"
        + "\"flows\":[{\"rule\":\"r\",\"flows\":[{\"mac\":\"m\",\"flowTuples\":[\"1487282421,198.51.100.1,10.1.0.4,50963,23,T,I,D\"]}]}]}}]}"

    static let virtualNetwork =
        "{\"records\":[{\"time\":\"2022-09-14T09:00:52.5625085Z\",\"flowLogVersion\":4,\"category\":\"FlowLogFlowEvent\","
        + "\"flowRecords\":{\"flows\":[{\"aclID\":\"a\",\"flowGroups\":[{\"rule\":\"r\",\"flowTuples\":["
        + "\"1663146003599,10.0.0.6,192.0.2.180,23956,443,6,O,B,NX,0,0,0,0\","
        + "\"1663146003606,10.0.0.6,192.0.2.180,23956,443,6,O,E,NX,3,767,2,1580\"]}]}]}}]}\n"

    @Test("of a security group states flows, who began them, and what both ends sent since it last told")
    func securityGroup() throws {
        let log = try CollectedLog(Self.securityGroup)
        #expect(log.error == nil && log.problems.first == [])
        #expect(log.records.map(\.isRefused) == [true, false, false, true])
        #expect(log.records.map(\.transport) == [.udp, .tcp, .tcp, .tcp])
        #expect(log.records.allSatisfy { $0.initiator == .source && $0.first == nil })
        #expect(log.records.map(\.forward.packets) == [nil, nil, 1, nil])
        #expect(log.records.map(\.reverse?.bytes) == [nil, nil, 140, nil])
        #expect(log.records[0].stated == Timestamp(nanoseconds: 1_542_110_402_000_000_000))
    }

    @Test("of a virtual network states times in milliseconds, and protocols by number")
    func virtualNetwork() throws {
        let log = try CollectedLog(Self.virtualNetwork)
        #expect(log.error == nil && log.problems.first == [])
        #expect(log.records.map(\.forward.packets) == [0, 3] && log.records.map(\.reverse?.packets) == [0, 2])
        #expect(log.records[1].stated == Timestamp(nanoseconds: 1_663_146_003_606_000_000))
    }

    @Test("names tuples that cannot be read, and reads the others")
    func badTuple() throws {
        let log = try CollectedLog(Self.securityGroup.replacing("1542110379,10.5.16.4", with: "1542110379,10.5.16"))
        #expect(log.records.count == 3 && log.notes == [.undecoded("line_address"): 1])
        #expect(log.problems.count == 1)
    }

    @Test("that is cut in an element is given up to there")
    func cut() throws {
        let log = try CollectedLog(Array(Self.securityGroup.utf8.dropLast(10)))
        #expect(log.records.count == 3 && log.error?.isCut == true)
    }

    @Test("that is damaged ends there, with its place")
    func damaged() throws {
        let log = try CollectedLog(Self.securityGroup.replacing("},\n{", with: "},\n<"))
        #expect(log.records.count == 3)
        #expect("\(log.error, default: "none")".contains("the JSON is damaged"))
    }
}
