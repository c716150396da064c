import CensusModel
import NetworkTypes
import Testing
import TextFormats
import Watchlist

@Suite("Plain list")
struct PlainListTests {
    /// Good lines enough that a bad one does not refuse the list.
    private let padding = (1...20).map { "198.51.100.\($0)\n" }.joined()

    @Test("holds an address or prefix a line, of either version")
    func lines() throws {
        let list = try parse("192.0.2.1\n198.51.100.0/24\n2001:db8::1\n2001:db8:1::/48\n")
        #expect(list.prefixes == ["192.0.2.1/32", "198.51.100.0/24", "2001:db8::1/128", "2001:db8:1::/48"])
        #expect(list.refusedCount == 0 && list.changedCount == 0)
        let entry = try #require(list.entries.first)
        #expect(entry.threatClass == .c2)
        #expect(entry.port == nil && entry.transport == nil && entry.confidence == nil)
        #expect(entry.labels.isEmpty && entry.sources.isEmpty && entry.validity == .always)
    }

    @Test(
        "may have comments of every kind, on their own or behind an address",
        arguments: [
            "# 192.0.2.9\n192.0.2.1", "; 192.0.2.9\n192.0.2.1", "// 192.0.2.9\n192.0.2.1", " \t# x\n192.0.2.1",
            "192.0.2.1 # x", "192.0.2.1# x", "192.0.2.1 ; SBL1", "192.0.2.1;SBL1", "192.0.2.1 // x", "192.0.2.1\t//x",
            "192.0.2.1 # x ; y // z", "#\n;\n//\n192.0.2.1\n#",
        ])
    func comments(text: String) throws {
        let list = try parse(text)
        #expect(list.prefixes == ["192.0.2.1/32"])
        #expect(list.refusedCount == 0)
    }

    @Test("takes two slashes for a comment only where the line begins or behind a blank")
    func slashes() throws {
        let list = try parse(padding + "192.0.2.1//24\n192.0.2.0/24 //24\n")
        #expect(list.prefixes.last == "192.0.2.0/24")
        #expect(list.refused.map(\.line) == [21])
    }

    @Test("may have CRLF or LF ends, a byte-order mark, blanks, tabs and blank lines")
    func lineEnds() throws {
        for text in [
            "192.0.2.1\r\n192.0.2.2\r\n", "192.0.2.1\n192.0.2.2", "\u{FEFF}192.0.2.1\n192.0.2.2\n",
            "\n \n\t\n192.0.2.1\n\r\n  192.0.2.2\t \n\n", "\u{FEFF}# x\r\n192.0.2.1 # y\r\n192.0.2.2",
        ] {
            let list = try parse(text)
            #expect(list.prefixes == ["192.0.2.1/32", "192.0.2.2/32"], "\(text.debugDescription)")
            #expect(list.refusedCount == 0)
        }
    }

    @Test(
        "without a line that is not a comment is a list of nothing",
        arguments: ["", "\n", "\u{FEFF}", "# a\n; b\n// c"])
    func empty(text: String) throws {
        let list = try parse(text)
        #expect(list.entries.isEmpty && list.refusedCount == 0)
    }

