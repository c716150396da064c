import ArgumentParser
import CensusQueries
import HourlyRollup
import IngestPipeline
import Logging
import PacketDecoding
import Runtime

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Count the hosts in captures.",
        discussion: """
            Reads pcap and pcapng captures, plain or compressed (gzip, Zstandard or zip), and adds what they \
            show to the store. The order of files makes no difference. A capture is known by its content: one that \
            was counted before is not counted again, one that has grown is continued where it ended, and one whose \
            count was interrupted goes on at the last commit.

              flowcensus replay monday.pcap.gz tuesday.pcap.gz --watchlist c2.txt
              tcpdump -w - -c 1000000 | flowcensus replay - --watchlist c2.csv
              flowcensus replay captures/ --watchlist c2.txt --store :memory: > counts.csv
              flowcensus replay today.pcap --watchlist c2.txt --follow

            A list is what feeds publish, plain or compressed: addresses, prefixes and ranges, with or without \
            ports; CSV with a header that names address and any of port, protocol, class, label, source, \
            confidence, valid_from, valid_until; and the formats that 'flowcensus watchlist --help' names.
            """)

    @Argument(help: ArgumentHelp("Captures, folders of captures, or - for standard input.", valueName: "file"))
    var files: [String]

    @OptionGroup var watchlist: WatchlistOptions

    @Option(help: ArgumentHelp("The store: a SQLite file, or :memory: to keep none.", valueName: "path"))
    var store = "census.db"

    @Flag(help: "Count captures again that were counted before, in place of what they contributed.")
    var again = false

    @Flag(help: "Go on reading files that grow, until INT or TERM.")
    var follow = false

    @OptionGroup var memoryOption: MemoryOption

    @Option(
        help: ArgumentHelp(
            "How many files are read at the same time (default: as many as there are cores).", valueName: "n"))
    var jobs: Int?

    @Option(help: "Which IP header of a tunnelled packet counts: innermost or outermost.")
    var tunnels: TunnelPolicy = .innermost

    @Option(
        help: ArgumentHelp(
            "Then write the hourly counts to a file, or to standard output for -; with --store :memory: that is the default.",
            valueName: "file"))
    var export: String?

    @OptionGroup var country: CountryOption
    @OptionGroup var evidence: EvidenceOptions

    /// Each job is a thread with a share of the memory.
    private static let jobCounts = 1...1_024

    func validate() throws {
        guard !files.isEmpty else { throw ValidationError("Name at least one capture.") }
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
        let job = try ReplayJob(options, logger: Log.logger)
        let result = try ProgressLine.show(job.progress) { try job.run() }
        for line in result.summaryLines { Log.logger.info("\(line)") }
        if result.refusedAll { throw ExitCode(ExitStatus.failed) }
        if let target = export ?? (job.keepsNoStore ? "-" : nil) {
            try untilReaderGoes {
                try QueryJob(
                    job.flows, output: target, enrichments: enrichments, seesOneWay: evidence.oneWay,
                    memory: options.memory / 4, logger: Log.logger
                ).export(by: .originAndHour, minimumGrade: nil)
            }
        }
        try ExitStatus.throwIfRefused(result.refusedSome)
    }

    private var options: ReplayOptions {
        var options = ReplayOptions(inputs: files, lists: watchlist.options, store: store, tunnels: tunnels)
        options.jobs = jobs
        options.memory = memoryOption.bytes(store: store)
        options.countsAgain = again
        options.follows = follow
        return options
    }
}
