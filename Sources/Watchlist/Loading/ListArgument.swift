import Foundation

/// A list as the operator names it: a path, perhaps with the format before it, as in `feodo:ipblocklist.csv`.
struct ListArgument: Equatable {
    let path: String
    /// `nil` to tell it from the content.
    let format: ListFormat?

    /// A file of just that name goes before a format and a path.
    init(_ argument: String, fileExists: (String) -> Bool = { FileManager.default.fileExists(atPath: $0) }) {
        let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, let format = ListFormat(rawValue: String(parts[0])), !fileExists(argument) {
            (path, self.format) = (String(parts[1]), format)
        } else {
            (path, format) = (argument, nil)
        }
    }

    /// The file's name, as messages have it.
    var name: String { path == "-" ? "standard input" : path }
}
