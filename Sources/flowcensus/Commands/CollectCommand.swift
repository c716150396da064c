import ArgumentParser
import CensusModel
import CensusQueries
import CommandSupport
import FlowLogs
import IngestPipeline
import Logging
import NetworkTypes
import Runtime

struct CollectCommand: LiveCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect",
        abstract: "Count the hosts in what exporters send.",
        discussion: """
            Receives NetFlow v5 and v9, IPFIX and sFlow v5 over UDP, told apart by their content, and adds what they report to \
            the store, every few seconds, until it is stopped. Templates are kept in the store, so that a restart loses no \
            records. Sequence numbers show what was lost on its way, which lowers the coverage.

              flowcensus collect 2055 --watchlist c2.txt
              flowcensus collect 192.0.2.1:2055 '[2001:db8::1]:6343' --watchlist c2.csv \\
                --exporters 192.0.2.0/24 --store /var/lib/flowcensus/census.db

            Signals: INT and TERM stop, and everything that came before is counted; HUP reads the configuration and the \
            lists again; USR1 prints the statistics.
            """)

    @Argument(
        help: ArgumentHelp(
            "A port to receive at: on all IPv4 and IPv6 addresses, or on the one named.",
            valueName: "[address:]port"))
    var addresses: [String]

    @OptionGroup var watchlist: WatchlistOptions

    @Option(help: ArgumentHelp("The store: a SQLite file, or :memory: to keep none.", valueName: "path"))
    var store = "census.db"

    @Option(
        help: ArgumentHelp(
            "Networks of your exporters: datagrams from elsewhere are not used, only how many there were is noted.",
            valueName: "networks"))
    var exporters: String?

    @Option(
        help: ArgumentHelp(
            "How a record that spans more than two hours counts: in the hours of its first and its last packet (ends), or divided over all of them (spread).",
            valueName: "mode"))
    var longRecords = LongRecords.ends

    @Option(help: ArgumentHelp("Sockets, each with a thread, that share an address.", valueName: "n"))
    var workers = 1

    @Option(
        help: ArgumentHelp(
            "What the kernel keeps for each socket until it is read: bytes, or as 512KiB, 64MiB, 1GiB.",
            valueName: "size"))
    var buffer = ByteCount(16 * 1_024 * 1_024)

    @OptionGroup var sensor: SensorOption

    @OptionGroup var tunnels: TunnelOptions

    @OptionGroup var memoryOption: MemoryOption

    @OptionGroup(title: "Running")
    var running: RunningOptions

    @OptionGroup(title: "Shipping")
    var shipping: ShippingOptions

    @OptionGroup(title: "Events")
    var events: EventOptions

    @OptionGroup var configurationFile: ConfigurationOption

    private static let mostWorkers = 64
    /// From some datagrams up to what the system's number can say, which doubles it.
    private static let buffers = 64 * 1_024...0x3FFF_FFFF

    func validate() throws {
        guard !addresses.isEmpty else { throw ValidationError("Name at least one port.") }
        for address in addresses where ReceptionAddress(parsing: address) == nil {
            throw ValidationError(
                "'\(address)' is not a port: write 2055, 192.0.2.1:2055 or '[2001:db8::1]:2055'.")
        }
        guard (1...Self.mostWorkers).contains(workers) else {
            throw ValidationError("--workers takes a number from 1 to \(Self.mostWorkers).")
        }
        guard Self.buffers.contains(buffer.bytes) else {
            throw ValidationError("--buffer takes a size from 64KiB to 1023MiB.")
        }
    }

    func run() throws {
        try count(unit: "records") { try LiveJob(options($0), stores: sensor.engines, logger: Log.logger) }
    }

    var liveOptions: LiveCountOptions {
        var options = LiveCountOptions(
            kind: .collection, lists: watchlist.options, store: store, tunnels: tunnels.tunnels)
        options.tunnelPeers = tunnels.tunnelPeers
        options.memory = memoryOption.bytes(store: store)
        options.workers = workers
        running.apply(to: &options)
        return options
    }

    private func options(_ running: LiveCountOptions) -> CollectOptions {
        var options = CollectOptions(
            addresses: addresses.compactMap { ReceptionAddress(parsing: $0) }, running: running)
        options.exporters = exporters
        options.bufferLength = buffer.bytes
        options.spreadsLongRecords = longRecords == .spread
        return options
    }
}
