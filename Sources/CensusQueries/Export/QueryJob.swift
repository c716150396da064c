package import CensusExport
package import CensusModel
package import HourlyRollup
package import Logging
package import NetworkTypes
import Runtime

/// The commands `export` and `flows`: a question to a store, and where its answer goes.
package struct QueryJob {
    private let query: CensusQuery
    private let output: TextOutput
    private let enrichments: Enrichments
    private let logger: Logger

    package init(
        store name: String, of stores: any StoreOpener, hours: HourRange, format: ExportFormat, output: String?,
        selection: FlowSelection = FlowSelection(), enrichment: EnrichmentOptions = EnrichmentOptions(),
        seesOneWay: Bool = false, logger: Logger
    ) throws {
        let enrichments = try Enrichments(enrichment)
        query = CensusQuery(
            try stores.open(name, for: .read), hours: hours, format: format,
            rules: enrichments.rules(seesOneWay: seesOneWay), selection: selection, facts: enrichments.facts)
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
        query = CensusQuery(flows, hours: HourRange(), format: .csv, rules: rules, facts: enrichments.facts)
        self.output = try TextOutput(path: output)
        self.enrichments = enrichments
        self.logger = logger
    }

    /// Whether a line of a file was refused.
    package var refusedSome: Bool { enrichments.refusedSome }

    package func export(by grouping: Grouping, minimumGrade: Grade?) throws {
        enrichments.log(to: logger)
        if let missing = enrichments.missing(for: grouping) { logger.notice("\(missing)") }
        try query.export(by: grouping, minimumGrade: minimumGrade) { try output.write($0) }
        enrichments.logDamage(to: logger)
        try output.finish()
    }

    package func flows() throws {
        enrichments.log(to: logger)
        let facts = enrichments.facts
        let columns = JudgedFlow.columns(
            country: enrichments.countries == nil ? nil : facts.country,
            system: enrichments.systems == nil ? nil : facts.system)
        try query.flows(columns) { try output.write($0) }
        enrichments.logDamage(to: logger)
        try output.finish()
    }
}

extension Enrichments {
    /// What to say of a grouping that tells nothing apart without a file that was not given.
    fileprivate func missing(for grouping: Grouping) -> String? {
        switch grouping {
        case .country, .countryAndHour:
            countries == nil ? "the countries of origins are unknown: no country file was given (--geo)" : nil
        case .autonomousSystem:
            systems == nil ? "the autonomous systems of origins are unknown: no file of them was given (--asn)" : nil
        case .sector: assets == nil ? "the sectors of hosts are unknown: no inventory was given (--assets)" : nil
        default: nil
        }
    }
}
