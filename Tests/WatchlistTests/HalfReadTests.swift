import NetworkTypes
import Testing
import TextFormats
import Watchlist

@Suite("What of a list is not read")
struct HalfReadTests {
    private func notices(_ text: String) throws -> [String] { try parse(text).notices.first.map(\.message) }

    @Test("is named where a table has the addresses of both ends, and so in JSON")
    func ends() throws {
        let message = "the addresses in 'dst_ip' are read, those in 'src_ip' are not"
        #expect(try notices("src_ip,dst_ip\n198.51.100.1,192.0.2.1\n").contains(message))
        #expect(
            try notices("{\"source.ip\": \"198.51.100.1\", \"destination.ip\": \"192.0.2.1\"}")
                .contains("the addresses in 'destinationip' are read, those in 'sourceip' are not"))
        #expect(try !notices("src_ip,malware\n198.51.100.1,x\n").contains { $0.contains("are read") })
    }

    @Test("is the port of the other end, which is named and narrows nothing")
    func portsOfTheOtherEnd() throws {
        for (text, name) in [
            ("src_ip,dst_port\n192.0.2.1,22\n", "dst_port"), ("dst_ip,src_port\n192.0.2.1,50000\n", "src_port"),
            ("src_ip,src_port,dst_ip\n198.51.100.1,50000,192.0.2.1\n", "src_port"),
            ("{\"source.ip\": \"192.0.2.1\", \"destination.port\": 22}", "destinationport"),
        ] {
            let list = try parse(text)
            #expect(list.prefixes == ["192.0.2.1/32"] && list.entries[0].port == nil, "\(text)")
            #expect(list.notices.first.contains { $0.message.contains("the ports in '\(name)' are not those of") })
        }
        let both = try parse("src_ip,src_port,dst_ip,dst_port\n198.51.100.1,50000,192.0.2.1,443\n")
        #expect(both.entries.map(\.port) == [443] && both.prefixes == ["192.0.2.1/32"])
        #expect(try parse("src_ip,src_port\n192.0.2.1,443\n").entries.map(\.port) == [443])
        #expect(try parse("ip,dst_port\n192.0.2.1,443\n").entries.map(\.port) == [443])
    }

    @Test("is nothing where a column has several addresses in a field")
    func severalAddresses() throws {
        for text in [
            "host,IP address(es)\na.example,192.0.2.1|192.0.2.2|192.0.2.1\n",
            "domain,ips\na.example,\"192.0.2.1, 192.0.2.2\"\n",
        ] {
            #expect(try parse(text).prefixes == ["192.0.2.1/32", "192.0.2.2/32"])
        }
    }

    @Test("is what a header does not say in known words, and no score is taken for a port")
    func unknownHeader() throws {
        let scores = try parse("Adresse;Punkte;Land\n192.0.2.1;7;DE\n192.0.2.2;443;DE\n")
        #expect(scores.prefixes == ["192.0.2.1/32", "192.0.2.2/32"] && scores.refusedCount == 0)
        #expect(scores.entries.allSatisfy { $0.port == nil && $0.labels.isEmpty })
        #expect(scores.notices.first.contains { $0.message.contains("the addresses are those in 'adresse'") })
        #expect(scores.notices.first.contains { $0.message == "the numbers in 'punkte' are not used" })
        let evidence = "\"{\"\"Rule\"\": \"\"C&C, 192.0.2.9\"\"}\""
        let risks = try parse("\"Name\",\"Risk\",\"EvidenceDetails\"\n\"192.0.2.1\",\"95\",\(evidence)\n")
        #expect(risks.prefixes == ["192.0.2.1/32"] && risks.entries[0].port == nil)
        let ports = try parse("SHA256,Domain/IP,Port\n-,evil.example,80\n-,192.0.2.1,443\n")
        #expect(ports.prefixes == ["192.0.2.1/32"] && ports.entries[0].port == 443 && ports.skips.count == 1)
    }

    @Test("is nothing of a list whose lines end with CR alone")
    func carriageReturns() throws {
        for text in ["192.0.2.1\n192.0.2.2\n", "ip,port\n192.0.2.1,443\n192.0.2.2,80\n"] {
            let (list, old) = (try parse(text), try parse(text.replacing("\n", with: "\r")))
            #expect(old.prefixes == ["192.0.2.1/32", "192.0.2.2/32"] && old.entries == list.entries)
            #expect(old.table.places.map { old.place(of: $0) } == list.table.places.map { list.place(of: $0) })
        }
        #expect(try parse("192.0.2.1,1,101\r192.0.2.2,1,101\r192.0.2.3,6,88").prefixes.count == 3)
    }

    @Test("is no protocol that stands behind a port")
    func protocolBehindPort() throws {
        let list = try parse(
            "192.0.2.1:443/tcp\n[2001:db8::1]:53/UDP\n192.0.2.2 53 udp a resolver\n192.0.2.3 tcp\n192.0.2.4 TCP scanner\n"
        )
        let entries = list.entries.map {
            "\($0.prefix.address) \($0.port ?? 0) \($0.transport?.description ?? "-") \($0.labels)"
        }
        #expect(
            entries == [
                "192.0.2.1 443 tcp []", "192.0.2.2 53 udp [\"a resolver\"]", "192.0.2.3 0 tcp []",
                "192.0.2.4 0 - [\"TCP scanner\"]", "2001:db8::1 53 udp []",
            ])
        #expect(refusal(of: "192.0.2.1/tcp\n") != nil)
    }

    @Test("is what stands in an object before its own address as behind it: networks and names of the same thing")
    func nestedBeforeTheAddress() throws {
        for text in [
            "[{\"as_info\": {\"cidr\": \"192.0.0.0/12\"}, \"ip\": \"192.0.2.1\", \"port\": 443}]",
            "[{\"ip\": \"192.0.2.1\", \"port\": 443, \"as_info\": {\"cidr\": \"192.0.0.0/12\"}}]",
            "{\"http\": {\"host\": \"192.0.2.1\"}, \"ip_str\": \"192.0.2.1\", \"port\": 443}",
            "[{\"seen\": {\"first\": 1572960032, \"last\": 1572960039}, \"ip\": \"192.0.2.1\", \"port\": 443}]",
        ] {
            let list = try parse(text)
            #expect(list.prefixes == ["192.0.2.1/32"] && list.entries[0].port == 443, "\(text)")
            #expect(list.refusedCount == 0)
        }
        let keyed = try parse(
            "{\"a\": {\"ip\": \"192.0.2.1\"},\n\"b\": {\"ip\": \"192.0.2.2\"},\n\"c\": [{\"ip\": \"192.0.2.3\"}]}")
        #expect(keyed.prefixes == ["192.0.2.1/32", "192.0.2.2/32", "192.0.2.3/32"])
        #expect(keyed.table.places.map { keyed.place(of: $0) } == (1...3).map { "list, line \($0)" })
    }

    @Test("is nothing of an array of ports in JSON")
    func arrayOfPorts() throws {
        let list = try parse(
            "[{\"ip\": \"192.0.2.1\", \"ports\": [443, \"8443/tcp\"]}, {\"ports\": [], \"ip\": \"192.0.2.2\"}]")
        #expect(list.prefixes == ["192.0.2.1/32", "192.0.2.1/32", "192.0.2.2/32"])
        #expect(list.entries.map(\.port) == [443, 8443, nil])
    }

    @Test("is nothing where MISP answers with a single attribute or object")
    func singleAttribute() throws {
        let attribute = "{\"type\": \"ip-dst\", \"value\": \"192.0.2.1\", \"to_ids\": true}"
        for text in [
            "{\"Attribute\": \(attribute)}", "{\"response\": [{\"Attribute\": \(attribute)}]}",
            "{\"response\": [{\"Object\": {\"name\": \"domain-ip\", \"Attribute\": [\(attribute)]}}]}",
        ] {
            #expect(try parse(text).prefixes == ["192.0.2.1/32"], "\(text)")
        }
    }

    @Test("is nothing of rules whose options all stand in the next line")
    func brokenRules() throws {
        let list = try parse(
            "alert tcp $HOME_NET any -> 192.0.2.1 443 \\\n (msg:\"ET CNC x\"; sid:1;)\n"
                + "alert tcp any any -> any any \\\n (sid:2;)\n")
        #expect(list.format == .rules && list.prefixes == ["192.0.2.1/32"] && list.skips.count == 1)
    }

    @Test("is named where an envelope of TAXII says that more pages follow")
    func pages() throws {
        let objects =
            "\"objects\": [{\"type\": \"indicator\", \"spec_version\": \"2.1\", \"pattern_type\": \"stix\", "
            + "\"pattern\": \"[ipv4-addr:value = '192.0.2.1']\", \"valid_from\": \"2020-01-01T00:00:00Z\"}]"
        let more = try parse("{\"more\": true, \"next\": \"2\", \(objects)}")
        #expect(more.prefixes == ["192.0.2.1/32"])
        #expect(more.notices.first.contains { $0.message.contains("one page of a collection that has more") })
        #expect(try parse("{\"more\": false, \(objects)}").notices.first.allSatisfy { !$0.message.contains("page") })
    }

    @Test("is counted where records lie deeper than those of lists, with the line of the first one")
    func depth() throws {
        let hits = (1...3).map { "{\"_id\": \"\($0)\", \"_doc\": {\"ip\": \"192.0.2.\($0)\"}}" }.joined(
            separator: ",\n")
        let list = try parse("{\"hits\": {\"total\": 3, \"hits\": [\n\(hits)\n]}, \"ip_count\": {\"ip\": null}}")
        #expect(list.entries.isEmpty)
        #expect(list.skips.first.map(\.line) == [2])
        #expect(
            list.skips.first.map(\.message) == [
                "'3 objects from here on': lie deeper than records of lists do, and are not read"
            ])
    }

    @Test("are networks and places that are said of an address in JSON, which are no entries")
    func asides() throws {
        let list = try parse(
            """
            {"ip": "192.0.2.1", "asn": {"route": "192.0.0.0/16", "network": "192.0.0.0/16"},
             "abuse": {"network": "192.0.2.0/24"}, "ports": [{"port": 443, "tls": {"ip": "198.51.100.9"}}]}
            {"geo": {"ip": "198.51.100.1", "netmask": 23}, "ip": "198.51.100.2"}
            """)
        #expect(list.prefixes == ["192.0.2.1/32", "198.51.100.2/32"])
        #expect(list.refusedCount == 0)
    }
}
