/// What the words of a command line give, as far as that can be told without reading their values.
package struct GivenArguments: Sendable {
    package let command: CommandSyntax
    /// The words behind the command's own, with `--flag=true` as `--flag`, and without `--flag=false`.
    let rest: [String]
    /// Keys of what is given.
    let keys: Set<String>
    /// The configuration file that they name.
    package let configurationPath: String?
    /// What is given an empty text where a file, a folder or a store is to be named, as the command line calls it.
    package let unnamed: [String]

    /// The option that names the configuration file.
    package static let configurationKey = "config"

    /// - Returns: `nil` for words that call no command, or want help.
    package init?(_ words: [String], commands: [CommandSyntax]) {
        let called = commands.filter { words.starts(with: $0.words) }.max { $0.words.count < $1.words.count }
        guard let called, !Self.wantsHelp(words) else { return nil }
        var reader = Reader(command: called, words: Array(words.dropFirst(called.words.count)))
        reader.readAll()
        (command, rest, keys, configurationPath) = (called, reader.rest, reader.keys, reader.configurationPath)
        unnamed = reader.unnamed
    }

    private static func wantsHelp(_ words: [String]) -> Bool {
        words.prefix { $0 != "--" }.contains { ["-h", "--help", "--version", "--experimental-dump-help"].contains($0) }
    }

    /// The words for the parser, with settings in place of what is not given.
    package func words(with settings: [Setting] = []) -> [String] {
        let added = counting(settings)
        let options = added.filter { $0.argument.kind != .positional }.flatMap(\.words)
        let positionals = added.filter { $0.argument.kind == .positional }.flatMap(\.words)
        // Behind `--`, words that look like options are inputs.
        guard !positionals.contains(where: { $0.hasPrefix("-") && $0 != "-" }) else {
            return command.words + options + rest + (rest.contains("--") ? [] : ["--"]) + positionals
        }
        return command.words + positionals + options + rest
    }

    /// The settings that count beside what is given. Words without an option are taken from one place only.
    package func counting(_ settings: [Setting]) -> [Setting] {
        let hasPositionals = command.arguments.contains { $0.kind == .positional && keys.contains($0.key) }
        return settings.filter { setting in
            !keys.contains(setting.argument.key) && !(hasPositionals && setting.argument.kind == .positional)
        }
    }
}

extension GivenArguments {
    /// Goes through the words as the parser will.
    private struct Reader {
        let command: CommandSyntax
        let words: [String]
        var rest: [String] = []
        var keys: Set<String> = []
        var configurationPath: String?
        var unnamed: [String] = []
        private var index = 0

        init(command: CommandSyntax, words: [String]) {
            (self.command, self.words) = (command, words)
        }

        mutating func readAll() {
            while index < words.count {
                let word = words[index]
                index += 1
                if word == "--" {
                    rest.append(word)
                    for word in words[index...] { addPositional(word) }
                    return
                }
                if word.hasPrefix("--") { addOption(word) } else { addPositional(word) }
            }
        }

        private mutating func addPositional(_ word: String) {
            rest.append(word)
            guard !word.hasPrefix("-") || word == "-" || rest.contains("--") else { return }
            let positionals = command.arguments.filter { $0.kind == .positional }
            keys.formUnion(positionals.map(\.key))
            if let argument = positionals.first(where: { !$0.takes(word) }) { unnamed.append(argument.key) }
        }

        private mutating func addOption(_ word: String) {
            let name = String(word.dropFirst(2).prefix { $0 != "=" })
            let attached = word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) }
            if name == GivenArguments.configurationKey {
                rest.append(word)
                configurationPath = attached ?? (index < words.count ? words[index] : nil)
                if configurationPath?.isEmpty == true { unnamed.append(word) }
                takeWord(unless: attached != nil)
                return
            }
            guard let argument = command.argument(name), argument.kind != .positional else {
                rest.append(word)
                return
            }
            keys.insert(name)
            if argument.kind == .flag {
                addFlag(word, attached)
            } else {
                rest.append(word)
                if attached == nil, index < words.count, !argument.takes(words[index]) { unnamed.append(word) }
                takeWord(unless: attached != nil)
                while argument.takesUpToNextOption, index < words.count, !words[index].hasPrefix("-") {
                    takeWord(unless: false)
                }
            }
        }

        /// A flag that the configuration raises is taken back by `--flag=false`.
        private mutating func addFlag(_ word: String, _ attached: String?) {
            switch attached {
            case "true": rest.append(String(word.prefix { $0 != "=" }))
            case "false": break
            default: rest.append(word)
            }
        }

        private mutating func takeWord(unless isAttached: Bool) {
            guard !isAttached, index < words.count else { return }
            rest.append(words[index])
            index += 1
        }
    }
}
