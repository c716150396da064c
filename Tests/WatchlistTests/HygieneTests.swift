import CensusModel
import NetworkTypes
import Testing
import TextFormats

@testable import Watchlist

@Suite("Hygiene")
struct HygieneTests {
    private func rules(
        internal networks: String = "10.1.0.0/16", allowing allowlist: String? = nil, allowsWide: Bool = false,
        listTime: ListTime = .dated
    ) throws -> HygieneRules {
        let prefixes = networks.split(separator: ",").compactMap { IPPrefix.parse($0.utf8)?.prefix }
        return HygieneRules(
            internalNetworks: PrefixSet(prefixes), allowlists: try allowlist.map { [try parse($0)] } ?? [],
            allowsWide: allowsWide, listTime: listTime)
    }

    private func cleaned(_ text: String, _ rules: HygieneRules) throws -> ParsedList {
        var list = try parse(text)
        try list.clean(rules)
        return list
    }

    @Test(
        "drops what no origin can have, and names the line, the block and its RFC",
        arguments: [
            ("0.1.2.3", "0.0.0.0/8, this network (RFC 791)"), ("127.0.0.1", "127.0.0.0/8, loopback (RFC 1122)"),
            ("169.254.1.0/24", "169.254.0.0/16, link-local (RFC 3927)"),
            ("192.0.0.8", "192.0.0.0/24, IETF protocol assignments (RFC 6890)"),
            ("224.0.0.1", "224.0.0.0/4, multicast (RFC 5771)"), ("250.0.0.0/8", "240.0.0.0/4, reserved (RFC 1112)"),
            ("255.255.255.255", "255.255.255.255/32, limited broadcast (RFC 919)"),
            ("::", "::/128, unspecified (RFC 4291)"), ("::1", "::1/128, loopback (RFC 4291)"),
            ("fe80::1", "fe80::/10, link-local (RFC 4291)"), ("ff02::1", "ff00::/8, multicast (RFC 4291)"),
        ])
    func dropped(text: String, place: String) throws {
        let list = try cleaned("9.9.9.9\n\(text)\n9.9.9.10\n", rules())
        #expect(list.prefixes == ["9.9.9.9/32", "9.9.9.10/32"])
        #expect(list.drops.first == [LineProblem(line: 2, message: "\(text) lies in \(place)")])
        #expect(list.table.places.map { list.table.line(at: $0) } == [1, 3])
    }

    @Test(
        "keeps, and names, space that laboratories, examples and other networks use",
        arguments: [
            "10.2.3.4", "100.89.84.59", "172.16.0.1", "192.168.1.1", "192.0.2.1", "198.51.100.0/24", "203.0.113.9",
            "198.18.0.1", "2001:db8::1", "3fff::1", "fc00::1", "2001::1", "2002::1", "64:ff9b:1::1", "192.0.0.9",
        ])
    func kept(text: String) throws {
        let list = try cleaned(text, rules())
        #expect(list.entries.count == 1)
        #expect(list.notices.first.map(\.line) == [1])
        #expect(list.notices.first.first?.message.contains("(RFC ") == true)
        #expect(list.drops.count == 0)
    }

    @Test("says nothing about the rest of the world")
    func clean() throws {
        let list = try cleaned("8.8.8.9\n45.0.0.0/8\n2c00::/19\n2606:4700::1\n", rules())
        #expect(list.entries.count == 4)
        #expect(list.notices.count == 0 && list.drops.count == 0 && list.changedCount == 0)
    }

    @Test("every block of the registries is well formed, and inner blocks stand before outer ones")
    func registries() {
        let all = SpecialPurposeBlock.all
        #expect(all.count == 39)
        for (place, block) in all.enumerated() {
            for later in all[(place + 1)...] where later.prefix.meets(block.prefix) {
                #expect(later.prefix.length < block.prefix.length, "\(later.prefix) behind \(block.prefix)")
            }
        }
    }

    @Test("drops our own networks, and keeps a prefix that covers some of them")
    func internalNetworks() throws {
        let list = try cleaned(
            "10.1.2.3\n10.1.0.0/16\n10.0.0.0/8\n2a00:1::1\n", rules(internal: "10.1.0.0/16,2a00:1::/32"))
        #expect(list.prefixes == ["10.0.0.0/8"])
        #expect(list.drops.first.map(\.line) == [1, 2, 4])
        #expect(list.notices.first.map(\.line).contains(3))
    }

