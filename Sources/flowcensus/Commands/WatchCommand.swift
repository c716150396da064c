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

            What was told is kept in the store. With --since nothing is kept, and nothing goes to a sink: it shows what would have \
            been told.
            """)

    @OptionGroup var storeOption: StoreOption

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
        Log.format = logFormat
        for notice in [since?.notice("--since"), from?.notice("--from")].compactMap(\.self) {
            Log.logger.notice("\(notice)")
        }
        var options = try WatchOptions(EventOptions.settings(configurationFile.config, .standardOutput(format)))
        options.enrichment = EnrichmentOptions(countryFile: country.geo, assetFile: inventory.assets)
        options.seesOneWay = evidence.oneWay
        options.listFolders = lists.map(EventWatch.listFolders(in:)) ?? []
        options.begin = from?.time
        guard let since else { return try watch(options) }
        options.begin = since.time
        options.settings.sinks = [.standardOutput(format)]
        let stores = Engines()
        let memory = try stores.open(StoreName.memory, for: .write) as? any EventLedger
        let watch = try EventWatch(
            try stores.open(storeOption.store, for: .read), options, notedIn: memory, clock: { SystemClock.now },
            logger: Log.logger)
        _ = try watch.runOnce()
    }

    private func watch(_ options: WatchOptions) throws {
        let stop = StopFlag()
        if !once { SignalThread.hold() }
        let watch = try EventWatch(
            try Engines().open(storeOption.store, for: .change), options, clock: { SystemClock.now }, stop: stop,
            logger: Log.logger)
        guard !once else {
            guard try watch.runOnce() else { throw ExitCode(ExitStatus.failed) }
            return
        }
        SignalThread.start { signal in if case .stop = signal { stop.set() } }
        Log.logger.info("watching \(storeOption.store)")
        watch.run()
    }
}
