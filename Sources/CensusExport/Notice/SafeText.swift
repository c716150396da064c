// Texts that come from outside, as labels of lists and names of contacts do.

extension String {
    /// On one line, and without what a reader does not see: control and format characters, marks that turn the direction
    /// of writing among them, and separators of lines.
    var printable: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
                result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// On one line, and no formula for a spreadsheet: what would begin one has an apostrophe before it.
    var spreadsheetSafe: String {
        let line = printable
        guard let first = line.unicodeScalars.first, "=+-@".unicodeScalars.contains(first) else { return line }
        return "'" + line
    }
}
