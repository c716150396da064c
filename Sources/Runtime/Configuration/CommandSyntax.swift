/// A command that can be run, and what it takes.
package struct CommandSyntax: Equatable, Sendable {
    /// The words that call it, without the name of the program: `["store", "prune"]`.
    package let words: [String]
    /// What the help says of it, in a line.
    package let summary: String
    /// What can be configured: all but the configuration file itself, and the help.
    package let arguments: [ArgumentSyntax]

    package init(words: [String], summary: String = "", arguments: [ArgumentSyntax]) {
        (self.words, self.summary, self.arguments) = (words, summary, arguments)
    }

    /// Its section in a configuration file.
    package var name: String { words.joined(separator: " ") }

    package func argument(_ key: String) -> ArgumentSyntax? { arguments.first { $0.key == key } }
}

/// An option, a flag, or words without an option.
package struct ArgumentSyntax: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        /// Words without an option.
        case positional
        case option
        case flag
    }

    package let kind: Kind
    /// Its name in a configuration file: that of the option without dashes, of several words the plural of their name.
    package let key: String
    package let isRepeating: Bool
    package let isOptional: Bool
    /// Whether all words up to the next option belong to it.
    package let takesUpToNextOption: Bool
    package let defaultValue: String?
    /// What the help says of it.
    package let summary: String
    /// The values that it takes, where these are few.
    package let choices: [String]
    /// Whether its values name files, folders or stores, which no empty text does.
    package let namesPlaces: Bool

    package init(
        kind: Kind, key: String, isRepeating: Bool, isOptional: Bool, takesUpToNextOption: Bool, defaultValue: String?,
        summary: String = "", choices: [String] = [], namesPlaces: Bool = false
    ) {
        (self.kind, self.key, self.isRepeating, self.isOptional) = (kind, key, isRepeating, isOptional)
        (self.takesUpToNextOption, self.defaultValue) = (takesUpToNextOption, defaultValue)
        (self.summary, self.choices, self.namesPlaces) = (summary, choices, namesPlaces)
    }

    /// Whether it takes a value: an empty one says nothing where a file, a folder or a store is to be named, and a script
    /// whose variable is not set gives one.
    func takes(_ value: String) -> Bool { !(namesPlaces && value.isEmpty) }

    /// Words that say it on the command line.
    package func words(_ values: [String]) -> [String] {
        switch kind {
        case .positional: values
        // The parser takes an empty value as a word of its own alone.
        case .option: values.flatMap { $0.isEmpty ? ["--\(key)", ""] : ["--\(key)=\($0)"] }
        case .flag: values == ["true"] ? ["--\(key)"] : []
        }
    }
}
