import ArgumentParser
import CommandSupport
import Foundation
import Logging
import Runtime
import Synchronization

/// The configuration of a command that runs on, which is read again on HUP.
final class RunningConfiguration<Command: ParsableCommand>: Sendable {
    private let changing: Set<String>
    /// What it said when it was read last, by key.
    private let known: Mutex<[String: [String]]>

    /// - Parameter changing: keys of options that take effect while the command runs; all others wait for its next start.
    init(changing: Set<String>) {
        self.changing = changing
        known = Mutex((try? Self.words().settings).map(Self.values) ?? [:])
    }

    private static func words() throws -> ConfiguredWords {
        try ConfiguredWords(
            Array(ProcessArguments.all.dropFirst()), environment: ProcessInfo.processInfo.environment)
    }

    private static func values(_ settings: [Setting]) -> [String: [String]] {
        Dictionary(settings.map { ($0.argument.key, $0.values) }) { first, _ in first }
    }

    /// The command as it would be started now. What has changed is logged, and whether that takes effect.
    /// - Throws: what is wrong with the configuration.
    func again() throws -> Command {
        let words = try Self.words()
        guard let command = try words.command() as? Command else {
            throw CommandProblem("another command is configured")
        }
        let values = Self.values(words.settings)
        let old = known.withLock { known in
            defer { known = values }
            return known
        }
        for key in Set(old.keys).union(values.keys).sorted() where old[key] != values[key] {
            if changing.contains(key) {
                Log.logger.notice("the configuration was read again: \(key) has changed")
            } else {
                Log.logger.warning(
                    "the configuration was read again: \(key) has changed, which takes effect at the next start")
            }
        }
        return command
    }
}