    @Test("drops prefixes wider than /8 and /19, unless they are allowed")
    func wide() throws {
        let text = "8.0.0.0/7\n9.0.0.0/8\n2a00::/18\n2a00::/19\n1.0.0.0-3.255.255.255\n"
        let list = try cleaned(text, rules())
        #expect(list.prefixes == ["9.0.0.0/8", "1.0.0.0/8", "2a00::/19"])
        #expect(list.drops.first.map(\.line) == [1, 5, 3])
        #expect(try cleaned(text, rules(allowsWide: true)).entries.count == 6)
    }

    @Test("leaves out what an allowlist holds, and cuts it out of what is wider; says which line allows it")
    func allowlists() throws {
        let list = try cleaned(
            "8.8.8.8\n8.8.4.0/30\n9.9.9.9\n2606:4700::1\n", rules(allowing: "8.8.8.0/24\n8.8.4.1\n2606:4700::/32\n"))
        #expect(list.prefixes == ["8.8.4.0/32", "8.8.4.2/31", "9.9.9.9/32"])
        #expect(
            list.exclusions.first.map(\.description) == [
                "line 1: 8.8.8.8 is allowed by list, line 1", "line 4: 2606:4700::1 is allowed by list, line 3",
            ])
        #expect(list.changed.map(\.line) == [2])
        #expect(list.table.places.map { list.table.line(at: $0) } == [2, 2, 3])
        #expect(list.drops.count == 0)
    }

    @Test("takes a MISP warninglist for an allowlist")
    func warninglist() throws {
        let allowed = try Fixtures.list("misp-warninglist.json")
        var list = try parse("1.1.1.1\n9.9.9.77\n1.1.1.2\n")
        try list.clean(
            HygieneRules(
                internalNetworks: .defaultInternal, allowlists: [allowed], allowsWide: false, listTime: .dated))
        #expect(list.prefixes == ["1.1.1.2/32"])
    }

    @Test("applies dates, passes over them, or leaves out what has none, as asked")
    func listTime() throws {
        let text = "address,valid_from\n8.8.8.8,2013-01-01\n8.8.4.4,\n"
        #expect(try cleaned(text, rules()).entries.map(\.validity.from) == [time("2013-01-01"), Validity.always.from])
        #expect(try cleaned(text, rules(listTime: .ignore)).entries.map(\.validity) == [.always, .always])
        let undated = try cleaned(text, rules(listTime: .ignore)).table
        #expect(Watchlist(undated).entryCount == 2, "entries that say the same once dates are gone")
        let strict = try cleaned(text, rules(listTime: .strict))
        #expect(strict.prefixes == ["8.8.8.8/32"])
        #expect(strict.exclusions.first == [LineProblem(line: 3, message: "8.8.4.4 has no dates")])
    }

    @Test("names entries that are equal and of different classes, and counts the class that goes before the others")
    func contradictions() throws {
        let one = try ListParser.parse(
            Array("address,class,port\n8.8.8.8,sinkhole,\n8.8.4.4,sinkhole,80\n".utf8), name: "a")
        let other = try ListParser.parse(Array("8.8.8.8\n8.8.4.4\n".utf8), name: "b")
        #expect(
            Contradiction.find(in: [one, other], limit: 10).first.map(\.description) == [
                "b, line 1: 8.8.8.8 is c2 here, and sinkhole in a, line 2: counted as sinkhole"
            ])
        #expect(Contradiction.find(in: [other, other], limit: 10).first.isEmpty)
        let later = try ListParser.parse(
            Array("address,class,valid_from,valid_until\n8.8.8.8,c2,,2013\n8.8.8.8,sinkhole,2013,\n".utf8), name: "c")
        #expect(Contradiction.find(in: [later], limit: 10).first.isEmpty, "one after the other is none")
    }

    @Test(
        "leaves public resolvers out of feeds, cuts them out of blocks, and keeps and names them in lists of one's own")
    func publicServices() throws {
        let feed = try cleaned("; Spamhaus\n8.8.8.8 ; SBL1\n9.9.9.8/31 ; SBL2\n45.1.2.3 ; SBL3\n", rules())
        #expect(feed.prefixes == ["9.9.9.8/32", "45.1.2.3/32"])
        #expect(feed.drops.first.map(\.line) == [2] && feed.changed.map(\.line) == [3])
        for text in ["8.8.8.8\n", "address\n8.8.8.8\n"] {
            let own = try cleaned(text, rules())
            #expect(own.prefixes == ["8.8.8.8/32"])
            #expect(own.notices.first.first?.message.contains("public resolver of Google") == true)
        }
    }
}
