import ArgumentParser
import CensusQueries
import CommandSupport
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
            holds only that country's origins. Nothing is sent to anybody, unless --mail sendmail says so: what is \
            written is for you to read and to send.

              flowcensus notify --country all --output notices --geo countries.mmdb
              flowcensus notify --country US --country DE --period 2013-05 \\
                --output notices --geo countries.mmdb --contacts contacts.csv \\
                --from-name 'CERT Example' --contact cert@cert.example
              flowcensus notify --country all --output notices --geo countries.mmdb \\
                --contacts contacts.csv --from-name 'CERT Example' \\
                --contact cert@cert.example --since-last told.csv --mail drafts \\
                --gpg-home keys

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
        help: ArgumentHelp(
            "Tell only hours that hold something new since the notices that this file remembers, and have it remember these.",
            valueName: "file"))
    var sinceLast: String?

    @OptionGroup(title: "Mail")
    var mail: MailArguments

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
        guard mail.mail == nil || sender.fromName != nil && sender.contact != nil && sender.contacts != nil else {
            throw ValidationError(
                "--mail needs to know who writes to whom: give --from-name, --contact and --contacts.")
        }
    }

    func run() throws {
        guard let choice else { return }
        try mail.requireConsent()
        for notice in time.notices { Log.logger.notice("\(notice)") }
        var options = NotifyOptions(store: storeOption.store, folder: output, countries: choice)
        options.hours = time.hours
        options.minimumGrade = minGrade ?? .attempted
        options.enrichment = EnrichmentOptions(
            countryFile: countries.geo, home: home, assetFile: inventory.assets)
        options.seesOneWay = evidence.oneWay
        options.replaces = force
        options.lists = watchlist
        options.memoryFile = sinceLast
        options.mail = mail.options
        sender.apply(to: &options)
        disclosure.apply(to: &options)
        let result = try NotifyJob(options, stores: Engines(), logger: Log.logger).run()
        for line in result.summaryLines { Log.logger.info("\(line)") }
        guard mail.send(result.drafts, from: sender.contact ?? "") else { throw ExitCode(ExitStatus.failed) }
        // Whoever got no mail gets one the next time.
        if !result.refusedSome { try result.remember() }
        try ExitStatus.throwIfRefused(result.refusedSome)
    }

    private var choice: CountryChoice? { CountryChoice(country) }
}
