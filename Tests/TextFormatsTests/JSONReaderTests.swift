import Testing
import TextFormats

@Suite("The JSON reader")
struct JSONReaderTests {
    private struct Damage: Error {}

    private func reader(_ text: String) -> JSONReader<Damage> {
        var rest = Array(text.utf8)
        return JSONReader(
            { () throws(Damage) in
                defer { rest = [] }
                return rest
            }, damage: { _, _ in Damage() })
    }

    private func value(_ text: String) throws -> JSONValue {
        let json = reader(text)
        let value = try json.value()
        try json.finish()
        return value
    }

    @Test("reads every kind of value (RFC 8259)")
    func kinds() throws {
        #expect(
            try value(#" {"a": [1, -2.5e3, true, false, null, "x"], "b": {}} "#)
                == .object([
                    (
                        "a",
                        .array([.number("1"), .number("-2.5e3"), .boolean(true), .boolean(false), .null, .string("x")])
                    ),
                    ("b", .object([])),
                ]))
    }

    @Test("reads escapes, pairs of surrogates among them")
    func escapes() throws {
        #expect(try value(#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#) == .string("\"\\/\u{8}\u{C}\n\r\té😀"))
        #expect(try value(#""\ud83dx""#) == .string("\u{FFFD}x"))
    }

    @Test("keeps the beginning of a long string")
    func longString() throws {
        let text = try value("\"\(String(repeating: "x", count: 100_000))\"").text
        #expect(text?.count == JSONReader<Damage>.maximumStringLength)
    }

    @Test(
        "refuses what is not JSON",
        arguments: [
            "", "{", "[", "\"", "[1", "[1,", "[1,]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}",
            "{a:1}",
            "tru", "nul", "+", "1x", "\"\\x\"", "\"\\u12g4\"", "\"a\nb\"", "[1 2]", "{} {}", "]", ",",
        ])
    func malformed(text: String) {
        #expect(throws: Damage.self) { try value(text) }
    }

    @Test("skips a value as it reads it, and keeps count of lines")
    func skipping() throws {
        let json = reader("{\n\"a\": [1, {\"x\": \"y\\\"\"}],\n\"b\": 2\n}\n")
        var seen: [String] = []
        try json.forEachMember { name throws(Damage) in
            seen.append("\(name) \(json.line)")
            try json.skip()
        }
        try json.finish()
        #expect(seen == ["a 2", "b 3"])
    }
}
