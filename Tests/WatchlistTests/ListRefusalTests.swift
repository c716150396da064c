import TestSupport
import Testing
import TextFormats
import TrafficSimulation
import Watchlist

@Suite("A list that is none")
struct ListRefusalTests {
    private func lines(good: Int, bad: Int) -> String {
        String(repeating: "192.0.2.1\n", count: good) + String(repeating: "bad\n", count: bad)
    }

    @Test("is refused when more than one line in ten is bad, comments and blank lines not counted")
    func tooManyBadLines() {
        let first = LineProblem(line: 19, message: "'bad' is neither an IPv4 or IPv6 address nor a prefix")
        #expect(refusal(of: lines(good: 18, bad: 2)) == nil)
        #expect(refusal(of: lines(good: 18, bad: 3)) == .tooManyBadLines(bad: 3, of: 21, first: first))
        #expect(refusal(of: lines(good: 9, bad: 1)) == nil)
        #expect(refusal(of: lines(good: 8, bad: 1) + "# x\n\n// y\n") != nil)
        #expect(refusal(of: "bad") != nil)
        #expect(refusal(of: lines(good: 900, bad: 100)) == nil)
        #expect(refusal(of: lines(good: 900, bad: 101)) != nil)
    }

    @Test("says which list, how many lines, and the first of them")
    func message() {
        let error = #expect(throws: WatchlistError.self) { try parse("192.0.2.1\nbad\n") }
        #expect(
            error?.description == "list: 1 of 2 lines do not parse, more than one in ten; refused. The first: "
                + "line 2: 'bad' is neither an IPv4 or IPv6 address nor a prefix")
    }

    @Test(
        "is refused as a page when it begins with markup",
        arguments: [
            "<!DOCTYPE html><html></html>", "<html>\n192.0.2.1\n", "\n\n  <?xml version=\"1.0\"?>",
            "\u{FEFF}<html>", "\t<h1>Log in</h1>",
        ])
    func markup(text: String) {
        #expect(refusal(of: text) == .markup)
    }

    @Test(
        "is refused with what to do where it is XML of indicators",
        arguments: [
            "<?xml version=\"1.0\"?>\n<ioc xmlns=\"http://schemas.mandiant.com/2010/ioc\"></ioc>",
            "<stix:STIX_Package xmlns:stix=\"http://stix.mitre.org/stix-1\"></stix:STIX_Package>",
        ])
    func indicators(text: String) {
        #expect(refusal(of: text) == .indicatorsInXML)
    }

    @Test(
        "is refused as JSON that is not a list",
        arguments: ["{\"objects\": []}", "[\"a\"]", "\n {", "\u{FEFF}["])
    func json(text: String) {
        guard case .unknownFormat(let hint) = refusal(of: text) else {
            Issue.record("\(text) was not refused as an unknown format")
            return
        }
        #expect(hint.contains("JSON"))
    }

    @Test("is refused as binary at a control character in its first line, and at a NUL wherever that is")
    func binary() throws {
        let lines = lines(good: 100, bad: 0)
        for byte in UInt8.min...127 where byte < 32 || byte == 127 {
            let isBlank = [9, 10, 13].contains(byte)
            let first = [byte, 10] + Array(lines.utf8)
            let last = Array(lines.utf8) + [byte, 10]
            for (bytes, offset) in [(first, isBlank ? nil : 0), (last, byte == 0 ? 1_000 : nil)] {
                if let offset {
                    #expect(throws: WatchlistError(list: "list", problem: .binary(offset: offset))) {
                        try ListParser.parse(bytes, name: "list")
                    }
                } else {
                    #expect(throws: Never.self) { try ListParser.parse(bytes, name: "list") }
                }
            }
        }
    }

    @Test("is read with a control character in a label, which somebody had a feed publish, as a blank")
    func controlCharacterInLabel() throws {
        let list = try parse("address,label\n192.0.2.1,Bot\n192.0.2.2,\u{1B}[31mBot\u{7}\n192.0.2.3,Bot\n")
        #expect(list.entries.map(\.labels) == [["Bot"], ["[31mBot"], ["Bot"]])
    }

    @Test("is refused as binary when it is compressed, a capture, or UTF-16 without a mark")
    func otherFiles() {
        for (bytes, offset) in [
            ([0x1F, 0x8B, 0x08, 0x00], 0), ([0xD4, 0xC3, 0xB2, 0xA1, 0x02, 0x00], 4),
            ([0x31, 0x00, 0x39, 0x00], 1), ([0x50, 0x4B, 0x03, 0x04], 2),
        ] as [([UInt8], Int)] {
            #expect(throws: WatchlistError(list: "list", problem: .binary(offset: offset))) {
                try ListParser.parse(bytes, name: "list")
            }
        }
    }

    @Test("is told from one that only mentions markup or JSON in a comment")
    func comments() throws {
        #expect(try parse("# <html> { [\n192.0.2.1\n").entries.count == 1)
    }

    @Test("never makes the parser crash, whatever bytes it is made of")
    func noise() {
        var random = SeededGenerator()
        let words = [
            "192.0.2.1", "2001:db8::/32", ",", "\"", "\n", "\r\n", "address", "port", "valid_from", "#", "//", ";", "/",
            "443", "tcp", "2013", "\u{FEFF}", " ", "99999999999", "é", "<", "{",
        ]
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...30, using: &random)
            let text = (0..<count).compactMap { _ in words.randomElement(using: &random) }.joined()
            if let list = try? parse(text) { #expect(list.refusedCount * 9 <= list.entries.count + list.skips.count) }
        }
    }
}

@Suite("List version")
struct ListVersionTests {
    @Test("is the SHA-256 of the bytes in hexadecimal (FIPS 180-4)")
    func digest() throws {
        #expect(try parse("").version == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(try parse("192.0.2.1\n").version != parse("192.0.2.1").version)
        #expect(try parse("192.0.2.1\n").version.count == 64)
    }
}
