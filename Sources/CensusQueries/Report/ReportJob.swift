package import CensusModel
package import CensusNotice
package import CensusReport
package import HourlyRollup
package import Logging
package import NetworkTypes
import Runtime

/// The command `report`: what is stated of a period, and where it goes.
package struct ReportJob {
    private let store: any CensusStore
    private let enrichments: Enrichments
    private let options: ReportOptions
    private let output: TextOutput
    private let logger: Logger

    package init(
        store name: String, of stores: any StoreOpener, _ options: ReportOptions, output: String?, logger: Logger
    ) throws {
        self.options = options
        self.logger = logger
        enrichments = try Enrichments(options.enrichment)
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
        let query = ReportQuery(
            store, enrichments, minimumGrade: options.minimumGrade, seesOneWay: options.seesOneWay)
        let report = try query.report(of: options.hours, basis: try basis())
        enrichments.logDamage(to: logger)
        switch options.format {
        case .text: try output.write(ReportText(report).text)
        case .json: try output.write(ReportDocument(report).text)
        case .html: try output.write(ReportHTML().text(report))
        }
        try output.finish()
    }

    private func basis() throws -> ReportFigures.Basis {
        var basis = ReportFigures.Basis(store: store.path, software: options.software)
        basis.minimumGrade = options.minimumGrade
        basis.seesOneWay = options.seesOneWay
        basis.home = enrichments.home
        basis.issuer = options.issuer
        basis.marking = options.trafficLight?.label
        basis.countryFile = enrichments.countryFile
        basis.inventory = enrichments.inventory
        basis.lists = try store.lists().map { list in
            ReportFigures.List(
                name: list.record.name, version: list.record.version, entries: list.record.entries,
                firstUsedAt: list.firstUsedAt, inputs: list.sources)
        }
        basis.captures = try store.inputTotals()
        return basis
    }
}

/// What a report is to be about.
package struct ReportOptions: Sendable {
    package let hours: HourRange
    package let minimumGrade: Grade
    /// Whether an origin's answer stands for what a host sent.
    package let seesOneWay: Bool
    package let enrichment: EnrichmentOptions
    package let format: ReportFormat
    /// The program and its version, as the report names it.
    package let software: String
    /// Who issues it, and who may see it; not said where `nil`.
    package var issuer: String?
    package var trafficLight: TrafficLight?

    package init(
        hours: HourRange, minimumGrade: Grade, seesOneWay: Bool = false, enrichment: EnrichmentOptions,
        format: ReportFormat, software: String
    ) {
        self.hours = hours
        self.minimumGrade = minimumGrade
        self.seesOneWay = seesOneWay
        self.enrichment = enrichment
        self.format = format
        self.software = software
    }
}
