import Testing

@testable import TextFormats

@Suite("A CSV table")
struct CSVTableTests {
    private func rows(_ text: String, required: [String] = ["a"]) throws -> (rows: [String], problems: [LineProblem]) {
        var table = try CSVTable(Array(text.utf8), required: required, optional: ["b"])
        var (rows, problems): ([String], [LineProblem]) = ([], [])
        while let row = table.next(refusing: { problems.append($0) }) { rows.append("\(row["a"])|\(row["b"])") }
        return (rows, problems)
    }

    @Test("knows its columns by their names, in any order and case, with others among them")
    func columns() throws {
        #expect(try rows("x,B,a\n1,2,3\n").rows == ["3|2"])
        #expect(try rows("\u{FEFF}a\r\n1\r\n").rows == ["1|"])
    }

    @Test("passes over comments and empty lines, above the header too; the header may stand in one")
    func comments() throws {
        #expect(try rows("# assets of 2013\n\na,b\n#1,2\n\n3,4").rows == ["3|4"])
        #expect(try rows("# a,b\n1,2\n").rows == ["1|2"])
    }

    @Test("names lines that have too few or too many fields, or an open quote, and goes on")
    func badLines() throws {
        let (rows, problems) = try rows("a,b\n1\n\"2,3\n4,5,6\n\"7,7\",8\n")
        #expect(rows == ["7,7|8"])
        #expect(
            problems == [
                LineProblem(line: 2, message: "1 fields, where the header names 2"),
                LineProblem(line: 3, message: "a quoted field is not closed: '\"2,3'"),
                LineProblem(line: 4, message: "3 fields, where the header names 2"),
            ])
    }

    @Test("is none without a header that names what is needed, once")
    func header() {
        #expect(throws: CSVTableError.empty) { try rows("\n\n") }
        #expect(throws: CSVTableError.noHeader(line: 2, missing: ["a"])) { try rows("\nb,c\n1,2\n") }
        #expect(throws: CSVTableError.columnTwice(line: 1, name: "a")) { try rows("a,A\n1,2\n") }
    }
}
