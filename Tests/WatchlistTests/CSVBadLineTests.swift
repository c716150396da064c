import NetworkTypes
import Testing
import TextFormats
import Watchlist

@Suite("A bad line of a CSV list")
struct CSVBadLineTests {
    /// A list of one line in question, behind good lines enough to save the list.
    private func list(header: String, good: String, line: String) throws -> ParsedList {
        try parse(header + "\n" + String(repeating: good + "\n", count: 20) + line + "\n")
    }

    @Test(
        "is refused for a value that is none of its column, and named with it",
        arguments: [
            ("port", "0"), ("port", "-1"), ("port", "65536"), ("port", "http"), ("port", "80 81"), ("port", "4.5"),
            ("protocol", "256"), ("protocol", "http"), ("protocol", "-6"), ("class", "botnet"), ("class", "c3"),
            ("confidence", "101"), ("confidence", "-1"), ("confidence", "high"), ("confidence", "75%"),
            ("confidence", "0.5"), ("valid_from", "yesterday"), ("valid_from", "2013-02-30"),
            ("valid_from", "31.05.2013"), ("valid_until", "never"), ("valid_until", "2013-13"),
        ])
    func badValues(column: String, value: String) throws {
        let list = try list(header: "address,\(column)", good: "198.51.100.1,", line: "192.0.2.1,\(value)")
        #expect(list.entries.count == 20)
        #expect(list.refused == [LineProblem(line: 22, message: "'\(value)' is not a value for '\(column)'")])
    }

    @Test("is refused for an address that is missing or none")
    func badAddress() throws {
        let missing = try list(header: "port,address", good: "1,198.51.100.1", line: "80,")
        #expect(missing.refused == [LineProblem(line: 22, message: "the field 'address' is empty")])
        let bad = try list(header: "port,address", good: "1,198.51.100.1", line: "80,example")
        #expect(
            bad.refused == [
                LineProblem(line: 22, message: "'example' is neither an IPv4 or IPv6 address nor a prefix")
            ])
    }

    @Test("is refused for too few or too many fields", arguments: [("192.0.2.1", 1), ("192.0.2.1,80,x", 3)])
    func fieldCount(line: String, count: Int) throws {
        let list = try list(header: "address,port", good: "198.51.100.1,1", line: line)
        #expect(list.refused == [LineProblem(line: 22, message: "\(count) fields, where the header names 2")])
    }

    @Test(
        "is refused for a quote that is not closed or has something behind it", arguments: ["\"x", "\"x\"y", "\"x\"\""])
    func openQuotes(field: String) throws {
        let list = try list(header: "address,label", good: "198.51.100.1,a", line: "192.0.2.1,\(field)")
        #expect(list.refused.map(\.line) == [22])
        #expect(list.refused.first?.message.hasPrefix("a quoted field is not closed") == true)
    }

    @Test("is refused when it ends before it begins to hold, or at that instant")
    func emptyValidity() throws {
        for until in ["2013-01-01", "2012-12-31"] {
            let list = try list(
                header: "address,valid_from,valid_until", good: "198.51.100.1,,", line: "192.0.2.1,2013-01-01,\(until)")
            #expect(list.refused == [LineProblem(line: 22, message: "valid_until is not after valid_from")])
        }
    }

    @Test(
        "is refused for a number with a sign", arguments: [("port", "+80"), ("confidence", "+75"), ("protocol", "+6")])
    func signs(column: String, value: String) throws {
        let list = try list(header: "address,\(column)", good: "198.51.100.1,", line: "192.0.2.1,\(value)")
        #expect(list.refusedCount == 1)
    }

    @Test("that is refused is not counted among those taken with a change")
    func changedAndRefused() throws {
        let list = try list(header: "address,port", good: "198.51.100.1,1", line: "192.0.2.77/24,0")
        #expect(list.refused.map(\.line) == [22])
        #expect(list.changedCount == 0)
    }

    @Test("is not made by a comment of any kind that the lines before the header may have")
    func comments() throws {
        let hash = try list(header: "; x\n// y\n# z\naddress,port", good: "198.51.100.1,1", line: "# x")
        #expect(hash.refusedCount == 0)
        for comment in ["; x", "// y"] {
            let list = try list(header: "address,port", good: "198.51.100.1,1", line: comment)
            #expect(list.refusedCount == 0)
        }
    }

    @Test("names the first of several bad values, the same one in every run")
    func severalBadValues() throws {
        var messages: Set<String> = []
        for number in 0..<64 {
            // Another label gives the dictionary of fields another history.
            let list = try list(
                header: "address,label,port,protocol,class", good: "198.51.100.1,,,,",
                line: "192.0.2.1,\(number),bad,bad,bad")
            messages.formUnion(list.refused.map(\.message))
        }
        #expect(messages == ["'bad' is not a value for 'port'"])
    }
}