    @Test("clears host bits and notes the line")
    func hostBits() throws {
        let list = try parse("# x\n\n192.0.2.77/24\r\n2001:db8::1/32\n192.0.2.1/32\n")
        #expect(Set(list.prefixes) == ["192.0.2.0/24", "2001:db8::/32", "192.0.2.1/32"])
        #expect(list.changedCount == 2)
        #expect(
            list.changed.map(\.description) == [
                "line 3: '192.0.2.77/24' has bits set behind its length: taken as 192.0.2.0/24",
                "line 4: '2001:db8::1/32' has bits set behind its length: taken as 2001:db8::/32",
            ])
        #expect(list.refusedCount == 0)
    }

    @Test("refuses a bad line with its number and text, and loads the others")
    func badLines() throws {
        let list = try parse("# list\n" + padding + "\nexample # no address\r\n192.0.2.1")
        #expect(list.entries.count == 21)
        #expect(list.refusedCount == 1)
        #expect(
            list.refused.map(\.description) == [
                "line 23: 'example' is neither an IPv4 or IPv6 address nor a prefix"
            ])
    }

    @Test(
        "refuses lines that are no address",
        arguments: [
            "192.0.2", "192.0.2.256", "192.0.2.1/33", "2001:db8::/129", "192.0.2.1 80 443", "192.0.2.1 x 192.0.2.2",
            "192.0.2.1; 192.0.2.2; x",
            "192.0.2.1 0", "192.0.2.1 70000", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:", "192.0.2.9-192.0.2.1",
            "fe80::1%eth0",
            "192.0.2.1\u{A0}", "é",
        ])
    func refusedLines(text: String) throws {
        let list = try parse(padding + text + "\n")
        #expect(list.entries.count == 20)
        #expect(list.refused.map(\.line) == [21])
    }

    @Test(
        "takes every entry of a line, whatever stands between them",
        arguments: [
            "192.0.2.1; 198.51.100.2", "192.0.2.1;198.51.100.2", "192.0.2.1, 198.51.100.2", "192.0.2.1 198.51.100.2",
            "192.0.2.1|198.51.100.2", "192.0.2.1;198.51.100.2;", "192.0.2.1, evil.example, 198.51.100.2",
        ])
    func severalEntries(text: String) throws {
        let list = try parse(padding + text + "\n")
        #expect(list.prefixes.suffix(2) == ["192.0.2.1/32", "198.51.100.2/32"])
        #expect(list.refusedCount == 0)
    }

    @Test("takes a number behind an address for its port, and words for its label")
    func described() throws {
        let list = try parse(padding + "192.0.2.1 443\n192.0.2.0/24   Private IP space\n192.0.2.2\t80 tcp\n")
        let entries = Array(list.entries.suffix(3))
        #expect(entries.map(\.port) == [443, nil, 80])
        #expect(entries.map(\.labels) == [[], ["Private IP space"], []])
        #expect(entries[2].transport == .tcp)
    }

    @Test("takes netmasks, and the two ends of a block, for what they mean")
    func blocks() throws {
        let list = try parse(padding + "192.0.2.0 255.255.255.0\n192.0.2.0,255.255.255.128\n203.0.113.0 203.0.113.63\n")
        #expect(list.prefixes.suffix(3) == ["192.0.2.0/24", "192.0.2.0/25", "203.0.113.0/26"])
        #expect(list.changed.map(\.line) == [23])
    }

    @Test(
        "passes over things of other kinds, and counts them",
        arguments: [
            ("evil.example", "domain"), ("*.evil.example", "domain"), ("||evil.example^", "domain"),
            ("evil[.]example", "domain"),
            ("evil.example:443", "domain"), ("0.0.0.0 evil.example", "domain"), ("http://192.0.2.1/a", "URL"),
            ("hxxps[:]//evil[.]example/", "URL"), ("192.0.2.1/gate.php", "URL"), ("/gate.php", "URL"),
            ("5f4dcc3b5aa765d61d8327deb882cf99", "hash"), ("someone@evil.example", "e-mail address"),
            ("AS64500", "autonomous system"), ("\"7\",\"2024-01-01\",\"http://evil.example/x\",\"online\"", "URL"),
        ])
    func otherKinds(text: String, kind: String) throws {
        let list = try parse(padding + text + "\n")
        #expect(list.skips.count == 1 && list.refusedCount == 0)
        #expect(list.skips.reasons.keys.first == "is not an address (\(kind))")
        #expect(list.entries.count == 20)
    }

    @Test("shortens the text of a refused line, and replaces what is not UTF-8")
    func messages() throws {
        let long = try parse(padding + String(repeating: "x", count: 100) + "\n")
        #expect(long.refused.first?.message.hasPrefix("'\(String(repeating: "x", count: 80))…' is") == true)
        let bytes = try ListParser.parse(Array(padding.utf8) + [0x80, 0xFF], name: "list")
        #expect(bytes.refused.first?.message.hasPrefix("'\u{FFFD}\u{FFFD}'") == true)
    }

    @Test("names the first twenty refused and changed lines, and counts all")
    func manyLines() throws {
        let good = (0..<300).map { "198.51.\($0 / 256).\($0 % 256)\n" }.joined()
        let bad = String(repeating: "bad\n", count: 25)
        let changed = String(repeating: "192.0.2.1/24\n", count: 30)
        let list = try parse(good + bad + changed)
        #expect(list.refusedCount == 25 && list.changedCount == 30)
        #expect(list.refused.map(\.line) == Array(301...320))
        #expect(list.changed.map(\.line) == Array(326...345))
    }
}
