package import CensusExport
package import CensusModel
package import HourlyRollup
package import Logging
package import NetworkTypes
import Runtime
import SQLiteStore

/// The commands `export` and `flows`: a question to a store, and where its answer goes.
package struct QueryJob {
    private let query: CensusQuery
    private let output: TextOutput
    private let enrichments: Enrichments
    private let logger: Logger

    package init(
        store path: String, hours: HourRange, format: ExportFormat, output: String?,
        enrichment: EnrichmentOptions = EnrichmentOptions(), seesOneWay: Bool = false, logger: Logger
    ) throws {
        let enrichments = try Enrichments(enrichment)
        query = CensusQuery(
            try SQLiteCensus(path: path, access: .read), hours: hours, format: format,
            rules: enrichments.rules(seesOneWay: seesOneWay), country: enrichments.country)
        self.output = try TextOutput(path: output)
        self.enrichments = enrichments
        self.logger = logger
    }

    /// - Parameters:
    ///   - flows: what was counted in this process.
    ///   - memory: bytes that looking back may take.
    package init(
        _ flows: any FlowSource, output: String?, enrichments: Enrichments, seesOneWay: Bool, memory: Int,
        logger: Logger
    ) throws {
        var rules = enrichments.rules(seesOneWay: seesOneWay)
        rules.memory = memory
        query = CensusQuery(flows, hours: HourRange(), format: .csv, rules: rules, country: enrichments.country)
        self.output = try TextOutput(path: output)
        self.enrichments = enrichments
        self.logger = logger
    }

    /// Whether a line of a file was refused.
    package var refusedSome: Bool { enrichments.refusedSome }

    package func export(by grouping: Grouping, minimumGrade: Grade?) throws {
        enrichments.log(to: logger)
        if grouping.keepsCountry, enrichments.countries == nil {
            logger.notice("the countries of origins are unknown: no country file was given (--geo)")
        }
        try query.export(by: grouping, minimumGrade: minimumGrade) { try output.write($0) }
        enrichments.logDamage(to: logger)
        try output.finish()
    }

    package func flows(origin: IPAddress?, host: IPAddress?) throws {
        enrichments.log(to: logger)
        try query.flows(origin: origin, host: host) { try output.write($0) }
        try output.finish()
    }
}
