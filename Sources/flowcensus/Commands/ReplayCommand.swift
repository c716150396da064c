import ArgumentParser
import CensusQueries
import CommandSupport
import HourlyRollup
import IngestPipeline
import Logging
import Runtime

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Count the hosts in captures and flow logs.",
        discussion: """
            Reads pcap and pcapng captures and flow logs, plain or compressed (gzip, Zstandard or zip), and adds what \
            they show to the store. The order of files makes no difference. A file is known by its content: one that \
            was counted before is not counted again, one that has grown is continued where it ended, and one whose \
            count was interrupted goes on at the last commit.

              flowcensus replay monday.pcap.gz tuesday.pcap.gz --watchlist c2.txt
              tcpdump -w - -c 1000000 | flowcensus replay - --watchlist c2.csv
              flowcensus replay captures/ --watchlist c2.txt --store :memory: > counts.csv
              flowcensus replay today.pcap --watchlist c2.txt --follow
              flowcensus replay conn.log.gz nfcapd.202611011200 --watchlist c2.txt
              flowcensus replay exports.pcap --exports --watchlist c2.txt

            Flow logs are files of IPFIX, of nfcapd, Zeek's conn.log, Suricata's eve.json, VPC flow logs of AWS, Google \
            and Azure, and CSV of argus. They are recognised by their content; ipfix:, nfcapd:, zeek:, suricata:, \
            aws:, gcp:, azure: or argus: before a file's name says what it is where its content does not.

            A list is what feeds publish, plain or compressed: addresses, prefixes and ranges, with or without \
            ports; CSV with a header that names address and any of port, protocol, class, label, source, \
            confidence, valid_from, valid_until; and the formats that 'flowcensus watchlist --help' names.
            """)

    @Argument(
        help: ArgumentHelp("Captures and flow logs, folders of them, or - for standard input.", valueName: "file"))
    var files: [String]

    @OptionGroup var watchlist: WatchlistOptions

    @Option(help: ArgumentHelp("The store: a SQLite file, or :memory: to keep none.", valueName: "path"))
    var store = "census.db"

    @Flag(help: "Count files again that were counted before, in place of what they contributed.")
    var again = false

    @Flag(help: "Go on reading files that grow, until INT or TERM.")
    var follow = false

    @Flag(
        help:
            "Count the flows that NetFlow, IPFIX and sFlow datagrams in captures report, in place of these datagrams."
    )
    var exports = false

    @Option(
        help: ArgumentHelp(
            "How a flow log's record that spans more than two hours counts: in the hours of its first and its last packet (ends), or divided over all of them (spread).",
            valueName: "mode"))
    var longRecords = LongRecords.ends

    @OptionGroup var memoryOption: MemoryOption

    @Option(
        help: ArgumentHelp(
            "How many files are read at the same time (default: as many as there are cores).", valueName: "n"))
    var jobs: Int?

    @OptionGroup var sensor: SensorOption

    @OptionGroup var tunnels: TunnelOptions

    @Option(
        help: ArgumentHelp(
            "Then write the hourly counts to a file, or to standard output for -; with --store :memory: that is the default.",
            valueName: "file"))
    var export: String?

    @OptionGroup var country: CountryOption
    @OptionGroup var evidence: EvidenceOptions

    @OptionGroup var configurationFile: ConfigurationOption

    /// Each job is a thread with a share of the memory.
    private static let jobCounts = 1...1_024

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("Name at least one capture or flow log.") }
        if let jobs, !Self.jobCounts.contains(jobs) {
            throw ValidationError("--jobs takes a number from 1 to \(Self.jobCounts.upperBound).")
        }
        if follow, files.contains("-") {
            throw ValidationError("--follow takes files; standard input is read to its end without it.")
        }
        if follow, again { throw ValidationError("--again and --follow exclude each other.") }
    }

    func run() throws {
        let enrichments = try Enrichments(EnrichmentOptions(countryFile: country.geo))
        let job = try ReplayJob(options, stores: sensor.engines, logger: Log.logger)
        let result = try ProgressLine.show(job.progress) { try job.run() }
        for line in result.summaryLines { Log.logger.info("\(line)") }
        if result.refusedAll { throw ExitCode(ExitStatus.failed) }
        if let target = export ?? (job.keepsNoStore ? "-" : nil) {
            try untilReaderGoes {
                try QueryJob(
                    job.flows, output: target, enrichments: enrichments, seesOneWay: evidence.oneWay,
                    memory: options.memory / 4, logger: Log.logger
                ).run()
            }
        }
        try ExitStatus.throwIfRefused(result.refusedSome)
    }

    private var options: ReplayOptions {
        var options = ReplayOptions(inputs: files, lists: watchlist.options, store: store, tunnels: tunnels.tunnels)
        options.tunnelPeers = tunnels.tunnelPeers
        options.jobs = jobs
        options.memory = memoryOption.bytes(store: store)
        options.countsAgain = again
        options.follows = follow
        options.readsExports = exports
        options.spreadsLongRecords = longRecords == .spread
        return options
    }
}
