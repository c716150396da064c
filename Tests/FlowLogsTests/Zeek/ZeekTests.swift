import ByteInput
import FlowLogs
import NetworkTypes
import Testing

@Suite("Zeek's conn.log")
struct ZeekTests {
    private static let names = [
        "ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto", "duration", "orig_bytes",
        "resp_bytes", "conn_state", "missed_bytes", "history", "orig_pkts", "orig_ip_bytes", "resp_pkts",
        "resp_ip_bytes", "tunnel_parents",
    ]

    static func header(_ names: [String] = names, path: String = "conn") -> String {
        "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\t\(path)\n"
            + "#fields\t\(names.joined(separator: "\t"))\n#types\ttime\n"
    }

    static let line = line(history: "ShADadFf")

    static func line(history: String, packets: Int = 4, duration: String = "2.5", payload: String = "100") -> String {
        [
            "1258531221.486539", "Cx", "10.0.0.1", "49152", "192.0.2.7", "443", "tcp", duration, payload, "2000", "SF",
            "0", history, "\(packets)", "320", "5", "2260", "-",
        ].joined(separator: "\t") + "\n"
    }

    @Test("states ends, times, packets, bytes of IP and payload of both directions")
    func fields() throws {
        let log = try CollectedLog(Self.header() + Self.line)
        let record = try #require(log.records.first)
        #expect(record.transport == .tcp && record.sourcePort == 49_152 && record.destinationPort == 443)
        #expect("\(record.source) \(record.destination)" == "10.0.0.1 192.0.2.7")
        #expect(record.first == Timestamp(nanoseconds: 1_258_531_221_486_539_000))
        #expect(record.last == Timestamp(nanoseconds: 1_258_531_223_986_539_000))
        #expect(record.forward.packets == 4 && record.forward.bytes == 320 && record.forward.payloadBytes == 100)
        #expect(record.reverse?.packets == 5 && record.reverse?.bytes == 2_260)
        #expect(record.reverse?.payloadBytes == 2_000)
        #expect(log.problems.count == 0 && log.error == nil)
    }

    @Test("is the same behind a byte order mark")
    func byteOrderMark() throws {
        let plain = try CollectedLog(Self.header() + Self.line)
        let marked = try CollectedLog("\u{FEFF}" + Self.header() + Self.line)
        #expect(marked.records == plain.records && marked.problems.count == 0 && marked.error == nil)
    }

