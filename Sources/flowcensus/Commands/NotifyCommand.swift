import ArgumentParser
import CensusQueries
import HourlyRollup
import Logging
import NetworkTypes

struct NotifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify",
        abstract: "Write what each country's institution needs to act.",
        discussion: """
            Makes a folder for each country, named by its code: a covering text ready for mail, the evidence as \
            CSV, a report in X-ARF for each origin, an event for MISP, a bundle of STIX 2.1, and checksums. Each \
            holds only that country's origins. Nothing is sent to anybody: what is written is for you to read \
            and to send.

              flowcensus notify --country all --output notices --geo countries.mmdb
              flowcensus notify --country US --country DE --period 2013-05 \\
                --output notices --geo countries.mmdb --contacts contacts.csv \\
                --from-name 'CERT Example' --contact cert@cert.example

            Flows that a host began, and those by which an origin came in, are evidence. Others, and \
            origins listed as scanners or sinkholes, are not, unless --min-grade probed asks for all.

            \(Grade.glossary)
            """)

    @OptionGroup var storeOption: StoreOption

    @Option(
        help: ArgumentHelp(
            "A country's two letters, which may be given again; all, for every country but your own; or unknown, for origins of which none is known.",
            valueName: "country"))
    var country: [String]

    @Option(
        help: ArgumentHelp(
            "The folder for the countries' folders, made if it is missing.", valueName: "folder"))
    var output: String

    @OptionGroup var time: PeriodOptions
    @OptionGroup var countries: CountryOption
    @OptionGroup var inventory: InventoryOption
    @OptionGroup var evidence: EvidenceOptions

    @Option(help: ArgumentHelp("Our own country, which --country all leaves out.", valueName: "country"))
    var home: CountryCode?

    @Option(
        help: ArgumentHelp(
            "A list that the store was counted with, to say of each flow which list names its origin; may be given again.",
            valueName: "list"))
    var watchlist: [String] = []

    @OptionGroup var sender: SenderOptions
    @OptionGroup var disclosure: DisclosureOptions

    @Option(
        name: .customLong("min-grade"),
        help: ArgumentHelp("From which grade on a flow is evidence (attempted where not given).", valueName: "grade"))
    var minGrade: Grade?

    @Flag(help: "Replace folders that are there.")
    var force = false

    @OptionGroup var configurationFile: ConfigurationOption

    func validate() throws {
        guard choice != nil else {
            throw ValidationError("--country takes all, unknown, or countries by their two letters.")
        }
    }

    func run() throws {
        guard let choice else { return }
        for notice in time.notices { Log.logger.notice("\(notice)") }
        var options = NotifyOptions(store: storeOption.store, folder: output, countries: choice)
        options.hours = time.hours
        options.minimumGrade = minGrade ?? .attempted
        options.enrichment = EnrichmentOptions(
            countryFile: countries.geo, home: home, assetFile: inventory.assets)
        options.seesOneWay = evidence.oneWay
        options.replaces = force
        options.lists = watchlist
        sender.apply(to: &options)
        disclosure.apply(to: &options)
        let result = try NotifyJob(options, stores: Engines(), logger: Log.logger).run()
        for line in result.summaryLines { Log.logger.info("\(line)") }
        try ExitStatus.throwIfRefused(result.refusedSome)
    }

    private var choice: CountryChoice? { CountryChoice(country) }
}
