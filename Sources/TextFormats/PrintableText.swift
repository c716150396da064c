/// Text from outside (labels of lists, names in inventories and registries) as it may be shown: in text, CSV and HTML alike.
extension String {
    /// The text with everything that is not seen, or that turns round what is seen, spelt out as `\u{202E}`: control characters,
    /// marks of direction, characters without width, ends of lines, and what Unicode has not assigned.
    package var printable: String {
        if utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return self }
        var result = UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.isSeen {
                result.append(scalar)
            } else {
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
            }
        }
        return String(result)
    }

    /// The printable text, kept from being a formula where a spreadsheet reads it: an apostrophe goes before `=`, `+`, `-`, `@`
    /// at the beginning, and behind each separator at which a spreadsheet might begin another cell.
    package var spreadsheetSafe: String {
        // Most labels are a word.
        if utf8.allSatisfy({ (0x30...0x7A).contains($0) && $0 != 0x3D && $0 != 0x40 || $0 == 0x20 }) { return self }
        var result = UnicodeScalarView()
        var beginsCell = true
        for scalar in printable.unicodeScalars {
            if beginsCell, Self.formulaMarks.contains(scalar) { result.append("'") }
            result.append(scalar)
            beginsCell = Self.separators.contains(scalar) || beginsCell && (scalar == " " || scalar == "\"")
        }
        return String(result)
    }

    /// At most so many characters, the last of which shows that there were more.
    package func shortened(to count: Int) -> String {
        self.count <= count ? self : prefix(max(0, count - 1)) + "…"
    }

    /// What begins a formula, in wide forms too.
    private static let formulaMarks: Set<Unicode.Scalar> = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]
    private static let separators: Set<Unicode.Scalar> = [",", ";", "|"]
}

extension Unicode.Scalar {
    /// Whether it shows, and shows as nothing but itself.
    fileprivate var isSeen: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        case .spaceSeparator: self == " "
        default: !properties.isDefaultIgnorableCodePoint
        }
    }
}
