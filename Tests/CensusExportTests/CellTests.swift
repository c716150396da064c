import CensusExport
import Foundation
import Testing

@Suite("A cell")
struct CellTests {
    @Test(
        "of CSV is quoted where it holds a comma, a quote or the end of a line, and not elsewhere (RFC 4180)",
        arguments: [
            ("zeus", "zeus"), ("", ""), ("a b", "a b"), ("a;b", "a;b"), ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""), ("\"", "\"\"\"\""), ("\"\"", "\"\"\"\"\"\""),
            ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""), ("a\r\nb", "\"a\r\nb\""), ("é\u{1F41B}", "é\u{1F41B}"),
        ])
    func quoting(text: String, expected: String) {
        #expect(Pair(.text(text)).line(.csv) == expected + ",")
    }

    @Test(
        "of CSV has its quotes doubled where a combining mark follows them too",
        arguments: ["a\"\u{301}b", "\"\u{FE0F}", "\"\u{200D},x"])
    func combinedQuotes(text: String) {
        let line = Pair(.text(text)).line(.csv)
        let quotes = line.utf8.filter { $0 == UInt8(ascii: "\"") }.count
        #expect(quotes == 4)
    }

    @Test("of JSON reads back as the text it was, whatever that holds")
    func escaping() throws {
        var texts = ["", "zeus", "\"", "\\", "\\\"", "/", "é\u{1F41B}", "\u{2028}\u{2029}", "\"\u{301}", "</script>"]
        texts += (0...0x9F).compactMap { Unicode.Scalar($0).map { "a\(String($0))b" } }
        for text in texts {
            let line = Pair(.text(text), .text("next")).line(.jsonl)
            #expect(!line.contains { $0.isNewline && !"\u{85}\u{2028}\u{2029}".contains($0) }, "\(line)")
            let members = try members(line)
            #expect((members["first"] as? String).map { Array($0.utf8) } == Array(text.utf8), "\(line)")
            #expect(members["second"] as? String == "next")
        }
    }

    @Test("of JSON escapes control characters as RFC 8259 section 7 has them")
    func controls() {
        let line = Pair(.text("\0\u{1}\u{8}\t\n\u{C}\r\u{1F}\u{7F}\"\\")).line(.jsonl)
        #expect(
            line == #"{"first":"\u0000\u0001\u0008\t\n\u000c\r\u001f\u007f\"\\","second":null}"#)
    }

    @Test("of a number is written in full")
    func numbers() {
        for (number, text) in [(0, "0"), (1_000_000, "1000000"), (.max, "18446744073709551615")] as [(UInt64, String)] {
            #expect(Pair(.number(number)).line(.csv) == "\(text),")
            #expect(Pair(.number(number)).line(.jsonl) == "{\"first\":\(text),\"second\":null}")
        }
    }

    @Test("without a value is empty in CSV and null in JSON")
    func empty() throws {
        #expect(Pair(.empty, .empty).line(.csv) == ",")
        #expect(Pair(.empty, .empty).line(.jsonl) == "{\"first\":null,\"second\":null}")
        #expect(Pair(.text("")).line(.jsonl) == "{\"first\":\"\",\"second\":null}")
    }

    @Test(
        "of a share has six digits, cut and not rounded, so that 1 stands for a whole only",
        arguments: [
            (0, "0.000000"), (1, "1.000000"), (0.5, "0.500000"), (0.999_999_9, "0.999999"), (2.0 / 3, "0.666666"),
            (0.000_000_9, "0.000000"), (0.000_001_5, "0.000001"), (-0.5, "0.000000"), (1.5, "1.000000"),
        ] as [(Double, String)])
    func shares(share: Double, text: String) throws {
        #expect(Pair(.share(share)).line(.csv) == "\(text),")
        #expect(Pair(.share(share)).line(.jsonl) == "{\"first\":\(text),\"second\":null}")
    }

    @Test("of a share that has no more than six digits shows all of them")
    func exactShares() {
        let wrong = (0...80).filter { part in
            let millionths = part * 12_500
            let digits = String(1_000_000 + millionths % 1_000_000).dropFirst()
            return Pair(.share(Double(part) / 80)).line(.csv) != "\(millionths / 1_000_000).\(digits),"
        }
        #expect(wrong.isEmpty)
    }
}
