/// What is wrong with, or was done about, one line of a text.
package struct LineProblem: Equatable, Sendable, CustomStringConvertible {
    /// Counted from 1; 0 where there are no lines, as in a compiled watchlist.
    package let line: Int
    /// What is wrong, with the text concerned.
    package let message: String

    package init(line: Int, message: String) {
        self.line = line
        self.message = message
    }

    package var description: String { line == 0 ? message : "line \(line): \(message)" }
}
