import ArgumentParser
import CensusEvents
import CensusModel
import CensusQueries
import CommandSupport
import Foundation
import Logging
import NetworkTypes
import Runtime

struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Tell what is new, as events.",
        discussion: """
            Looks at the store every few seconds and tells each new thing once: an origin that is active, a host that is \
            affected, its grade risen, a back door entered, a threshold crossed, coverage fallen, drops, an exporter, an interface \
            or a list gone silent. Events go to the sinks that the section 'events' of the configuration describes, or to \
            standard output where it describes none.

              flowcensus watch --store /var/lib/flowcensus/census.db
              flowcensus watch --since yesterday
              flowcensus watch --config /etc/flowcensus/flowcensus.yaml

            What was told is kept in the store; of a store on a ClickHouse server it is kept in the file that --state names. \
            With --since nothing is kept, and nothing goes to a sink: it shows what would have been told.

            Signals: INT and TERM stop, after a last look; HUP reads the configuration again.
            """)

    @OptionGroup var storeOption: StoreOption

    @Option(
        help: ArgumentHelp(
            "A file that keeps what was told, in place of the store; made if it is missing. It is a store of its own without "
                + "flows, and belongs to one watched store.", valueName: "file"))
    var state: String?

    @Flag(help: "Look once, tell what there is, and end.")
    var once = false

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Look once, print the events of hours from here on, whether they were told or not, and remember nothing.",
            valueName: "time"))
    var since: TimeExpression?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Where the store was not watched before, tell of hours from here on (default: the present hour).",
            valueName: "time"))
    var from: TimeExpression?

    @Option(help: "How events are written to standard output: json, ecs, cef, eve or text.")
    var format: EventFormat = .json

    @Option(
        help: ArgumentHelp(
            "The folder of 'flowcensus feeds update', whose lists are watched, too.", valueName: "folder"))
    var lists: String?

    @OptionGroup var country: CountryOption
    @OptionGroup var inventory: InventoryOption
    @OptionGroup var evidence: EvidenceOptions

    @Option(help: "Log lines as text, or json for one JSON object a line.")
    var logFormat: LogFormat = .text

    @OptionGroup var configurationFile: ConfigurationOption

    func run() throws {
        if !once, since == nil { SignalThread.holdRequests() }
        Log.format = logFormat
        for notice in [since?.notice("--since"), from?.notice("--from")].compactMap(\.self) {
            Log.logger.notice("\(notice)")
        }
        guard let since else { return try watch() }
        var options = try options
        options.begin = since.time
        options.settings.sinks = [.standardOutput(format)]
        let watch = try EventWatch(
            try Engines().open(storeOption.store, for: .read), options, notedIn: EventOptions.ledger(StoreName.memory),
            clock: { SystemClock.now }, logger: Log.logger)
        guard try watch.runOnce() else { throw CommandProblem("not every event was written to standard output") }
    }

    private var options: WatchOptions {
        get throws {
            var options = try WatchOptions(EventOptions.settings(configurationFile.config, .standardOutput(format)))
            options.enrichment = EnrichmentOptions(countryFile: country.geo, assetFile: inventory.assets)
            options.seesOneWay = evidence.oneWay
            options.listFolders = lists.map(EventWatch.listFolders(in:)) ?? []
            options.begin = from?.time
            return options
        }
    }

    private func watch() throws {
        let (store, state, first) = (storeOption.store, state, try options)
        guard !once else {
            guard try EventOptions.maker(store, state, first)(StopFlag(), nil).runOnce() else {
                throw ExitCode(ExitStatus.failed)
            }
            return
        }
        SignalThread.hold()
        let rounds = EventRounds(logger: Log.logger)
        try rounds.begin(EventOptions.maker(store, state, first))
        let configuration = RunningConfiguration<Self>(changing: [
            "geo", "assets", "one-way", "lists", "format",
        ])
        SignalThread.start { signal in
            switch signal {
            case .stop: rounds.stop()
            case .reloadLists: Self.restart(rounds, store, state, configuration)
            case .printStatistics: break
            }
        }
        Log.logger.info("watching \(store)")
        rounds.run()
    }

    /// Begins again with what the configuration says now: rules, sinks, and the files that options name.
    private static func restart(
        _ rounds: EventRounds, _ store: String, _ state: String?, _ configuration: RunningConfiguration<Self>
    ) {
        do {
            var options = try configuration.again().options
            options.begin = nil
            rounds.restart(EventOptions.maker(store, state, options))
            Log.logger.notice(
                "the configuration was read again: rules and sinks of events are those that it describes now")
        } catch {
            Log.logger.error("the configuration was not read again, and what it said before holds: \(error)")
        }
    }
}
