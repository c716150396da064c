import ArgumentParser
import CommandSupport
import Runtime

/// The words of the command line, together with what a configuration file and the environment say in place of others.
struct ConfiguredWords {
    /// For the parser.
    let words: [String]
    /// Which settings they hold.
    let settings: [Setting]
    private let given: GivenArguments?

    /// - Throws: ``ConfigurationProblem`` where a configuration cannot be used as it is, `ValidationError` where an empty word names
    ///   a file, a folder or a store.
    init(_ words: [String], environment: [String: String]) throws {
        guard Self.mayBeConfigured(words, environment),
            let given = GivenArguments(words, commands: try CommandLineSyntax.commands())
        else {
            (self.words, settings, given) = (words, [], nil)
            return
        }
        if let name = given.unnamed.first {
            throw ValidationError("\(name): is empty, and names nothing.")
        }
        let configuration = try Self.load(path: given.configurationPath, environment)
        let found = configuration.settings(for: given.command)
        let problems = configuration.unknownNames + found.problems
        guard problems.isEmpty else { throw ConfigurationProblem(problems.map(\.description)) }
        settings = given.counting(found.settings)
        self.words = given.words(with: settings)
        self.given = given
    }

    /// Most command lines are complete, and what can be configured need not be found out for them.
    private static func mayBeConfigured(_ words: [String], _ environment: [String: String]) -> Bool {
        let options = words.filter { $0.hasPrefix("--") }
        return options.contains { $0.hasPrefix("--" + GivenArguments.configurationKey) }
            || options.contains { $0.hasSuffix("=true") || $0.hasSuffix("=false") }
            || words.contains("") || environment.keys.contains { $0.hasPrefix(Configuration.prefix) }
            || ConfigurationFile.hasStandard
    }

    /// - Parameter path: as the command line names it; else the environment may.
    static func load(path: String?, _ environment: [String: String]) throws -> Configuration {
        let named = path ?? environment[Configuration.fileVariable].flatMap { $0.isEmpty ? nil : $0 }
        do {
            let file = try (named ?? (ConfigurationFile.hasStandard ? ConfigurationFile.standardPath : nil)).map {
                try ConfigurationFile(path: $0)
            }
            return Configuration(commands: try CommandLineSyntax.commands(), file: file, environment: environment)
        } catch let problem as CommandProblem {
            throw ConfigurationProblem([problem.description])
        }
    }

    /// The command that they call.
    ///
    /// - Throws: ``ConfigurationProblem`` where the configuration is to blame.
    func command() throws -> any ParsableCommand {
        do {
            return try Flowcensus.parseAsRoot(words)
        } catch {
            guard let sentence = CommandLineSyntax.refusal(of: words) else { throw error }
            let problems = problems(refused: sentence)
            guard problems.isEmpty else { throw ConfigurationProblem(problems.map(\.description)) }
            throw error
        }
    }

    /// Which settings are to blame that the parser refused the words; none where they are not.
    func problems(refused sentence: String) -> [SettingProblem] {
        guard let given, !settings.isEmpty, CommandLineSyntax.refusal(of: given.words()) != sentence else { return [] }
        let check = ConfigurationCheck(refusal: CommandLineSyntax.refusal)
        let problems = check.problems(with: settings, of: given.command)
        guard problems.isEmpty else { return problems }
        return settings.filter { sentence.contains("--\($0.argument.key)") }.prefix(1).map {
            SettingProblem($0.place, sentence)
        }
    }

    /// What log lines are to look like, from the first one on.
    var logFormat: LogFormat? {
        guard let index = words.firstIndex(where: { $0.hasPrefix("--log-format") }) else { return nil }
        let value = words[index].split(separator: "=").dropFirst().first.map(String.init)
        return LogFormat(rawValue: value ?? words.dropFirst(index + 1).first ?? "")
    }

    /// Where options come from that nobody sees on the command line; `nil` where all stand there.
    var notice: String? {
        guard !settings.isEmpty else { return nil }
        let parts = settings.map { "\($0.argument.key) from \($0.place.source)" }
        return "options: " + parts.joined(separator: ", ")
    }
}

/// Why a configuration cannot be used, a line each.
struct ConfigurationProblem: Error, CustomStringConvertible {
    let lines: [String]

    var description: String { lines.joined(separator: "; ") }

    init(_ lines: [String]) {
        self.lines = lines
    }
}