    @Test(
        "as JSON may write whole numbers with a fraction or an exponent, times in fractions of milliseconds, and blanks in front"
    )
    func numerals() throws {
        let line = { (time: String, packets: String, bytes: String) in
            "{\"ts\":\(time),\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":5e4,\"id.resp_h\":\"192.0.2.7\",\"id.resp_p\":443.0,"
                + "\"proto\":\"tcp\",\"duration\":2.5,\"orig_pkts\":\(packets),\"orig_ip_bytes\":\(bytes)}\n"
        }
        let usual = line("1258531221.25", "4", "320").replacing("5e4", with: "50000").replacing("443.0", with: "443")
        let record = try #require(try CollectedLog(usual).records.first)
        for (time, packets, bytes) in [
            ("1258531221.25", "4.0", "3.2e2"), ("1258531221250", "4e0", "320.000"),
            ("1258531221250.0", "40e-1", "3.2E+2"),
            ("\"2009-11-18T08:00:21,25Z\"", "\"4.0\"", "320"),
        ] {
            let log = try CollectedLog(" \t" + line(time, packets, bytes))
            #expect(log.records == [record] && log.problems.count == 0, "\(time) \(packets) \(bytes)")
        }
        for odd in ["4.5", "-4", "0x4", "4e", "1e40", "inf", "+4"] {
            #expect(
                try CollectedLog(line("1258531221.25", odd, "320")).notes == [.undecoded("line_number"): 1], "\(odd)")
        }
    }

    @Test("states who began where the originator sent a SYN, or was answered by a SYN+ACK")
    func history() throws {
        let cases: [(String, LogRecord.Initiator?)] = [
            ("ShADad", .source), ("S", .source), ("^hADad", .source), ("hA", .source), ("^dADa", nil), ("Dd", nil),
            ("HaA", nil), ("s", nil), ("-", nil), ("R", nil), ("^Sh", .source),
        ]
        for (history, initiator) in cases {
            let record = try #require(try CollectedLog(Self.header() + Self.line(history: history)).records.first)
            #expect(record.initiator == initiator, "\(history)")
            #expect(record.forward.hasSentOpening == history.contains("S"))
            #expect(record.forward.hasSentAnswer == history.contains("H"))
            #expect(record.reverse?.hasSentOpening == history.contains("s"))
            #expect(record.reverse?.hasSentAnswer == history.contains("h"))
        }
    }

    @Test("may have its fields in any order, and few of them")
    func fewFields() throws {
        let text = "#fields\tid.resp_h\tid.orig_h\tts\n2001:db8::1\tfd00::5\t2024-02-03T04:05:06.5Z\n"
        let log = try CollectedLog(text)
        let record = try #require(log.records.first)
        #expect("\(record.source) \(record.destination)" == "fd00::5 2001:db8::1")
        #expect(record.first == Timestamp(nanoseconds: 1_706_933_106_500_000_000))
        #expect(record.forward.packets == nil && record.reverse == nil)
        #expect(log.notes == [.remark("transport_unknown"): 1])
    }

    @Test("without columns of packets says by its history whether the responder sent")
    func withoutPackets() throws {
        let header = "#fields\tts\tid.orig_h\tid.resp_h\tproto\torig_bytes\tresp_bytes\thistory\n"
        let records = try CollectedLog(
            header + "1.5\t10.0.0.1\t192.0.2.1\ttcp\t0\t0\tShA\n1.5\t10.0.0.1\t192.0.2.1\ttcp\t0\t0\tS\n"
        ).records
        #expect(records.map { $0.reverse != nil } == [true, false])
        #expect(records[0].reverse?.payloadBytes == nil && records[0].reverse?.hasSentAnswer == true)
    }

    @Test("may have another separator, and other words for what is unset and empty")
    func otherSeparator() throws {
        let text =
            "#separator ,\n#empty_field,none\n#unset_field,?\n#path,conn\n#fields,ts,id.orig_h,id.resp_h,proto,orig_pkts,"
            + "history\n1500000000.1,10.0.0.1,192.0.2.1,udp,?,none\n"
        let record = try #require(try CollectedLog(text).records.first)
        #expect(record.transport == .udp && record.forward.packets == nil)
        #expect(record.first == Timestamp(nanoseconds: 1_500_000_000_100_000_000))
    }

    @Test("keeps type and code of ICMP apart from ports, and tells ICMPv6 by the addresses")
    func icmp() throws {
        let names = ["ts", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto"]
        let text =
            Self.header(names) + "1.5\t10.0.0.1\t8\t192.0.2.1\t0\ticmp\n1.5\tfd00::1\t128\t2001:db8::1\t0\ticmp\n"
        let records = try CollectedLog(text).records
        #expect(records.map(\.icmp) == [8 << 8, 128 << 8])
        #expect(records.map(\.transport) == [.icmp, .icmpv6])
        #expect(records.allSatisfy { $0.sourcePort == 0 && $0.destinationPort == 0 })
    }

    @Test("that has lost its header, or is another log, is refused in words")
    func refused() throws {
        let lost = "1258531221.486539\tCx\t10.0.0.1\t49152\t192.0.2.7\t443\ttcp\n"
        #expect(throws: LogError.self) { try CollectedLog(lost) }
        #expect(throws: LogError.self) { try CollectedLog(Self.header(path: "dns") + Self.line) }
        #expect(throws: LogError.self) { try CollectedLog(Self.header(["uid", "id.orig_h", "id.resp_h"])) }
        do {
            _ = try CollectedLog(lost)
        } catch {
            #expect("\(error)".contains("has lost its header"))
        }
    }

    @Test("that changes to another log within is refused there, and what came before is given")
    func changes() throws {
        let log = try CollectedLog(Self.header() + Self.line + Self.header(path: "dns") + Self.line)
        #expect(log.records.count == 1)
        #expect("\(log.error, default: "none")".contains("is Zeek's log 'dns'"))
    }

    @Test("that was rotated and joined is read by each of its headers")
    func joined() throws {
        let second = "#fields\tid.resp_h\tid.orig_h\tts\n192.0.2.9\t10.0.0.2\t1500000000\n"
        let log = try CollectedLog(Self.header() + Self.line + "#close\t2024-01-01\n" + second)
        #expect(log.records.map { "\($0.destination)" } == ["192.0.2.7", "192.0.2.9"])
        #expect(log.error == nil && log.problems.count == 0)
    }

    @Test("names lines that cannot be read, counts them as undecoded, and reads the rest")
    func badLines() throws {
        let bad = Self.line.replacing("10.0.0.1", with: "10.0.0.256")
        let short = "1258531221.486539\tCx\n"
        let log = try CollectedLog(Self.header() + Self.line + bad + short + Self.line)
        #expect(log.records.count == 2)
        #expect(log.notes == [.undecoded("line_address"): 1, .undecoded("line_fields"): 1])
        #expect(
            log.problems.first.map(\.description) == [
                "line 9: is not an address: '10.0.0.256'",
                "line 10: has another number of fields than the header: '1258531221.486539\\u{9}Cx'",
            ])
    }

    @Test("names ten bad lines and counts all")
    func manyBadLines() throws {
        let log = try CollectedLog(Self.header() + String(repeating: "x\n", count: 1_000) + Self.line)
        #expect(log.problems.count == 1_000 && log.problems.first.count == 10 && log.records.count == 1)
    }

    @Test("passes over a line longer than any, and reads the rest")
    func longLine() throws {
        let long = String(repeating: "x", count: 3 * 1_024 * 1_024) + "\n"
        let log = try CollectedLog(Self.header() + Self.line + long + Self.line)
        #expect(log.records.count == 2)
        #expect(log.notes == [.undecoded("line_too_long"): 1])
        #expect(log.problems.first.map(\.description) == ["line 9: has more than 1048576 bytes"])
    }

    @Test("tells of gaps and tunnels")
    func remarks() throws {
        let line = Self.line.replacing("\tSF\t0\t", with: "\tSF\t1460\t").replacing("2260\t-", with: "2260\tCabc")
        let log = try CollectedLog(Self.header() + line)
        #expect(log.notes == [.remark("missed_bytes"): 1, .remark("in_tunnel"): 1])
        #expect(log.records.count == 1)
    }
}

