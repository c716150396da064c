import ArgumentParser
import Runtime

/// The command line, as far as a configuration has to know it.
enum CommandLineSyntax {
    /// The commands that can be configured: all that can be run, but those that look into the configuration.
    static func commands() throws -> [CommandSyntax] {
        try CommandSyntax.all(inDump: Flowcensus._dumpHelp()).filter {
            $0.words.first != ConfigCommand.configuration.commandName
        }
    }

    /// Why words are refused, in a sentence; `nil` where they are taken.
    static func refusal(of words: [String]) -> String? {
        do {
            _ = try Flowcensus.parseAsRoot(words)
            return nil
        } catch {
            let problem = UsageProblem(message: Flowcensus.fullMessage(for: error), arguments: words)
            return problem.sentence
        }
    }
}
