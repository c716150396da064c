import TextFormats

/// What a file and the environment say, for every command.
///
/// Of several places the first that says something counts: the environment for one command (`FLOWCENSUS_SNIFF_STORE`), for all
/// (`FLOWCENSUS_STORE`), the command's section of the file, what stands outside sections. The command line comes before
/// them all.
package struct Configuration: Sendable {
    package static let prefix = "FLOWCENSUS_"
    /// Names the file.
    package static let fileVariable = prefix + "CONFIG"

    package let commands: [CommandSyntax]
    package let file: ConfigurationFile?
    /// The variables that may be ours, without empty ones, which say nothing.
    private let environment: [String: String]
    /// What stands in the file outside sections. A section whose lines are all comments says nothing.
    private let common: [YAMLMember]

    package init(commands: [CommandSyntax], file: ConfigurationFile?, environment: [String: String]) {
        (self.commands, self.file) = (commands, file)
        let sections = Set(commands.map(\.name)).union([ConfigurationFile.feedsName, ConfigurationFile.eventsName])
        common = file?.common.filter { !($0.value.isNull && sections.contains($0.name)) } ?? []
        self.environment = environment.filter {
            $0.key.hasPrefix(Self.prefix) && $0.key != Self.fileVariable && !$0.value.isEmpty
        }
    }

    // MARK: - Settings

    /// What holds for a command, and what is wrong with values that would.
    package func settings(for command: CommandSyntax) -> (settings: [Setting], problems: [SettingProblem]) {
        var (settings, problems): ([Setting], [SettingProblem]) = ([], [])
        for argument in command.arguments {
            do throws(SettingProblem) {
                if let setting = try variable(for: argument, of: command) {
                    settings.append(setting)
                } else if let setting = try entry(for: argument, of: command) {
                    settings.append(setting)
                }
            } catch {
                problems.append(error)
            }
        }
        return (settings, problems)
    }

    private func variable(for argument: ArgumentSyntax, of command: CommandSyntax) throws(SettingProblem) -> Setting? {
        for name in Self.variables(argument, of: command) {
            guard let text = environment[name] else { continue }
            let place = SettingPlace.environment(name)
            return try setting(argument, place) { () throws(SettingValue.Misfit) in
                try SettingValue.read(variable: text, for: argument)
            }
        }
        return nil
    }

    private func entry(for argument: ArgumentSyntax, of command: CommandSyntax) throws(SettingProblem) -> Setting? {
        guard let file else { return nil }
        let section = file.sections.first { $0.name == command.name }
        if let setting = try entry(for: argument, in: section?.members ?? [], named: "\(command.name): ") {
            return setting
        }
        return try entry(for: argument, in: common, named: "")
    }

    /// The value of an argument among members; of a flag `no-…` also what its opposite says.
    private func entry(
        for argument: ArgumentSyntax, in members: [YAMLMember], named prefix: String
    ) throws(SettingProblem) -> Setting? {
        guard let file, let member = members.first(where: { argument.key == $0.name || argument.opposite == $0.name })
        else { return nil }
        let place = SettingPlace.file(path: file.path, line: member.line, key: prefix + member.name)
        let isOpposite = argument.key != member.name
        return try setting(argument, place) { () throws(SettingValue.Misfit) in
            let values = try SettingValue.read(member.value, for: argument)
            return isOpposite ? values.map { $0 == "true" ? "false" : "true" } : values
        }
    }

    private func setting(
        _ argument: ArgumentSyntax, _ place: SettingPlace, _ values: () throws(SettingValue.Misfit) -> [String]
    ) throws(SettingProblem) -> Setting {
        do { return Setting(argument: argument, values: try values(), place: place) } catch {
            throw SettingProblem(place, error.text)
        }
    }

    /// The variables that say something of an argument, the one that counts first.
    static func variables(_ argument: ArgumentSyntax, of command: CommandSyntax) -> [String] {
        let name = { (words: [String]) in
            prefix + words.joined(separator: "_").uppercased().map { $0 == "-" || $0 == " " ? "_" : $0 }
        }
        return [name(command.words + [argument.key]), name([argument.key])]
    }

    // MARK: - Names

    /// Every name in the file that means nothing.
    package var unknownNames: [SettingProblem] {
        guard let file else { return [] }
        return file.sections.flatMap { unknownNames(in: $0, of: file) }
            + unknown(common, among: allKeys, "") { self.hint(forCommon: $0) }
    }

    /// Every variable that begins like ours and means nothing.
    package var unknownVariables: [SettingProblem] {
        let known = Set(
            commands.flatMap { command in
                command.arguments.flatMap { Self.variables($0, of: command) }
            })
        return environment.keys.filter { !known.contains($0) }.sorted().map { name in
            SettingProblem(.environment(name), "is no option\(Self.suggestion(name, among: known.sorted()))")
        }
    }

    private var allKeys: [String] {
        Array(Set(commands.flatMap(\.arguments).flatMap(\.keys))).sorted()
    }

    private func unknownNames(
        in section: ConfigurationFile.Section, of file: ConfigurationFile
    ) -> [SettingProblem] {
        guard let command = commands.first(where: { $0.name == section.name }) else {
            let place = SettingPlace.file(path: file.path, line: section.line, key: section.name)
            return [SettingProblem(place, hint(forSection: section.name))]
        }
        return unknown(section.members, among: command.arguments.flatMap(\.keys), "\(command.name): ") { _ in nil }
    }

    private func unknown(
        _ members: [YAMLMember], among keys: [String], _ prefix: String, hint: (String) -> String?
    ) -> [SettingProblem] {
        guard let file else { return [] }
        return members.filter { !keys.contains($0.name) }.map { member in
            let place = SettingPlace.file(path: file.path, line: member.line, key: prefix + member.name)
            let what = prefix.isEmpty ? "is no option of any command" : "is no option of this command"
            return SettingProblem(place, hint(member.name) ?? what + Self.suggestion(member.name, among: keys))
        }
    }

    private func hint(forCommon name: String) -> String? {
        commands.contains { $0.name == name } ? "is a command: indent its options below it" : nil
    }

    private func hint(forSection name: String) -> String {
        let below = commands.filter { $0.words.count > 1 && $0.words[0] == name }
        if let first = below.first {
            return "its commands have sections of their own, as '\(first.name):'"
        }
        if allKeys.contains(name) { return "is an option, and has one value or a list of them" }
        return "is no command" + Self.suggestion(name, among: commands.map(\.name))
    }

    private static func suggestion(_ name: String, among words: [String]) -> String {
        NearestWord.to(name, among: words).map { ". Did you mean '\($0)'?" } ?? ""
    }
}

extension ArgumentSyntax {
    /// Of a flag `no-promiscuous` the key `promiscuous`, which says the same the other way round.
    var opposite: String? { kind == .flag && key.hasPrefix("no-") ? String(key.dropFirst(3)) : nil }

    var keys: [String] { [key] + (opposite.map { [$0] } ?? []) }
}
