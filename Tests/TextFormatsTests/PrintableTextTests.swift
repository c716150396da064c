import Testing
import TextFormats

@Suite("Text from outside")
struct PrintableTextTests {
    @Test(
        "is spelt out where it cannot be seen or turns the rest round",
        arguments: [
            ("zeus", "zeus"), ("é\u{1F41B} 中文", "é\u{1F41B} 中文"), ("a\nb\r\tc", "a\\u{A}b\\u{D}\\u{9}c"),
            ("a\u{202E}b\u{2066}c\u{200F}", "a\\u{202E}b\\u{2066}c\\u{200F}"),
            ("\u{0}\u{7F}\u{85}", "\\u{0}\\u{7F}\\u{85}"),
            ("a\u{200B}b\u{FEFF}\u{2028}", "a\\u{200B}b\\u{FEFF}\\u{2028}"), ("a\u{A0}b\u{3000}", "a\\u{A0}b\\u{3000}"),
            ("\u{E000}\u{FFFF}\u{3164}", "\\u{E000}\\u{FFFF}\\u{3164}"),
        ])
    func printable(text: String, expected: String) {
        #expect(text.printable == expected)
    }

    @Test(
        "is not a formula for a spreadsheet, wherever that begins a cell",
        arguments: [
            ("zeus", "zeus"), ("a-b", "a-b"), ("x=1", "x=1"), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"),
            ("@SUM", "'@SUM"),
            ("＝1", "'＝1"), ("a;=1", "a;'=1"), ("a,-1", "a,'-1"), (" =1", " '=1"), ("a; \"=1", "a; \"'=1"),
            ("\t=1", "\\u{9}=1"), ("", ""),
        ])
    func formulas(text: String, expected: String) {
        #expect(text.spreadsheetSafe == expected)
    }

    @Test("is shortened to a number of characters, which is seen")
    func shortened() {
        #expect("abcdef".shortened(to: 6) == "abcdef")
        #expect("abcdefg".shortened(to: 6) == "abcde…")
    }
}
