import TextFormats

/// A table in plain text, of at most `width` columns: words to the left, numbers to the right.
package struct TextTable {
    enum Alignment {
        case left
        case right
    }

    /// What a line of a report holds at most.
    package static let width = 72
    private static let gap = 2

    private let alignments: [Alignment]
    private var lines: [[String]]
    /// What is said behind each line; empty where nothing is.
    private var details = [""]

    /// - Parameter columns: what stands above each; text of the first that is too long for it takes further lines.
    init(_ columns: [(heading: String, alignment: Alignment)]) {
        alignments = columns.map(\.alignment)
        lines = [columns.map(\.heading)]
    }

    /// - Parameters:
    ///   - cells: printable text, one for each column.
    ///   - detail: what follows in lines of its own, indented.
    mutating func add(_ cells: [String], detail: String = "") {
        lines.append(cells)
        details.append(detail)
    }

    var text: String {
        var widths = alignments.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        let others = widths.dropFirst().reduce(0) { $0 + $1 + Self.gap }
        widths[0] = min(widths[0], max(8, Self.width - others))
        return zip(lines, details).map { cells, detail in
            texts(of: cells, widths).map { $0 + "\n" }.joined() + Self.indented(detail)
        }.joined()
    }

    private static func indented(_ text: String) -> String {
        text.isEmpty
            ? ""
            : text.wrapped(to: width - 2).split(separator: "\n").flatMap { String($0).cut(to: width - 2, indent: "") }
                .map { "  \($0)\n" }.joined()
    }

    /// The lines that a row takes: what follows in the first column stands indented.
    private func texts(of cells: [String], _ widths: [Int]) -> [String] {
        let blanks = String(cells[0].prefix { $0 == " " })
        let parts = cells[0].cut(to: widths[0], indent: blanks + "  ")
        return [line(of: [parts[0]] + cells.dropFirst(), widths)] + parts.dropFirst()
    }

    private func line(of cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, zip(widths, alignments)).map { cell, column in
            let blanks = String(repeating: " ", count: max(0, column.0 - cell.count))
            return column.1 == .left ? cell + blanks : blanks + cell
        }
        let line = padded.joined(separator: String(repeating: " ", count: Self.gap))
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}

extension String {
    /// The text in lines of at most `width` characters, cut between words; a word that is longer has a line of its own.
    func wrapped(to width: Int = TextTable.width, indent: String = "") -> String {
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? (lines.isEmpty ? "" : indent) + word : " " + word
        }
        lines.append(line)
        return lines.map { $0 + "\n" }.joined()
    }

    /// The text in lines of at most `width` characters, cut behind a blank where there is one in the later half; further lines
    /// begin with `indent`.
    fileprivate func cut(to width: Int, indent: String) -> [String] {
        var (lines, rest) = ([String](), Substring(self))
        while rest.count > max(width, indent.count + 1) {
            let most = rest.index(rest.startIndex, offsetBy: max(width, indent.count + 1))
            let half = rest.index(rest.startIndex, offsetBy: max(width, indent.count + 1) / 2)
            let blank = rest[half..<most].lastIndex(of: " ")
            lines.append(String(rest[..<(blank ?? most)]))
            rest = Substring(indent + rest[(blank.map { rest.index(after: $0) } ?? most)...])
        }
        return lines + [String(rest)]
    }
}
