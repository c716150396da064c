package import CensusModel
import CensusReport
import HourlyRollup
package import Logging
import NetworkTypes
import Runtime

/// The command `report`: what is stated of a period, and where it goes.
package struct ReportJob {
    private let store: any CensusStore
    private let enrichments: Enrichments
    private let options: ReportOptions
    private let output: TextOutput
    private let logger: Logger

    package init(
        store name: String, of stores: any StoreOpener, _ options: ReportOptions, output: String?,
        enrichment: EnrichmentOptions, logger: Logger
    ) throws {
        self.options = options
        self.logger = logger
        enrichments = try Enrichments(enrichment)
        store = try stores.open(name, for: .read)
        self.output = try TextOutput(path: output)
        enrichments.log(to: logger)
        if enrichments.countries == nil {
            logger.notice("the countries of origins are unknown: no country file was given (--geo)")
        }
    }

    /// Whether a line of a file was refused.
    package var refusedSome: Bool { enrichments.refusedSome }

    package func write() throws {
        let text = try options.text(store, enrichments)
        enrichments.logDamage(to: logger)
        Confirmation.log(try store.lists(), now: SystemClock.now, to: logger)
        try output.write(text)
        try output.finish()
    }
}
