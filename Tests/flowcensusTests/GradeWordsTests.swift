import HourlyRollup
import Testing

@Suite("What a grade means")
struct GradeWordsTests {
    /// Words without the ends of lines between them.
    private func joined(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test("is one line, in the same words in the README, the documentation, the report, and the help of every command")
    func words() throws {
        let files = try ReportFiles()
        let texts = try ["export", "flows", "report", "notify"].map { try CommandRun([$0, "--help"]).output }
        let reports = try ["text", "html", "json"].map { try files.report("--format", $0).output }
        for grade in Grade.allCases {
            let row = "| `\(grade.name)` | \(grade.meaning) | \(grade >= .attempted ? "yes" : "no") |\n"
            for file in ["README.md", "Sources/flowcensus/Documentation.docc/Counting.md"] {
                #expect(try Repository.text(file).contains(row), "\(file)")
            }
            for text in texts { #expect(text.contains("  \(grade.name) ") && text.contains(grade.meaning + "\n")) }
            for text in reports { #expect(joined(text).contains(grade.meaning)) }
        }
    }
}
