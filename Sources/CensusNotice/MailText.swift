import CensusReport

/// Plain text of lines that are short enough for mail; only single words that are longer than a line stay whole.
struct MailText {
    private(set) var text = ""

    /// A line as it is.
    mutating func line(_ line: String = "") {
        text += line + "\n"
    }

    /// A heading, with a blank line on both sides.
    mutating func heading(_ heading: String) {
        text += "\n\(heading)\n\n"
    }

    /// Words, broken into lines.
    ///
    /// - Parameters:
    ///   - first: what the first line begins with.
    ///   - indent: how many blanks the others begin with.
    mutating func words(_ words: String, first: String = "", indent: Int = 0) {
        var (line, isEmpty) = (first, true)
        for word in words.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > TextTable.width {
                text += line + "\n"
                (line, isEmpty) = (String(repeating: " ", count: indent), true)
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        text += line + "\n"
    }

    /// A name and what it stands for.
    mutating func entry(_ name: String, _ words: String) {
        self.words(words, first: Self.padded(name, to: 11), indent: 11)
    }

    /// A text with blanks behind it, or before it, up to a number of characters.
    static func padded(_ text: String, to width: Int, atFront: Bool = false) -> String {
        let blanks = String(repeating: " ", count: max(0, width - text.count))
        return atFront ? blanks + text : text + blanks
    }
}
