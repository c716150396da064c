import ArgumentParser
import Foundation
import TextFormats

/// What is said of a command line that cannot be understood: the library's sentence, and what was likely meant.
///
/// The library has a suggestion for an option that is unknown. Here it comes for the values of options, for commands, and for
/// an option without which another one is missing.
struct UsageProblem {
    /// The library's message: a sentence, perhaps with the values to choose from, and the usage.
    let message: String
    /// What was given, without the name of the program.
    let arguments: [String]

    var text: String {
        suggestionForValue() ?? suggestionForCommand() ?? suggestionForOption() ?? message
    }

    /// The text without the usage, in one line.
    var sentence: String {
        let text = text.components(separatedBy: "\nUsage:")[0].components(separatedBy: "\nHelp:")[0]
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let joined = lines.map { $0.hasPrefix("- ") ? "\($0.dropFirst(2))," : $0 }.joined(separator: " ")
        let trimmed = joined.hasSuffix(",") ? String(joined.dropLast()) : joined
        return trimmed.hasPrefix("Error: ") ? String(trimmed.dropFirst(7)) : trimmed
    }

    // MARK: - Values

    /// "The value 'contry' is invalid for '--by <grouping>'. Please provide one of …"
    private func suggestionForValue() -> String? {
        guard let value = quoted(behind: "The value '"), let offer = message.range(of: "Please provide one of"),
            let usage = message.range(of: "\nUsage:")
        else { return nil }
        let choices = Self.choices(message[offer.upperBound..<usage.lowerBound])
        let words = value.split(separator: ",").map { String($0.filter { $0 != " " }) }
        let slips = ([value] + words).filter { !choices.contains($0.lowercased()) }
        guard let meant = slips.lazy.compactMap({ NearestWord.to($0, among: choices) }).first else { return nil }
        return message.replacingFirst("Please provide one of", with: "Did you mean '\(meant)'? Please provide one of")
    }

    /// The values that a message names, on lines of their own or in quotes.
    private static func choices(_ offer: Substring) -> [String] {
        let lines = offer.split(separator: "\n").filter { $0.hasPrefix("  - ") }
        if !lines.isEmpty { return lines.map { String($0.dropFirst(4)) } }
        let parts = offer.prefix { $0 != "\n" }.split(separator: "'", omittingEmptySubsequences: false)
        return parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
    }

    // MARK: - Commands and options

    /// "Unexpected argument 'exprot'"
    private func suggestionForCommand() -> String? {
        let names = command.configuration.subcommands.compactMap { $0.configuration.commandName }
        guard let word = quoted(behind: "nexpected argument"), !names.isEmpty, !names.contains(word),
            let meant = NearestWord.to(word, among: names)
        else { return nil }
        return message.withFirstLine { "\($0). Did you mean '\(meant)'?" }
    }

    /// "Missing expected argument '--watchlist <list>'", where there is a '--watchlst'.
    private func suggestionForOption() -> String? {
        guard message.contains("Missing expected argument") else { return nil }
        let known = Self.options(in: Flowcensus.helpMessage(for: command))
        for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
            let name = String(argument.prefix { $0 != "=" })
            guard !known.contains(name), let meant = NearestWord.to(name, among: known) else { continue }
            return message.withFirstLine { _ in "Error: Unknown option '\(name)'. Did you mean '\(meant)'?" }
        }
        return nil
    }

    /// The command that the arguments name, as far as they name one.
    private var command: any ParsableCommand.Type {
        var command: any ParsableCommand.Type = Flowcensus.self
        for argument in arguments {
            let next = command.configuration.subcommands.first { $0.configuration.commandName == argument }
            guard let next else { break }
            command = next
        }
        return command
    }

    /// The options that a help text names.
    private static func options(in help: String) -> [String] {
        help.split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init).filter { $0.hasPrefix("--") }
    }

    /// What stands between the next two quotes behind some words.
    private func quoted(behind words: String) -> String? {
        guard let start = message.range(of: words)?.upperBound else { return nil }
        let rest = message[start...].drop { words.hasSuffix("'") ? false : $0 != "'" }
        let text = words.hasSuffix("'") ? rest : rest.dropFirst()
        guard let end = text.firstIndex(of: "'") else { return nil }
        return String(text[..<end])
    }
}

extension String {
    fileprivate func replacingFirst(_ words: String, with others: String) -> String {
        guard let range = range(of: words) else { return self }
        return replacingCharacters(in: range, with: others)
    }

    fileprivate func withFirstLine(_ change: (Substring) -> String) -> String {
        let first = prefix { $0 != "\n" }
        return change(first) + dropFirst(first.count)
    }
}
