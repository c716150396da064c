import Testing

@testable import TextFormats

@Suite("YAML")
struct YAMLReaderTests {
    private static func read(_ text: String) throws(YAMLError) -> YAMLNode? { try YAMLReader.read(Array(text.utf8)) }

    private static func error(_ text: [UInt8]) -> YAMLError? {
        do {
            _ = try YAMLReader.read(text)
            return nil
        } catch {
            return error
        }
    }

    private static func scalar(_ text: String, line: Int, isPlain: Bool = true) -> YAMLNode {
        YAMLNode(line: line, content: .scalar(text, isPlain: isPlain))
    }

    @Test("has scalars, lists and mappings with their lines")
    func structure() throws {
        let text = "# a comment\nstore: census.db\nsniff:\n  interfaces: [eth0, 'any']\n  filter: |\n    not port 22\n"
        let root = try #require(try Self.read(text))
        let interfaces = YAMLNode(
            line: 4, content: .sequence([Self.scalar("eth0", line: 4), Self.scalar("any", line: 4, isPlain: false)]))
        let sniff = YAMLNode(
            line: 4,
            content: .mapping([
                YAMLMember(name: "interfaces", line: 4, value: interfaces),
                YAMLMember(name: "filter", line: 5, value: Self.scalar("not port 22\n", line: 5, isPlain: false)),
            ]))
        #expect(
            root
                == YAMLNode(
                    line: 2,
                    content: .mapping([
                        YAMLMember(name: "store", line: 2, value: Self.scalar("census.db", line: 2)),
                        YAMLMember(name: "sniff", line: 3, value: sniff),
                    ])))
    }

    @Test("reads nothing from nothing", arguments: ["", "\n\n", "# only a comment\n", "---\n...\n", "\u{FEFF}"])
    func empty(text: String) throws {
        let root = try Self.read(text)
        #expect(root.map(\.isNull) ?? true)
    }

    @Test("begins with a byte order mark, or is UTF-16")
    func encodings() throws {
        let expected = try Self.read("store: café.db\n")
        #expect(expected != nil)
        #expect(try YAMLReader.read([0xEF, 0xBB, 0xBF] + Array("store: café.db\n".utf8)) == expected)
        let wide = "\u{FEFF}store: café.db\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try YAMLReader.read(wide) == expected)
    }

    @Test(
        "tells null from words", arguments: [("a:", true), ("a: ~", true), ("a: null", true), ("a: ''", false)])
    func nulls(text: String, isNull: Bool) throws {
        guard case .mapping(let members) = try #require(try Self.read(text)).content else {
            Issue.record("no mapping")
            return
        }
        #expect(members[0].value.isNull == isNull)
    }

    @Test(
        "refuses, with the line",
        arguments: [
            ("a: 1\na: 2\n", 2, "line 1 already"), ("a:\n  b: 1\n  c: 2\n  b: 3\n", 4, "line 2 already"),
            ("a:\n\tb: 1\n", 2, "token"), ("a: 1\n---\nb: 2\n", 2, "second document"),
            ("a: &x 1\n", 1, "anchors"), ("b: 1\na: *x\n", 2, "aliases"), ("a: !!str 1\n", 1, "tags"),
            ("a: !ruby/object {}\n", 1, "tags"), ("? [a, b]\n: 1\n", 1, "a name is a word"),
            ("? {a: b}\n: 1\n", 1, "a name is a word"), ("a: [1, 2\nb: 3\n", 2, ""), ("a: 'x\n", 2, "end of stream"),
            ("a: \"\\q\"\n", 1, "escape"), ("a: b: c\n", 1, "mapping values"),
            ("%YAML 9.9\n---\na: 1\n", 1, "incompatible"),
            ("a: 1\nb: \u{7}\n", 2, "control characters"), ("a: }\n", 1, ""),
        ])
    func refused(text: String, line: Int, words: String) throws {
        let error = try #require(Self.error(Array(text.utf8)))
        #expect(error.line == line)
        #expect(words.isEmpty || error.problem.contains(words), "\(error.problem)")
    }

    @Test("says in which line bytes are no text")
    func noText() {
        #expect(Self.error(Array("a: 1\nb: ".utf8) + [0xFF, 0xFE, 0x0A])?.line == 2)
        #expect(Self.error(Array("a: 1\n\nb: ".utf8) + [0xC3])?.line == 3)
        #expect(Self.error(Array("a: x".utf8) + [0] + Array("y\n".utf8))?.line == 1)
    }

    /// The classical billion laughs: each line would be nine of the one before.
    @Test("does not unfold what stands for more than itself")
    func bomb() throws {
        var text = "a0: &a0 [lol, lol, lol]\n"
        for level in 1...30 {
            let before = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(before)]\n"
        }
        #expect(Self.error(Array(text.utf8))?.line == 1)
    }

    @Test("is not nested without end", arguments: ["[", "{a: ", "- ", "? "])
    func nesting(opening: String) throws {
        let text = String(repeating: opening, count: 200_000)
        #expect(Self.error(Array(text.utf8)) != nil)
        let deep = String(repeating: "[", count: 17) + String(repeating: "]", count: 17)
        #expect(Self.error(Array(deep.utf8))?.problem == "is nested deeper than 16")
        let allowed = String(repeating: "[", count: 16) + String(repeating: "]", count: 16)
        #expect(Self.error(Array(allowed.utf8)) == nil)
    }

    @Test("holds no more values than it may")
    func tooMany() throws {
        let text = "a: [" + String(repeating: "x,", count: 70_000) + "]\n"
        #expect(Self.error(Array(text.utf8))?.problem == "holds more than 65536 values")
    }

    @Test("is read or refused, wherever it is cut, and whichever byte is another one")
    func damage() {
        let text = Array("# c\nstore: \"a\\u00e9\"\nlists: [a, 'b', {c: d}]\nsniff:\n  - x\n  - |\n    y\n".utf8)
        var outcomes = [0, 0]
        for length in 0...text.count { outcomes[Self.error(Array(text[..<length])) == nil ? 0 : 1] += 1 }
        for index in text.indices {
            for byte in [0x00, 0x09, 0x0A, 0x22, 0x26, 0x2A, 0x3A, 0x5B, 0x7D, 0x80, 0xFF] as [UInt8] {
                var changed = text
                changed[index] = byte
                outcomes[Self.error(changed) == nil ? 0 : 1] += 1
            }
        }
        #expect(outcomes[0] > 0 && outcomes[1] > 0)
    }
}
