import ArgumentParser
import CensusQueries
import CommandSupport
import Foundation
import Logging
import Runtime

struct FeedsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feeds",
        abstract: "Keep lists up to date: update, status, presets.",
        discussion: """
            Fetches lists over HTTPS, from TAXII 2.1 and MISP servers and from folders, checks each new version, and keeps \
            the last good one. Nothing is fetched that is not named.

              flowcensus feeds update feodo spamhaus-drop
              flowcensus sniff eth0 --watchlist feeds/feodo
              flowcensus feeds status
            """,
        subcommands: [FeedsUpdateCommand.self, FeedsStatusCommand.self, FeedsPresetsCommand.self])
}

/// Where feeds are described, and where their lists are kept.
struct FeedOptions: ParsableArguments {
    @Option(
        name: .customLong("feeds"),
        help: ArgumentHelp(
            "A file in YAML with a section 'feeds' (default: that of the configuration).", valueName: "file"))
    var file: String?

    @Option(
        help: ArgumentHelp(
            "The folder with the lists, which is made if it is missing; --watchlist takes a folder in it.",
            valueName: "folder"))
    var folder = "feeds"

    @OptionGroup var configurationFile: ConfigurationOption

    func choice(_ names: [String]) throws -> FeedChoice {
        let configuration = try ConfiguredWords.load(
            path: configurationFile.config, ProcessInfo.processInfo.environment)
        return try FeedChoice(names, file: file, configuration: configuration.file, folder: folder)
    }
}

struct FeedsUpdateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Fetch new versions of lists.",
        discussion: """
            Fetches the feeds named, or those of the configuration that are due. A version that is broken, empty or less than half \
            of the one before is refused, and that one stays. Exit status 3 when a feed failed, 1 when all did.

              flowcensus feeds update feodo
              flowcensus feeds update --config /etc/flowcensus/flowcensus.yaml \\
                --folder /var/lib/flowcensus/feeds
            """)

    @Argument(help: ArgumentHelp("Feeds that are described, or presets.", valueName: "name"))
    var names: [String] = []

    @OptionGroup var options: FeedOptions

    @Option(help: "Log lines as text, or json for one JSON object a line.")
    var logFormat: LogFormat = .text

    func run() throws {
        Log.format = logFormat
        let job = try FeedUpdateJob(options.choice(names), clock: { SystemClock.now }, logger: Log.logger)
        let (tried, failed) = job.run()
        if tried > 0, failed == tried { throw ExitCode(ExitStatus.failed) }
        try ExitStatus.throwIfRefused(failed > 0)
    }
}

struct FeedsStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how old lists are, and what became of the last attempts.",
        discussion: """
            Shows the feeds named, or all that the configuration or the folder has.

              flowcensus feeds status
              flowcensus feeds status feodo --json
            """)

    @Argument(help: ArgumentHelp("Feeds that are described, or presets.", valueName: "name"))
    var names: [String] = []

    @OptionGroup var options: FeedOptions

    @Flag(help: "Write one JSON object.")
    var json = false

    func run() throws {
        try untilReaderGoes { try FeedStatusJob(options.choice(names), now: SystemClock.now).write(asJSON: json) }
    }
}

struct FeedsPresetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presets",
        abstract: "Show the public feeds that are known by name, with their terms of use.",
        discussion: """
              flowcensus feeds presets
            """)

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        try untilReaderGoes { try FeedPresetsJob.write() }
    }
}
