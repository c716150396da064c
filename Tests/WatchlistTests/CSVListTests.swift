import CensusModel
import NetworkTypes
import TestSupport
import Testing
import TextFormats
import TrafficSimulation
import Watchlist

@Suite("CSV list")
struct CSVListTests {
    private let columns: [(name: String, value: String)] = [
        ("address", "192.0.2.0/24"), ("port", "443"), ("protocol", "tcp"), ("class", "backdoor"),
        ("label", "citadel"), ("source", "feed"), ("confidence", "75"), ("valid_from", "2013-01-01"),
        ("valid_until", "2013-06-01"),
    ]

    private func full() throws -> WatchlistEntry {
        try entry("192.0.2.0/24") {
            ($0.port, $0.transport, $0.threatClass) = (443, .tcp, .backdoor)
            ($0.labels, $0.sources, $0.confidence) = (["citadel"], ["feed"], 75)
            $0.validity = Validity(from: try time("2013-01-01"), until: try time("2013-06-01"))
        }
    }

    /// What the entry is when only some columns are there.
    private func only(_ names: Set<String>) throws -> WatchlistEntry {
        let full = try full()
        return try entry("192.0.2.0/24") { entry in
            if names.contains("port") { entry.port = full.port }
            if names.contains("protocol") { entry.transport = full.transport }
            if names.contains("class") { entry.threatClass = full.threatClass }
            if names.contains("label") { entry.labels = full.labels }
            if names.contains("source") { entry.sources = full.sources }
            if names.contains("confidence") { entry.confidence = full.confidence }
            if names.contains("valid_from") { entry.validity.from = full.validity.from }
            if names.contains("valid_until") { entry.validity.until = full.validity.until }
        }
    }

    @Test("may have any subset of the columns, in any order, as long as address is one")
    func everySubset() throws {
        var random = SeededGenerator()
        for subset in 0..<256 {
            let chosen = columns.enumerated().filter { $0.offset == 0 || subset >> ($0.offset - 1) & 1 == 1 }
                .map(\.element).shuffled(using: &random)
            let text = [chosen.map(\.name), chosen.map(\.value)].map { $0.joined(separator: ",") }
                .joined(separator: "\n")
            #expect(try parse(text).entries == [only(Set(chosen.map(\.name)))], "\(text)")
        }
    }

    @Test("leaves what an empty field says at its default")
    func emptyFields() throws {
        let header = columns.map(\.name).joined(separator: ",")
        #expect(try parse("\(header)\n192.0.2.0/24,,,,,,,,\n").entries == [entry("192.0.2.0/24")])
    }

    @Test("takes column names in any case, passes over columns that it does not know, and over comments and blanks")
    func header() throws {
        let list = try parse(
            "\u{FEFF}# feed\r\n\r\nFirst_Seen, ADDRESS ,Port\r\n\r\n# x\r\n2013-01-01, 192.0.2.1 , 80\r\n")
        #expect(
            list.entries == [
                try entry("192.0.2.1") { ($0.port, $0.validity.from) = (80, try time("2013-01-01")) }
            ])
        #expect(list.refusedCount == 0)
    }

    @Test("with the column address alone is one too")
    func oneColumn() throws {
        #expect(try parse("address\n192.0.2.1\n\"2001:db8::\"\n").prefixes == ["192.0.2.1/32", "2001:db8::/128"])
    }

    @Test("takes quoted fields with commas, doubled quotes and blanks (RFC 4180 section 2)")
    func quotes() throws {
        let list = try parse(
            #"""
            "address","label","source"
            "192.0.2.1","a, b","say ""hi"""
             "192.0.2.2" , " c " ,d "e"
            192.0.2.3,"",x
            """#)
        #expect(list.refusedCount == 0)
        #expect(list.entries.map(\.labels) == [["a, b"], [" c "], []])
        #expect(list.entries.map(\.sources) == [["say \"hi\""], ["d \"e\""], ["x"]])
    }

    @Test("clears host bits and notes the line")
    func hostBits() throws {
        let list = try parse("address,port\n192.0.2.77/24,80\n")
        #expect(list.prefixes == ["192.0.2.0/24"])
        #expect(list.changed.map(\.line) == [2])
    }

    @Test("takes classes in any case, protocols by name or number, and times in every form")
    func values() throws {
        let list = try parse(
            "address,class,protocol,valid_from\n192.0.2.1,C2,17,1370041200\n192.0.2.2,Scanner,UDP,2013\n")
        #expect(list.entries.map(\.threatClass) == [.c2, .scanner])
        #expect(list.entries.map(\.transport) == [.udp, .udp])
        #expect(try list.entries.map(\.validity.from) == [time("2013-05-31T23:00"), time("2013-01-01")])
    }

    @Test(
        "knows the column of addresses by many names",
        arguments: [
            "ip", "DstIP", "dst_ip", "Dst IP", "ioc", "indicator", "host", "cidr", "ip_address", "IPv4 Address",
        ])
    func names(name: String) throws {
        let list = try parse("# x\n\(name),port,class\n192.0.2.1,443,scanner\n")
        #expect(list.entries == [try entry("192.0.2.1") { ($0.port, $0.threatClass) = (443, .scanner) }])
    }

    @Test("may have ranges, or netmasks in a column of their own")
    func ranges() throws {
        #expect(try parse("start,end,asn\n192.0.2.0,192.0.2.255,64500\n").prefixes == ["192.0.2.0/24"])
        #expect(try parse("start_ip;end_ip\n2001:db8::;2001:db8::f\n").prefixes == ["2001:db8::/124"])
        #expect(try parse("ip|mask\n192.0.2.0|255.255.255.128\n").prefixes == ["192.0.2.0/25"])
        #expect(refusal(of: "start,end\n192.0.2.9,192.0.2.1\n") != nil)
    }

    @Test("without a header has a port behind the address, and says which numbers it does not use")
    func inferred() throws {
        let list = try parse("192.0.2.1\t443\t7\n192.0.2.2\t8080\t9\n")
        #expect(list.entries.map(\.port) == [443, 8_080])
        #expect(list.notices.first.first?.message.contains("column 3") == true)
        let scores = try parse("192.0.2.1 3\n192.0.2.2 7\n")
        #expect(scores.notices.first.first?.message.contains("ipsum:") == true)
    }

    @Test("takes a quoted field over several lines, and gives up where it does not end")
    func severalLines() throws {
        let list = try parse("address,label\n192.0.2.1,\"a\nb\"\n192.0.2.2,c\n")
        #expect(list.entries.map(\.labels) == [["a\nb"], ["c"]])
        let good = (1...20).map { "192.0.2.\($0),x\n" }.joined()
        let open = try parse("address,label\n198.51.100.1,\"a\n" + good)
        #expect(open.refused.map(\.line) == [2])
        #expect(open.entries.count == 20)
    }

    @Test("is refused when more than one line in ten is bad, and not at one in ten")
    func tooManyBadLines() {
        let good = String(repeating: "192.0.2.1,443\n", count: 9)
        #expect(refusal(of: "address,port\n" + good + "192.0.2.1,0\n") == nil)
        #expect(
            refusal(of: "address,port\n" + good + "192.0.2.1,0\nx,1\n")
                == .tooManyBadLines(
                    bad: 2, of: 11, first: LineProblem(line: 11, message: "'0' is not a value for 'port'")))
    }
}
