import ArgumentParser
import CensusQueries
import CommandSupport
import HourlyRollup
import Logging

struct FlowsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flows",
        abstract: "Write the evidence behind the counts, flow by flow.",
        discussion: """
            One line for each flow between an internal host and a listed origin: addresses and ports, packets, \
            bytes and payload of each end, TCP flags, times, who began, and what it is evidence for.

              flowcensus flows --origin 203.0.113.7
              flowcensus flows --host 10.1.2.0/24 --format jsonl
              flowcensus flows --country US --geo countries.mmdb --port 443 \\
                --grade exchanged

            \(Grade.glossary)
            """)

    @OptionGroup var storeOption: StoreOption
    @OptionGroup var query: QueryOptions
    @OptionGroup var result: OutputOption
    @OptionGroup var country: CountryOption
    @OptionGroup var system: SystemOption
    @OptionGroup var inventory: InventoryOption
    @OptionGroup var evidence: EvidenceOptions

    @OptionGroup var arguments: FlowArguments

    @OptionGroup var configurationFile: ConfigurationOption

    func validate() throws { try arguments.flows.checkCountries(country) }

    func run() throws {
        for notice in query.notices + arguments.flows.notices { Log.logger.notice("\(notice)") }
        let job = try QueryJob(
            store: storeOption.store, of: Engines(), arguments.query(query, evidence), output: result.output,
            enrichment: EnrichmentOptions(
                countryFile: country.geo, systemFile: system.asn, assetFile: inventory.assets),
            logger: Log.logger)
        try job.run()
        try ExitStatus.throwIfRefused(job.refusedSome)
    }
}
