import ArgumentParser
import CensusModel
import CensusQueries
import CommandSupport
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

            Signals: INT and TERM stop, and everything that came before is counted; HUP reads the configuration and the \
            lists again; USR1 prints the statistics.
            """)

    @Argument(help: ArgumentHelp("Interfaces to capture, or any for all of them.", valueName: "interface"))
    var interfaces: [String]

    @OptionGroup var watchlist: WatchlistOptions

    @Option(help: ArgumentHelp("The store: a SQLite file, or :memory: to keep none.", valueName: "path"))
    var store = "census.db"

    @OptionGroup var sensor: SensorOption

    @OptionGroup var tunnels: TunnelOptions

    @OptionGroup var memoryOption: MemoryOption

    @OptionGroup(title: "Capture")
    var capture: CaptureOptions

    @OptionGroup(title: "Running")
    var running: RunningOptions

    @OptionGroup(title: "Shipping")
    var shipping: ShippingOptions

    @OptionGroup(title: "Events")
    var events: EventOptions

    @OptionGroup var configurationFile: ConfigurationOption

    func validate() throws {
        guard !interfaces.isEmpty else { throw ValidationError("Name at least one interface.") }
    }

    func run() throws {
        Log.format = running.logFormat
        let metrics = running.metricsAddress.map(MetricsEndpoint.init)
        let rounds = EventRounds(logger: Log.logger)
        let configuration = RunningConfiguration<Self>(changing: RunningOptions.changing)
        var options = options
        options.running.reread = { [isWatched = events.watch, store] in
            let command = try configuration.again()
            if isWatched { rounds.restart(try command.watch(store)) }
            return command.options.running
        }
        let job = try LiveJob(options, stores: sensor.engines, logger: Log.logger)
        if events.watch { try rounds.begin(watch(store), in: job.keepsNoStore ? job.store : nil) }
        try job.runShowing(
            metrics, memory: options.running.memory, rounds: rounds,
            ship: shipping.job(from: store, sensor: sensor.sensor))
    }

    private func watch(_ store: String) throws -> EventRounds.Maker {
        try events.watch(configurationFile.config, watchlist.options, store)
    }

    private var options: SniffOptions {
        var options = SniffOptions(
            interfaces: interfaces,
            running: LiveCountOptions(
                kind: .session, lists: watchlist.options, store: store, tunnels: tunnels.tunnels))
        options.running.tunnelPeers = tunnels.tunnelPeers
        options.running.memory = memoryOption.bytes(store: store)
        capture.apply(to: &options)
        running.apply(to: &options.running)
        return options
    }
}
