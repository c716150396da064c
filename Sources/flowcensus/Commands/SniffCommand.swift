import ArgumentParser
import CensusQueries
import HourlyRollup
import IngestPipeline
import Logging
import Runtime

struct SniffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sniff",
        abstract: "Count the hosts on live interfaces.",
        discussion: """
            Captures interfaces and adds what they show to the store, every few seconds, until it is stopped. \
            Privileges are needed to open the interfaces and given up before the first packet is counted; the store \
            is written as the user named with --user.

              sudo flowcensus sniff eth0 --watchlist c2.txt --user flowcensus \\
                --store /var/lib/flowcensus/census.db
              flowcensus sniff any --watchlist c2.csv --duration 3600

            Signals: INT and TERM stop, and everything that came before is counted; HUP loads the lists again; USR1 \
            prints the statistics.
            """)

    @Argument(help: ArgumentHelp("Interfaces to capture, or any for all of them.", valueName: "interface"))
    var interfaces: [String]

    @OptionGroup var watchlist: WatchlistOptions

    @Option(help: ArgumentHelp("The store: a SQLite file, or :memory: to keep none.", valueName: "path"))
    var store = "census.db"

    @OptionGroup var tunnels: TunnelOptions

    @OptionGroup var memoryOption: MemoryOption

    @OptionGroup(title: "Capture")
    var capture: CaptureOptions

    @OptionGroup(title: "Running")
    var running: RunningOptions

    @OptionGroup var configurationFile: ConfigurationOption

    func validate() throws {
        guard !interfaces.isEmpty else { throw ValidationError("Name at least one interface.") }
    }

    func run() throws {
        Log.format = running.logFormat
        let job = try SniffJob(options, stores: Engines(), logger: Log.logger)
        let status = job.status
        let summary = try ProgressLine.show({ _ in StatusText.line(status.reading) }, while: { try job.run() })
        for line in summary.lines { Log.logger.info("\(line)") }
        if job.keepsNoStore {
            try untilReaderGoes {
                try QueryJob(
                    job.flows, output: "-", enrichments: Enrichments(EnrichmentOptions()), seesOneWay: false,
                    memory: options.memory / 4, logger: Log.logger
                ).export(by: .originAndHour, minimumGrade: nil)
            }
        }
        if summary.lostAll { throw ExitCode(ExitStatus.failed) }
        if summary.refusedSome { throw ExitCode(ExitStatus.someInputRefused) }
    }

    private var options: SniffOptions {
        var options = SniffOptions(
            interfaces: interfaces, lists: watchlist.options, store: store, tunnels: tunnels.tunnels)
        options.tunnelPeers = tunnels.tunnelPeers
        options.memory = memoryOption.bytes(store: store)
        capture.apply(to: &options)
        running.apply(to: &options)
        return options
    }
}
