import ArgumentParser
import CensusQueries
import CommandSupport
import Foundation
import Logging
import Runtime

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Look into the configuration: check, show.",
        discussion: """
            Every option can stand in a file in YAML and in the environment. The command line comes first, then the \
            environment (FLOWCENSUS_SNIFF_STORE for one command, FLOWCENSUS_STORE for all), then the file, where a \
            section named after a command comes before what stands outside.

              flowcensus config check
              flowcensus config show sniff --config flowcensus.yaml
            """,
        subcommands: [ConfigCheckCommand.self, ConfigShowCommand.self])
}

struct ConfigCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say what is wrong with a configuration, with file and line.",
        discussion: """
            Names every key that is no option, values of another kind, and values that the option refuses. Exit status 0 \
            when all is sound, 1 when it is not.

              flowcensus config check
              flowcensus config check --config flowcensus.yaml
            """)

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        let configuration = try ConfiguredWords.load(
            path: configurationFile.config, ProcessInfo.processInfo.environment)
        let check = ConfigurationCheck(refusal: CommandLineSyntax.refusal)
        let problems =
            check.problems(in: configuration) + (configuration.file?.feedProblems ?? [])
            + (configuration.file?.eventProblems ?? [])
        try untilReaderGoes { try writeResult(problems.map { "\($0)\n" }.joined()) }
        guard problems.isEmpty else { throw ExitCode(ExitStatus.failed) }
        Log.logger.info("\(configuration.file?.path ?? "no file, and the environment"): sound")
    }
}

struct ConfigShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show what holds, and where each value comes from.",
        discussion: """
            Without a command, what is configured for any; with one, its defaults too. Passwords in addresses are left out.

              flowcensus config show
              flowcensus config show store prune
            """)

    @Argument(help: ArgumentHelp("A command, as sniff or store prune.", valueName: "command"))
    var command: [String] = []

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        let configuration = try ConfiguredWords.load(
            path: configurationFile.config, ProcessInfo.processInfo.environment)
        let chosen = configuration.commands.filter { $0.words.starts(with: command) }
        guard !chosen.isEmpty else {
            throw ValidationError("'\(command.joined(separator: " "))' is no command.")
        }
        let problems = configuration.unknownNames + chosen.flatMap { configuration.settings(for: $0).problems }
        guard problems.isEmpty else { throw ConfigurationProblem(problems.map(\.description)) }
        let text = ConfigurationText(configuration)
        let sections = chosen.map { text.section(of: $0, withDefaults: !command.isEmpty) }
        try untilReaderGoes { try writeResult(sections.joined()) }
    }
}

/// Writes text to standard output.
private func writeResult(_ text: String) throws {
    let output = try TextOutput(path: nil)
    try output.write(text)
    try output.finish()
}
