import FlowLogs
import NetworkTypes
import Testing

@Suite("argus CSV")
struct ArgusTests {
    static let text =
        "StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label\n"
        + "2011/08/10 09:46:59.607825,1.026539,tcp,10.0.0.1,1577,   ->,192.0.2.1,6881,SPA_FSPA,0,0,4,276,156,flow=Background\n"
        + "2011/08/10 09:47:00.634364,0.000100,udp,10.0.0.1,4000,  <->,192.0.2.2,53,CON,0,0,2,203,64,\"flow=a,b\"\n"

    @Test("of binetflow files states bytes and TCP's flags of both ends, and not who began")
    func binetflow() throws {
        let log = try CollectedLog(Self.text)
        #expect(log.problems.first == [] && log.records.count == 2)
        let record = try #require(log.records.first)
        #expect(record.forward.bytes == 156 && record.reverse?.bytes == 120)
        #expect(record.forward.packets == nil && record.initiator == nil)
        #expect(record.forward.tcpFlags == 0x1A && record.reverse?.tcpFlags == 0x1B)
        #expect(record.first == Timestamp(nanoseconds: 1_312_969_619_607_825_000))
        #expect(record.last == Timestamp(nanoseconds: 1_312_969_620_634_364_000))
    }

    @Test("may have semicolons, tabs or bars between its columns, and is told apart from AWS' in CSV")
    func separators() throws {
        let records = try CollectedLog(Self.text).records
        for separator: Character in [";", "\t", "|"] {
            let text = String(Self.text.map { $0 == "," ? separator : $0 })
            #expect(try CollectedLog(text).records == records, "\(separator)")
        }
        let widths =
            "   StartTime Proto    SrcAddr  Sport Dir    DstAddr  Dport State\n  1500000000.5 udp 10.0.0.1 1 -> 192.0.2.1 2 INT\n"
        #expect(throws: LogError.self) { try CollectedLog(widths) }
    }

    @Test("of totals alone states who sent, and not how much")
    func totals() throws {
        let header = "StartTime,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,TotPkts,TotBytes,State\n"
        let line = { (transport: String, direction: String, state: String) in
            "1500000000.5,\(transport),10.0.0.1,1,\(direction),192.0.2.1,2,4,400,\(state)\n"
        }
        let records = try CollectedLog(
            header + line("udp", "  ->", "INT") + line("udp", " <->", "CON") + line("udp", " <-", "RSP")
                + line("tcp", "  ->", "FIN") + line("tcp", "  ->", "REQ") + line("tcp", " <?>", "RST")
        ).records
        #expect(records.map { $0.reverse == nil } == [true, false, true, false, true, false])
        #expect(records.map { "\($0.source)" }.firstIndex(of: "192.0.2.1") == 2)
        #expect(records.allSatisfy { $0.forward.packets == nil && $0.forward.bytes == nil && $0.initiator == nil })
    }

    @Test("that states no payload of either end claims what frames without any cannot have")
    func unmeasuredPayload() throws {
        let text = """
            StartTime,LastTime,Proto,SrcAddr,Sport,DstAddr,Dport,SrcPkts,DstPkts,SrcBytes,DstBytes,SAppBytes,DAppBytes
            1258535000.5,1258535001.5,udp,10.0.0.1,40000,192.0.2.1,53,2,1,148,68,0,0
            1258535000.5,1258535001.5,tcp,10.0.0.1,40000,192.0.2.1,443,2,1,148,900,0,0
            1258535000.5,1258535001.5,udp,10.0.0.1,40000,192.0.2.1,53,2,1,148,90,64,0

            """
        let records = try CollectedLog(Array(text.utf8)).records
        #expect(records.map(\.forward.payloadBytes) == [12, 0, 64])
        #expect(records.map { $0.reverse?.payloadBytes } == [0, 798, 0])
    }

    @Test("with a repeated header, and with packets and payload of both ends, is read")
    func more() throws {
        let header =
            "StartTime,LastTime,Proto,SrcAddr,Sport,DstAddr,Dport,SrcPkts,DstPkts,SrcBytes,DstBytes,SAppBytes,DAppBytes\n"
        let line = "1500000000.5,1500000001.5,tcp,10.0.0.1,1,192.0.2.1,0x0050,3,2,300,200,30,20\n"
        let records = try CollectedLog(header + line + header + line).records
        #expect(records.count == 2)
        #expect(records[1].forward.packets == 3 && records[1].reverse?.payloadBytes == 20)
        #expect(records[1].destinationPort == 80)
    }

    @Test("with names for ports or times without a date is named")
    func bad() throws {
        let header = "StartTime,Proto,SrcAddr,Sport,DstAddr,Dport\n"
        let log = try CollectedLog(
            header + "1500000000,tcp,10.0.0.1,1,192.0.2.1,http\n09:00:03.914398,tcp,10.0.0.1,1,192.0.2.1,80\n"
                + "1500000000,tcp,10.0.0.1,1,192.0.2.1,80\n")
        #expect(log.records.count == 1)
        #expect(log.notes == [.undecoded("line_port"): 1, .undecoded("line_time"): 1])
    }

    @Test("knows protocols by the names of /etc/protocols")
    func protocols() throws {
        let header = "StartTime,Proto,SrcAddr,Sport,DstAddr,Dport\n"
        let names = ["eigrp", "rsvp", "ospfigp", "gre", "arp"]
        let log = try CollectedLog(
            header + names.map { "1500000000,\($0),10.0.0.1,,192.0.2.1,\n" }.joined())
        #expect(log.records.map(\.transport.rawValue) == [88, 46, 89, 47] && log.notes == [.notFlow("not_ip"): 1])
    }

    @Test("with numbers for protocols has ends without IP, whose number is 0, and IPv6 hop by hop")
    func protocolNumbers() throws {
        let header = "StartTime,Proto,SrcAddr,Sport,DstAddr,Dport\n"
        let log = try CollectedLog(
            header + "1500000000,0,01:80:c2:00:00:00,66,fe:54:00:80:94:54,66\n"
                + "1500000000,35020,01:80:C2:00:00:0E,0,52:54:00:80:94:54,0\n1500000000,2054,10.0.0.1,,10.0.0.2,\n"
                + "1500000000,0,2001:db8::1,,2001:db8:2:3:4:5:6:7,\n1500000000,0,01-80-c2-00-00-00,66,10.0.0.1,66\n")
        #expect(log.records.map(\.transport.rawValue) == [0])
        #expect(log.notes == [.notFlow("not_ip"): 3, .undecoded("line_address"): 1])
    }

    @Test("keeps type and code of ICMP")
    func icmp() throws {
        let header = "StartTime,Proto,SrcAddr,Sport,DstAddr,Dport,State\n"
        let records = try CollectedLog(
            header
                + "1500000000,icmp,10.0.0.1,0x0008,192.0.2.1,0x80bd,ECO\n1500000000,icmp,192.0.2.1,0x0303,10.0.0.1,,URP\n"
                + "1500000000,ipv6-icmp,fd00::1,143,ff02::16,0,INT\n"
        ).records
        #expect(records.map(\.icmp) == [8 << 8, 3 << 8 | 3, 143 << 8])
    }
}
