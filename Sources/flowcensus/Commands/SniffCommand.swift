import ArgumentParser
import CensusModel
import CensusQueries
import CommandSupport
import IngestPipeline
import Logging
import Runtime

struct SniffCommand: LiveCommand {
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
        try count { try LiveJob(options($0), stores: sensor.engines, logger: Log.logger) }
    }

    var liveOptions: LiveCountOptions {
        var options = LiveCountOptions(
            kind: .session, lists: watchlist.options, store: store, tunnels: tunnels.tunnels)
        options.tunnelPeers = tunnels.tunnelPeers
        options.memory = memoryOption.bytes(store: store)
        running.apply(to: &options)
        return options
    }

    private func options(_ running: LiveCountOptions) -> SniffOptions {
        var options = SniffOptions(interfaces: interfaces, running: running)
        capture.apply(to: &options)
        return options
    }
}
