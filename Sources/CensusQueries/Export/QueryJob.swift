package import CensusModel
import HourlyRollup
package import Logging
import NetworkTypes
import Runtime

/// The commands `export` and `flows`: a question to a store, and where its answer goes.
package struct QueryJob {
    private let query: RowQuery
    private let source: any FlowSource
    private let output: TextOutput
    private let enrichments: Enrichments
    private let memory: Int?
    private let logger: Logger

    package init(
        store name: String, of stores: any StoreOpener, _ query: RowQuery, output: String?,
        enrichment: EnrichmentOptions = EnrichmentOptions(), logger: Logger
    ) throws {
        enrichments = try Enrichments(enrichment)
        source = try stores.open(name, for: .read)
        self.output = try TextOutput(path: output)
        (self.query, self.logger, memory) = (query, logger, nil)
    }

    /// The hourly counts of what was counted in this process.
    ///
    /// - Parameter memory: bytes that looking back may take.
    package init(
        _ flows: any FlowSource, output: String?, enrichments: Enrichments, seesOneWay: Bool, memory: Int,
        logger: Logger
    ) throws {
        query = RowQuery(.counts(by: .originAndHour, minimumGrade: nil), seesOneWay: seesOneWay)
        source = flows
        self.output = try TextOutput(path: output)
        (self.enrichments, self.memory, self.logger) = (enrichments, memory, logger)
    }

    /// Whether a line of a file was refused.
    package var refusedSome: Bool { enrichments.refusedSome }

    package func run() throws {
        enrichments.log(to: logger)
        if let store = source as? any CensusStore {
            Confirmation.log(try store.lists(), now: SystemClock.now, to: logger)
        }
        if case .counts(let grouping, _) = query.rows, let missing = enrichments.missing(for: grouping) {
            logger.notice("\(missing)")
        }
        for remark in try query.census(source, enrichments).keptRemarks(query.rows) { logger.warning("\(remark)") }
        try query.write(source, enrichments, memory: memory) { try output.write($0) }
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
