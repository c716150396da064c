import ArgumentParser
import CensusQueries
import HourlyRollup
import Logging
import NetworkTypes

struct FlowsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flows",
        abstract: "Write the evidence behind the counts, flow by flow.",
        discussion: """
            One line for each flow between an internal host and a listed origin: addresses and ports, packets, \
            bytes and payload of each end, TCP flags, times, who began, and what it is evidence for.

              flowcensus flows --origin 203.0.113.7
              flowcensus flows --host 10.1.2.3 --format jsonl

            \(Grade.glossary)
            """)

    @OptionGroup var storeOption: StoreOption
    @OptionGroup var query: QueryOptions
    @OptionGroup var inventory: InventoryOption
    @OptionGroup var evidence: EvidenceOptions

    @Option(help: "Only flows with this origin.")
    var origin: IPAddress?

    @Option(help: "Only flows of this internal host.")
    var host: IPAddress?

    func run() throws {
        let job = try QueryJob(
            store: storeOption.store, hours: query.hours, format: query.format, output: query.output,
            enrichment: EnrichmentOptions(assetFile: inventory.assets), seesOneWay: evidence.oneWay, logger: Log.logger)
        try job.flows(origin: origin, host: host)
        try ExitStatus.throwIfRefused(job.refusedSome)
    }
}
