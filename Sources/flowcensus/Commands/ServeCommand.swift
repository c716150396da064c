import ArgumentParser
import CommandSupport
import Foundation
import Runtime

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answer questions to a store over HTTP: API, dashboard, metrics.",
        discussion: """
            Starts the program flowcensus-serve, which lies beside this one or in PATH. It reads the store and never writes \
            it, and listens on loopback unless told otherwise. A token is drawn and shown in the address to open; with \
            --tokens there are several, of viewers, who see pseudonyms in place of internal hosts, and of analysts.

              flowcensus serve
              flowcensus serve --store /var/lib/flowcensus/census.db \\
                --tokens /etc/flowcensus/tokens --geo countries.mmdb

            TLS is a reverse proxy's: give its name with --host.

            Signals: INT and TERM stop; HUP reads the files of tokens, key, countries, networks and inventory again.
            """)

    @OptionGroup var options: ServeOptions
    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        let words = try ConfiguredWords(
            Array(ProcessArguments.all.dropFirst()), environment: ProcessInfo.processInfo.environment
        ).words
        try CompanionProgram("flowcensus-serve").run(Self.withoutConfiguration(Array(words.dropFirst())))
    }

    /// The words for the server, which reads no configuration of its own.
    private static func withoutConfiguration(_ words: [String]) -> [String] {
        let option = "--\(GivenArguments.configurationKey)"
        var (kept, rest) = ([String](), words[...])
        while let word = rest.popFirst() {
            if word == option {
                _ = rest.popFirst()
            } else if !word.hasPrefix(option + "=") {
                kept.append(word)
            }
        }
        return kept
    }
}
