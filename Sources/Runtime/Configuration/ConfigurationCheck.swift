/// Finds the settings that the parser of the command line refuses.
package struct ConfigurationCheck {
    /// Why the parser refuses words; `nil` where it takes them.
    private let refusal: ([String]) -> String?

    package init(refusal: @escaping ([String]) -> String?) {
        self.refusal = refusal
    }

    /// Everything that is wrong in a configuration: names that mean nothing, values of another kind, and values that are
    /// refused, in the order of their places.
    package func problems(in configuration: Configuration) -> [SettingProblem] {
        var refused: [(problem: SettingProblem, command: CommandSyntax)] = []
        for command in configuration.commands {
            let (settings, problems) = configuration.settings(for: command)
            refused += (problems + self.problems(with: settings, of: command)).map { ($0, command) }
        }
        let all =
            configuration.unknownNames + configuration.unknownVariables
            + Self.grouped(refused, in: configuration)
        return all.sorted { $0.place < $1.place }
    }

    /// One problem for each place, with the commands where some others take the value.
    private static func grouped(
        _ refused: [(problem: SettingProblem, command: CommandSyntax)], in configuration: Configuration
    ) -> [SettingProblem] {
        var texts: [SettingPlace: (text: String, commands: [String])] = [:]
        for (problem, command) in refused {
            texts[problem.place, default: (problem.text, [])].commands.append(command.name)
        }
        return texts.map { place, found in
            let isForAll = !place.isCommon || configuration.count(at: place) == found.commands.count
            let commands = isForAll ? "" : "for \(found.commands.joined(separator: ", ")): "
            return SettingProblem(place, commands + found.text)
        }
    }

    // MARK: - One command

    /// The settings of a command that its parser refuses, each by itself or together.
    package func problems(with settings: [Setting], of command: CommandSyntax) -> [SettingProblem] {
        guard !settings.isEmpty else { return [] }
        let filler = filler(for: command)
        let reason = { (settings: [Setting]) in refusal(Self.words(settings, of: command, filler)) }
        var (left, problems) = (settings, [SettingProblem]())
        while let together = reason(left) {
            let guilty = left.filter { reason([$0]) == together }
            guard !guilty.isEmpty else {
                guard reason([]) != together else { return problems }
                // Each is right, and they do not go together: the first that the sentence names is shown.
                let named = left.filter { together.contains("--\($0.argument.key)") }
                return problems + (named + left).prefix(1).map { SettingProblem($0.place, together) }
            }
            problems += guilty.map { SettingProblem($0.place, together) }
            left.removeAll { setting in guilty.contains { $0.place == setting.place } }
        }
        return problems
    }

    /// Words with settings, and with something for each argument that the command cannot do without.
    private static func words(_ settings: [Setting], of command: CommandSyntax, _ filler: String) -> [String] {
        let missing = command.arguments.filter { argument in
            !argument.isOptional && !settings.contains { $0.argument.key == argument.key && !$0.values.isEmpty }
        }
        return command.words + missing.flatMap { $0.words([filler]) } + settings.flatMap(\.words)
    }

    /// A value that all arguments take that the command cannot do without.
    private func filler(for command: CommandSyntax) -> String {
        Self.fillers.first { refusal(Self.words([], of: command, $0)) == nil } ?? Self.fillers[0]
    }

    private static let fillers = ["1", "all", "192.0.2.1", "2013-05-31"]
}

extension Configuration {
    /// How many commands take their value from a place.
    fileprivate func count(at place: SettingPlace) -> Int {
        commands.count { command in
            let (settings, problems) = settings(for: command)
            return settings.contains { $0.place == place } || problems.contains { $0.place == place }
        }
    }
}

extension SettingPlace: Comparable {
    /// Whether several commands may take their value from here.
    fileprivate var isCommon: Bool {
        switch self {
        case .file(_, _, let key): !key.contains(": ")
        case .environment: true
        }
    }

    package static func < (one: SettingPlace, other: SettingPlace) -> Bool {
        switch (one, other) {
        case (.file(_, let line, _), .file(_, let otherLine, _)): line < otherLine
        case (.environment(let name), .environment(let otherName)): name < otherName
        case (.file, .environment): true
        case (.environment, .file): false
        }
    }
}