// MARK: - JSON

extension ZeekTests {
    private static let members =
        "\"proto\":\"udp\",\"duration\":0.5,\"orig_bytes\":7,\"resp_bytes\":9,\"conn_state\":\"SF\",\"history\":\"Dd\","
        + "\"orig_pkts\":1,\"orig_ip_bytes\":35,\"resp_pkts\":1,\"resp_ip_bytes\":37"

    @Test(
        "is read as JSON of every shape",
        arguments: [
            "{\"ts\":1500000000.25,\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":1,\"id.resp_h\":\"192.0.2.1\",\"id.resp_p\":53,\(members)}",
            "{\"ts\":\"2017-07-14T02:40:00.250000Z\",\"id\":{\"orig_h\":\"10.0.0.1\",\"orig_p\":1,\"resp_h\":\"192.0.2.1\",\"resp_p\":53},\(members)}",
            "{\"@version\":\"1\",\"host\":{\"name\":[1,{\"a\":\"}\"}]},\"ts\":1500000000250,\"id_orig_h\":\"10.0.0.1\",\"id_orig_p\":1,\"id_resp_h\":\"192.0.2.1\",\"id_resp_p\":53,\(members)}",
            "{\"conn\":{\"ts\":1500000000.25,\"id.orig_h\":\"10.0.0.1\",\"id.orig_p\":1,\"id.resp_h\":\"192.0.2.1\",\"id.resp_p\":53,\(members)}}",
            "{ \"ts\" : 1.50000000025e9 , \"id.orig_h\" : \"10.0.0\\u002e1\", \"id.orig_p\":1,\"id.resp_h\":\"192.0.2.1\",\"id.resp_p\":53,\(members), \"_path\":\"conn\"}",
        ])
    func shapes(line: String) throws {
        let log = try CollectedLog(line + "\n", as: .zeek)
        #expect(log.problems.first == [])
        let record = try #require(log.records.first)
        #expect(record.first == Timestamp(nanoseconds: 1_500_000_000_250_000_000))
        #expect(record.last == Timestamp(nanoseconds: 1_500_000_000_750_000_000))
        #expect("\(record.source) \(record.destination)" == "10.0.0.1 192.0.2.1")
        #expect(record.sourcePort == 1 && record.destinationPort == 53)
        #expect(record.forward.payloadBytes == 7 && record.reverse?.payloadBytes == 9)
    }

