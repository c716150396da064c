import CensusExport
import CensusModel
import HourlyRollup
import NetworkTypes
import Testing

@Suite("An exported row")
struct ExportRowTests {
    private func text<Row: ExportRow>(_ row: Row, _ format: ExportFormat = .csv) -> [String] {
        let writer = TableWriter<Row>(format: format)
        return (writer.header + writer.line(row)).split(separator: "\n").map(String.init)
    }

    @Test("of hourly counts has the columns of the design in their order")
    func hourlyCount() throws {
        var example = Example()
        (example.coverage.seen, example.coverage.decoded) = (3, 2)
        #expect(
            text(try example.count(country: "JP")) == [
                "hour,origin,country,class,label,affected,attempted,answered,exchanged,intruded,probed,hosts,flows,"
                    + "packets,bytes,first_seen,last_seen,coverage,served",
                "2013-05-31T23:00:00Z,192.0.2.1,JP,c2,citadel;zeus,1,0,0,1,0,0,1,1,4,241,2013-05-31T23:00:00.000001Z,"
                    + "2013-05-31T23:00:03.000001Z,0.666666,0",
            ])
    }

    @Test("of hourly counts has empty cells where a grouping tells nothing or nothing is known")
    func emptyCells() throws {
        let tail = "c2,,1,0,0,1,0,0,1,1,4,241,2013-05-31T23:00:00.000001Z,2013-05-31T23:00:03.000001Z,,0"
        for (grouping, head) in [
            (.threatClass, ",,,"), (.country, ",,,"), (.hour, "2013-05-31T23:00:00Z,,,"),
            (.day, "2013-05-31T00:00:00Z,,,"), (.month, "2013-05-01T00:00:00Z,,,"),
        ] as [(Grouping, String)] {
            #expect(text(try Example().count(by: grouping)).last == head + tail, "\(grouping)")
        }
        let byOrigin = text(try Example(labels: []).count(by: .origin)).last
        #expect(byOrigin == ",192.0.2.1,," + tail)
    }

    @Test(
        "of JSON has null for labels where rows do not tell them apart, and a text where they do",
        arguments: Grouping.allCases)
    func labelsInJSON(grouping: Grouping) throws {
        guard grouping != .host else { return }
        let row = try Example(labels: []).count(by: grouping)
        let line = TableWriter(format: .jsonl, columns: HourlyCount.columns(by: grouping)).line(row)
        let hasLabels = [.originAndHour, .origin, .label].contains(grouping)
        #expect(line.contains(hasLabels ? "\"label\":\"\"" : "\"label\":null"), "\(line)")
    }

    @Test("of hosts has the columns of the design in their order")
    func hostCount() throws {
        #expect(
            text(try Example(host: "fd00::1").hostCount()) == [
                "host,grade,origins,hours,flows,packets,bytes,first_seen,last_seen,name,sector,contact,labels,top_origin",
                "fd00::1,exchanged,1,1,1,4,241,2013-05-31T23:00:00.000001Z,2013-05-31T23:00:03.000001Z,,,,citadel;zeus,"
                    + "192.0.2.1",
            ])
        let owner = HostOwner(name: "www", sector: "government", contact: "=soc@example.test")
        #expect(
            text(try Example().hostCount(owner: owner)).last?.hasSuffix(
                ",www,government,'=soc@example.test,citadel;zeus,192.0.2.1") == true)
    }

    @Test("by autonomous system or sector has that column behind all others, a number and a text in JSON")
    func addedColumns() throws {
        let facts = AddressFacts(
            system: { _ in 64_500 }, owner: { _ in HostOwner(name: "", sector: "public, local", contact: "") })
        for (grouping, name, csv, json) in [
            (.autonomousSystem, "asn", "64500", "64500"), (.sector, "sector", "\"public, local\"", "\"public, local\""),
        ] as [(Grouping, String, String, String)] {
            for (row, csv, json) in [
                (try Example().count(by: grouping, facts: facts), csv, json),
                (try Example().count(by: grouping), "", "null"),
            ] {
                let columns = HourlyCount.columns(by: grouping)
                let writer = TableWriter(format: .csv, columns: columns)
                #expect(writer.header.hasSuffix(",coverage,served,\(name)\n"))
                #expect(writer.line(row).hasSuffix(",,0,\(csv)\n"))
                let line = TableWriter(format: .jsonl, columns: columns).line(row)
                #expect(line.hasSuffix(",\"served\":0,\"\(name)\":\(json),\"matched\":\"address\"}\n"))
            }
        }
        #expect(HourlyCount.columns(by: .label).map(\.name) == HourlyCount.columns.map(\.name))
    }

    @Test("of the total tells neither hour, origin, country, class nor label")
    func total() throws {
        #expect(
            text(try Example().count(by: .total, country: "JP")).last
                == ",,,,,1,0,0,1,0,0,1,1,4,241,2013-05-31T23:00:00.000001Z,2013-05-31T23:00:03.000001Z,,0")
    }

    @Test("of flows has both ends, each direction, times, grade, class and label")
    func flow() throws {
        #expect(
            text(try Example().flow()) == [
                "hour,protocol,host,host_port,origin,origin_port,initiator,grade,class,label,host_packets,host_bytes,"
                    + "host_payload,host_flags,origin_packets,origin_bytes,origin_payload,origin_flags,first_seen,"
                    + "last_seen,matched",
                "2013-05-31T23:00:00Z,tcp,10.0.0.1,50000,192.0.2.1,443,host,exchanged,c2,citadel;zeus,2,120,7,...AP.SF,"
                    + "2,121,8,...A..S.,2013-05-31T23:00:00.000001Z,2013-05-31T23:00:03.000001Z,address",
            ])
    }

    @Test("of flows has the country and the system of the origin behind all others, where files say them")
    func flowFacts() throws {
        let columns = JudgedFlow.columns(country: { _ in CountryCode("JP") }, system: { _ in 64_500 })
        #expect(columns.map(\.name) == JudgedFlow.columns.map(\.name) + ["country", "asn"])
        #expect(TableWriter(format: .csv, columns: columns).line(try Example().flow()).hasSuffix(",address,JP,64500\n"))
        #expect(JudgedFlow.columns(country: nil, system: nil).map(\.name) == JudgedFlow.columns.map(\.name))
    }

    @Test("of flows has TCP flags for TCP only, and a number where a protocol has no name")
    func protocols() throws {
        for (transport, name) in [(.udp, "udp"), (.icmpv6, "icmp6"), (TransportProtocol(rawValue: 253), "253")] {
            let flow = try Example(transport: transport).flow()
            let cells = JudgedFlow.columns.map { $0.cell(flow) }
            #expect(cells[1] == .text(name))
            #expect(cells[13] == .empty && cells[17] == .empty)
        }
    }

    @Test("of JSON has the same names and values, numbers as numbers, and no header")
    func json() throws {
        var example = Example(labels: ["a \"b\", c", "é"])
        (example.coverage.seen, example.coverage.decoded) = (4, 3)
        let row = try example.count()
        #expect(TableWriter<HourlyCount>(format: .jsonl).header.isEmpty)
        let lines = text(row, .jsonl)
        #expect(lines.count == 1)
        let members = try members(try #require(lines.first))
        #expect(Set(members.keys) == Set(HourlyCount.columns.map(\.name)))
        #expect(members["matched"] as? String == "address")
        #expect(members["origin"] as? String == "192.0.2.1")
        #expect(members["label"] as? String == "a \"b\", c;é")
        #expect(members["packets"] as? Int == 4)
        #expect(members["coverage"] as? Double == 0.75)
        #expect(lines.first?.contains("\"country\":null,") == true)
    }

    @Test("of JSON has its members in the order of the columns")
    func memberOrder() throws {
        let line = try #require(text(try Example().flow(), .jsonl).first)
        let columns = JudgedFlow.columns.map(\.name)
        let names = line.split(separator: "\"").map(String.init).filter { columns.contains($0) }
        // "host" is also the initiator's value.
        #expect(names.filter { $0 != "host" } == columns.filter { $0 != "host" })
    }

    @Test("ends its line with LF in both formats", arguments: ExportFormat.allCases)
    func lineEnds(format: ExportFormat) throws {
        let line = TableWriter<JudgedFlow>(format: format).line(try Example().flow())
        #expect(line.utf8.filter { $0 == 10 || $0 == 13 } == [10])
        #expect(line.hasSuffix("\n"))
    }
}
