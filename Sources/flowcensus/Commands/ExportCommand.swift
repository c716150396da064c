import ArgumentParser
import CensusQueries
import HourlyRollup
import Logging

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the hourly counts, or another grouping of them.",
        discussion: """
            Distinct hosts never add up: every grouping is counted from the sets of hosts.

              flowcensus export --from 2013-05-01 --to 2013-06-01
              flowcensus export --by origin --min-grade exchanged
              flowcensus export --by country --geo countries.mmdb
              flowcensus export --by total --class c2,backdoor --geo countries.mmdb \\
                --country US
              flowcensus export --by host --min-grade attempted --assets assets.csv \\
                --output affected-hosts.csv

            \(Grade.glossary)
            """)

    @OptionGroup var storeOption: StoreOption
    @OptionGroup var query: QueryOptions
    @OptionGroup var country: CountryOption
    @OptionGroup var system: SystemOption
    @OptionGroup var inventory: InventoryOption
    @OptionGroup var evidence: EvidenceOptions

    @Option(
        help: ArgumentHelp(
            "What makes a row.",
            valueName: "grouping"))
    var by: Grouping = .originAndHour

    @Option(
        name: .customLong("min-grade"),
        help: ArgumentHelp(
            "From which grade on a host counts as affected (attempted where not given), or with --by host is listed (all).",
            valueName: "grade"))
    var minGrade: Grade?

    @OptionGroup(title: "Flows")
    var flows: FlowOptions

    @OptionGroup var configurationFile: ConfigurationOption

    func validate() throws { try flows.checkCountries(country) }

    func run() throws {
        for notice in query.notices + flows.notices { Log.logger.notice("\(notice)") }
        let job = try QueryJob(
            store: storeOption.store, of: Engines(), hours: query.hours, format: query.format, output: query.output,
            selection: flows.selection,
            enrichment: EnrichmentOptions(
                countryFile: country.geo, systemFile: system.asn, assetFile: inventory.assets),
            seesOneWay: evidence.oneWay, logger: Log.logger)
        try job.export(by: by, minimumGrade: minGrade)
        try ExitStatus.throwIfRefused(job.refusedSome)
    }
}
