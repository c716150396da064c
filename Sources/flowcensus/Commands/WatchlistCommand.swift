import ArgumentParser
import CensusQueries
import CommandSupport
import Foundation
import Logging
import NetworkTypes
import Runtime
import Watchlist

struct WatchlistCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watchlist",
        abstract: "Look into lists: check, look up, compare, compile.",
        discussion: """
            A list is recognised by its content, or FORMAT:LIST says what it is. The formats:
            \(ListFormat.allCases.map(\.rawValue).joined(separator: ", ")).
            """,
        subcommands: [CheckCommand.self, LookupCommand.self, DiffCommand.self, CompileCommand.self])
}

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Report what is in lists, and everything that is left out of them and why.",
        discussion: """
            Exit status 3 when a line or a list was refused.

              flowcensus watchlist check c2.txt
              flowcensus watchlist check feodo:list.csv --internal 10.0.0.0/8
            """)

    @Argument(help: ArgumentHelp("Lists, in any format.", valueName: "list"))
    var lists: [String]

    @OptionGroup var hygiene: HygieneOptions

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        let job = try ListCheckJob(hygiene.options(for: lists), now: SystemClock.now)
        try untilReaderGoes { try job.report() }
        try ExitStatus.throwIfRefused(job.refusedSome)
    }
}

struct LookupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup",
        abstract: "Say which entry names an address, where it stands, and why it matches.",
        discussion: """
              flowcensus watchlist lookup 203.0.113.10:443 --watchlist c2.csv
              flowcensus watchlist lookup '[2001:db8::7]:443' --watchlist c2.csv \\
                --at 2013-05-31T23:00:00Z
            """)

    @Argument(help: ArgumentHelp("An address, or an address and a port.", valueName: "address"))
    var address: String

    @OptionGroup var watchlist: WatchlistOptions

    @Option(
        parsing: .unconditional, help: ArgumentHelp("The time of the packet (default: now).", valueName: "time"))
    var at: TimeExpression?

    @Option(
        name: .customLong("protocol"), help: ArgumentHelp("The protocol of the packet, as tcp.", valueName: "protocol"))
    var transport: TransportProtocol?

    @OptionGroup var configurationFile: ConfigurationOption

    func validate() throws {
        guard question(at: Timestamp(nanoseconds: 0)) != nil else {
            throw ValidationError("'\(address)' is neither an address nor an address and a port.")
        }
    }

    func run() throws {
        let job = try ListLookupJob(watchlist.options, logger: Log.logger)
        if let notice = at?.notice("--at") { Log.logger.notice("\(notice)") }
        guard let question = question(at: at?.time ?? SystemClock.now) else { return }
        try untilReaderGoes { try job.answer(question) }
        try ExitStatus.throwIfRefused(job.refusedSome)
    }

    private func question(at time: Timestamp) -> LookupQuestion? {
        LookupQuestion(address, transport: transport, at: time)
    }
}

struct DiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what a newer list adds (+), removes (-) and changes (~).",
        discussion: """
              flowcensus watchlist diff yesterday.txt today.txt
            """)

    @Argument(help: "The list as it was.")
    var old: String

    @Argument(help: "The list as it is.")
    var new: String

    @OptionGroup var hygiene: HygieneOptions

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        let job = try ListDiffJob(old: old, new: new, hygiene.options(for: []), logger: Log.logger)
        try untilReaderGoes {
            let summary = try job.write()
            Log.logger.info("\(summary)")
        }
        try ExitStatus.throwIfRefused(job.refusedSome)
    }
}

struct CompileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compile",
        abstract: "Write lists in one form that every command reads, and that loads fastest.",
        discussion: """
            Duplicates are merged, and what 'watchlist check' names as left out is left out. The file has a version and a checksum.

              flowcensus watchlist compile feodo.csv drop.txt --output c2.compiled
            """)

    @Argument(help: ArgumentHelp("Lists, in any format.", valueName: "list"))
    var lists: [String]

    @OptionGroup var hygiene: HygieneOptions

    @Option(
        help: ArgumentHelp(
            "Where to write, as a file that appears when it is whole; - for standard output.", valueName: "file"))
    var output: String

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        let job = try ListCompileJob(hygiene.options(for: lists), logger: Log.logger)
        let count = try job.write(to: output)
        Log.logger.info("\(output): \(count) entries")
        try ExitStatus.throwIfRefused(job.refusedSome)
    }
}
