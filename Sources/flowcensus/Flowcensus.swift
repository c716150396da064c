import ArgumentParser
import CommandSupport
import Foundation
import IngestPipeline
import Logging
import Runtime

/// The command line. It parses, calls the pipeline, and prints; what is counted and how is decided elsewhere.
struct Flowcensus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flowcensus",
        abstract: "Counts internal hosts that talk to known command-and-control servers.",
        discussion: """
              flowcensus replay capture.pcap --watchlist c2.txt
              flowcensus export
              flowcensus report

            Exit status: 0 done, 1 failed, 2 wrong usage, 3 done but some input refused.
            """,
        version: "flowcensus 0.1.0",
        subcommands: [
            ReplayCommand.self, SniffCommand.self, CollectCommand.self, ExportCommand.self, FlowsCommand.self,
            ReportCommand.self, ServeCommand.self, NotifyCommand.self, WatchCommand.self, ShipCommand.self,
            MergeCommand.self, StoreCommand.self, WatchlistCommand.self, FeedsCommand.self,
            SimulateCommand.self, SampleCommand.self, ConfigCommand.self,
        ])
}

/// How the process ends.
enum ExitStatus {
    static let done: Int32 = 0
    static let failed: Int32 = 1
    static let usage: Int32 = 2
    static let someInputRefused: Int32 = 3

    /// Ends a command whose work is done with the status for refused input, where there was some.
    static func throwIfRefused(_ refusedSome: Bool) throws {
        if refusedSome { throw ExitCode(someInputRefused) }
    }
}

@main
enum Main {
    static func main() {
        Log.bootstrap()
        // A pipe without a reader is an error of the write, and not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        // So is a file that may not grow any longer.
        signal(SIGXFSZ, SIG_IGN)
        OutputReaders.beginPrivate()
        do {
            try OpenFileLimit.raise()
            let words = try ConfiguredWords(
                Array(ProcessArguments.all.dropFirst()), environment: ProcessInfo.processInfo.environment)
            var command = try words.command()
            if let format = words.logFormat { Log.format = format }
            if let notice = words.notice { Log.logger.info("\(notice)") }
            try command.run()
        } catch {
            exit(report(error))
        }
    }

    /// Says what went wrong, and returns the exit status for it.
    private static func report(_ error: any Error) -> Int32 {
        if let code = error as? ExitCode { return code.rawValue }
        if error is ReaderGone { return ExitStatus.done }
        if let problem = error as? ConfigurationProblem {
            for line in problem.lines { Log.logger.error("\(line)") }
            return ExitStatus.usage
        }
        let message = Flowcensus.fullMessage(for: error)
        switch Flowcensus.exitCode(for: error) {
        case .success:
            print(message)
            return ExitStatus.done
        case .validationFailure:
            let problem = UsageProblem(message: message, arguments: Array(ProcessArguments.all.dropFirst()))
            Log.standardError(problem.text + "\n")
            return ExitStatus.usage
        default:
            Log.logger.error("\(error)")
            return ExitStatus.failed
        }
    }
}