    @Test("is read within a shipper's message")
    func shipped() throws {
        let inner =
            "{\\\"ts\\\":1.5,\\\"id.orig_h\\\":\\\"10.0.0.1\\\",\\\"id.resp_h\\\":\\\"192.0.2.1\\\",\\\"proto\\\":\\\"tcp\\\",\\\"conn_state\\\":\\\"S0\\\"}"
        let log = try CollectedLog("{\"agent\":\"x\",\"message\":\"\(inner)\"}\n", as: .zeek)
        #expect(log.records.count == 1 && log.problems.first == [])
    }

    @Test("passes over lines of other logs")
    func otherLogs() throws {
        let ends = "\"ts\":1.5,\"id.orig_h\":\"10.0.0.1\",\"id.resp_h\":\"192.0.2.1\",\"proto\":\"udp\""
        let log = try CollectedLog(
            "{\(ends),\"query\":\"example.org\"}\n{\"_path\":\"dns\",\(ends)}\n{\"_path\":\"conn\",\(ends)}\n")
        #expect(log.records.count == 1)
        #expect(log.notes == [.notFlow("zeek_other_log"): 2])
    }

    @Test("names a damaged line, and reads the next")
    func damagedJSON() throws {
        let good =
            "{\"ts\":1.5,\"id.orig_h\":\"10.0.0.1\",\"id.resp_h\":\"192.0.2.1\",\"proto\":\"tcp\",\"conn_state\":\"S0\"}\n"
        let log = try CollectedLog(good + String(good.dropLast(9)) + "\n" + good)
        #expect(log.records.count == 2 && log.notes == [.undecoded("line_is_no_json"): 1])
        #expect(log.problems.first.first?.place == .line(2, at: UInt64(good.utf8.count)))
    }
}

// MARK: - Open connections

extension ZeekTests {
    private func open(_ packets: Int, _ duration: String, _ payload: String) -> String {
        Self.line(history: "ShAD", packets: packets, duration: duration, payload: payload)
    }

    @Test("counts what open_conn.log tells again and again once")
    func openConnections() throws {
        let text =
            Self.header(path: "open_conn") + open(4, "3600", "100") + open(10, "7200", "250") + open(10, "10800", "250")
        let log = try CollectedLog(text)
        #expect(log.records.map(\.forward.packets) == [4, 6])
        #expect(log.records.map(\.forward.payloadBytes) == [100, 150])
        #expect(log.records.map(\.reverse?.packets) == [5, 0])
        #expect(log.records[1].first == log.records[0].last)
        #expect(log.notes == [.notFlow("open_connection_idle"): 1])
        #expect(log.origins.allSatisfy { $0.domain == 1 })
    }

    @Test("cannot be cut anywhere where it tells of open connections")
    func cutting() throws {
        for (path, canBeCut) in [("conn", true), ("open_conn", false)] {
            let text = Self.header(path: path) + Self.line
            let reader = try LogReader(OpenedInput(name: "log", bytes: Array(text.utf8)))
            #expect(reader.layout.canBeCut == canBeCut)
        }
    }
}
