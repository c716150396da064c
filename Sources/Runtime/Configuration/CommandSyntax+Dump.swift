import Foundation

/// What the parser of the command line says of itself (`--experimental-dump-help`), so that every option there is can be
/// configured without being named once more.
extension CommandSyntax {
    /// The commands that can be run, in their order.
    ///
    /// - Parameter dump: JSON, version 0.
    package static func all(inDump dump: String) throws -> [CommandSyntax] {
        let tool = try JSONDecoder().decode(Tool.self, from: Data(dump.utf8))
        return runnable(tool.command, words: [])
    }

    private static func runnable(_ command: Command, words: [String]) -> [CommandSyntax] {
        let below = (command.subcommands ?? []).filter { $0.commandName != "help" }
        guard below.isEmpty else {
            return below.flatMap { runnable($0, words: words + [$0.commandName]) }
        }
        return [
            CommandSyntax(
                words: words, summary: command.abstract ?? "",
                arguments: (command.arguments ?? []).compactMap(ArgumentSyntax.init))
        ]
    }

    private struct Tool: Decodable {
        let command: Command
    }

    private struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let subcommands: [Command]?
        let arguments: [Argument]?
    }

    fileprivate struct Argument: Decodable {
        let kind: String
        let names: [Name]?
        let valueName: String?
        let isRepeating: Bool
        let isOptional: Bool
        let parsingStrategy: String
        let defaultValue: String?
        let abstract: String?
        let allValues: [String]?
    }

    fileprivate struct Name: Decodable {
        let kind: String
        let name: String
    }
}

extension ArgumentSyntax {
    /// Options that cannot stand in a configuration.
    private static let unconfigured: Set<String> = [GivenArguments.configurationKey, "help", "version"]

    fileprivate init?(_ argument: CommandSyntax.Argument) {
        let key: String
        let kind: Kind
        if argument.kind == "positional" {
            (kind, key) = (.positional, Self.key(ofWords: argument.valueName ?? "", argument.isRepeating))
        } else if let name = argument.names?.first(where: { $0.kind == "long" }) {
            (kind, key) = (argument.kind == "flag" ? .flag : .option, name.name)
        } else {
            return nil
        }
        guard !key.isEmpty, !Self.unconfigured.contains(key) else { return nil }
        self.init(
            kind: kind, key: key, isRepeating: argument.isRepeating, isOptional: argument.isOptional,
            takesUpToNextOption: argument.parsingStrategy == "upToNextOption", defaultValue: argument.defaultValue,
            summary: argument.abstract ?? "", choices: argument.allValues ?? [],
            namesPlaces: Self.places.contains(argument.valueName ?? ""))
    }

    /// What the help calls values that name files, folders or stores.
    private static let places: Set<String> = [
        "file", "files", "folder", "input", "inputs", "layout", "list", "new", "old", "path", "plan", "program",
        "store",
    ]

    /// `[address:]port`, of which there may be several, is `ports`.
    private static func key(ofWords name: String, _ isRepeating: Bool) -> String {
        var name = name
        while let opening = name.firstIndex(of: "["), let closing = name[opening...].firstIndex(of: "]") {
            name.removeSubrange(opening...closing)
        }
        return isRepeating ? name + "s" : name
    }
}
