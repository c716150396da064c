/// A list as it was read: its entries, and everything that had to be refused or changed.
package struct ParsedList: Sendable {
    /// The list as the operator named it.
    package let name: String
    /// SHA-256 of its bytes, in hexadecimal: the list's version.
    package let version: String
    package internal(set) var table = EntryTable()
    /// How many lines were refused.
    package internal(set) var refusedCount = 0
    /// The first refused lines, at most `maximumProblems`.
    package internal(set) var refused: [LineProblem] = []
    /// How many lines were taken with a change.
    package internal(set) var changedCount = 0
    /// The first changed lines, at most `maximumProblems`.
    package internal(set) var changed: [LineProblem] = []

    /// How many lines are named; the others are only counted.
    package static let maximumProblems = 20

    package var entries: [WatchlistEntry] { table.entries }

    init(name: String, version: String) {
        self.name = name
        self.version = version
    }

    mutating func refuse(_ line: Int, _ message: String) {
        refusedCount += 1
        if refused.count < Self.maximumProblems { refused.append(LineProblem(line: line, message: message)) }
    }

    mutating func noteChange(_ line: Int, _ message: String) {
        changedCount += 1
        if changed.count < Self.maximumProblems { changed.append(LineProblem(line: line, message: message)) }
    }
}
