import TextFormats

/// What a configuration says of one argument.
package struct Setting: Equatable, Sendable {
    package let argument: ArgumentSyntax
    /// Of a flag `true` or `false`.
    package let values: [String]
    package let place: SettingPlace

    /// Words that say it on the command line.
    package var words: [String] { argument.words(values) }
}

/// Where a setting stands.
package enum SettingPlace: Hashable, Sendable, CustomStringConvertible {
    /// The key is written as in the section: `sniff: filter`, or only `filter` where it is common to all commands.
    case file(path: String, line: Int, key: String)
    case environment(String)

    package var description: String {
        switch self {
        case .file(let path, let line, let key): "\(path.printable):\(line): \(key.printable)"
        case .environment(let name): name.printable
        }
    }

    /// Without the key.
    package var source: String {
        switch self {
        case .file(let path, let line, _): "\(path.printable):\(line)"
        case .environment(let name): name.printable
        }
    }
}

/// What is wrong with a configuration, at its place.
package struct SettingProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let place: SettingPlace
    package let text: String

    package init(_ place: SettingPlace, _ text: String) {
        (self.place, self.text) = (place, text)
    }

    package var description: String { "\(place): \(text)" }
}
