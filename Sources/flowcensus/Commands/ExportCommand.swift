import ArgumentParser
import CensusQueries
import CommandSupport
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
    @OptionGroup var result: OutputOption
    @OptionGroup var country: CountryOption
    @OptionGroup var system: SystemOption
    @OptionGroup var inventory: InventoryOption
    @OptionGroup var evidence: EvidenceOptions

    @OptionGroup var counts: CountArguments

    @OptionGroup var configurationFile: ConfigurationOption

    func validate() throws { try counts.flows.checkCountries(country) }

    func run() throws {
        for notice in query.notices + counts.flows.notices { Log.logger.notice("\(notice)") }
        let job = try QueryJob(
            store: storeOption.store, of: Engines(), counts.query(query, evidence), output: result.output,
            enrichment: EnrichmentOptions(
                countryFile: country.geo, systemFile: system.asn, assetFile: inventory.assets),
            logger: Log.logger)
        try job.run()
        try ExitStatus.throwIfRefused(job.refusedSome)
    }
}
