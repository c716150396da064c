package import CensusModel
package import CensusNotice
package import CensusReport
package import HourlyRollup
package import NetworkTypes
import Runtime

/// What a report is to be about: the options of the command and the parameters of a request make the same.
package struct ReportOptions: Sendable {
    package let hours: HourRange
    package let minimumGrade: Grade
    /// Whether an origin's answer stands for what a host sent.
    package let seesOneWay: Bool
    package let format: ReportFormat
    /// The program and its version, as the report names it.
    package let software: String
    /// Who issues it, and who may see it; not said where `nil`.
    package var issuer: String?
    package var trafficLight: TrafficLight?
    /// How hosts to clean up are shown; `nil` where they are not.
    package var hosts: HostChoice?
    /// The file with the key for pseudonyms; `nil` to draw one.
    package var keyFile: String?
    /// Lists in which leading origins are looked up.
    package var watchlists: [String] = []

    package init(
        hours: HourRange, minimumGrade: Grade, seesOneWay: Bool = false, format: ReportFormat, software: String
    ) {
        self.hours = hours
        self.minimumGrade = minimumGrade
        self.seesOneWay = seesOneWay
        self.format = format
        self.software = software
    }

    /// The report in its format.
    ///
    /// - Parameters:
    ///   - name: what the report calls the store; `nil` for the name that it was opened by.
    ///   - disclosure: how hosts to clean up are shown; `nil` for what ``hosts`` says.
    package func text(
        _ store: any CensusStore, _ enrichments: Enrichments, storeNamed name: String? = nil,
        disclosing disclosure: HostDisclosure? = nil
    ) throws -> String {
        let details = ReportQuery.Details(
            hosts: try disclosure ?? hosts?.disclosure(keyFile.map(PseudonymKey.init(file:)) ?? PseudonymKey()),
            lists: watchlists.isEmpty ? nil : try NamingLists(watchlists), findsNews: true)
        let report = try figures(store, enrichments, storeNamed: name, details: details)
        return switch format {
        case .text: ReportText(report).text
        case .json: ReportDocument(report).text
        case .html: try ReportHTML().text(report)
        }
    }

    /// What the report says, as numbers.
    ///
    /// - Parameter memory: where what came of each day is kept; `nil` where every question reads all.
    package func figures(
        _ store: any CensusStore, _ enrichments: Enrichments, storeNamed name: String? = nil,
        keeping memory: DayMemory? = nil
    ) throws -> ReportFigures {
        try figures(store, enrichments, storeNamed: name, keeping: memory, details: ReportQuery.Details())
    }

    private func figures(
        _ store: any CensusStore, _ enrichments: Enrichments, storeNamed name: String?,
        keeping memory: DayMemory? = nil, details: ReportQuery.Details
    ) throws -> ReportFigures {
        let query = ReportQuery(
            store, enrichments, minimumGrade: minimumGrade, seesOneWay: seesOneWay, keeping: memory)
        return try query.report(of: hours, basis: try basis(store, enrichments, name ?? store.path), details)
    }

    private func basis(
        _ store: any CensusStore, _ enrichments: Enrichments, _ name: String
    ) throws -> ReportFigures.Basis {
        var basis = ReportFigures.Basis(store: name, software: software)
        basis.minimumGrade = minimumGrade
        basis.seesOneWay = seesOneWay
        basis.home = enrichments.home
        basis.issuer = issuer
        basis.marking = trafficLight?.label
        basis.countryFile = enrichments.countryFile
        basis.inventory = enrichments.inventory
        let now = SystemClock.now
        basis.lists = try store.lists().map { list in
            ReportFigures.List(
                name: list.record.name, version: list.record.version, entries: list.record.entries,
                firstUsedAt: list.firstUsedAt, inputs: list.sources,
                confirmation: Confirmation(list.record.name, version: list.record.version, now: now)?.ofReport)
        }
        basis.captures = try store.inputTotals()
        basis.kept = StoreSummary.KeptSummary(try (store as? any CountKeeping)?.keptHours(in: hours) ?? [])
        if let census = store as? any SensorCensus {
            basis.sensors = SensorSummary.all(
                try census.sensorCoverage(in: hours), try (store as? any RunSink)?.sensors() ?? [])
        }
        return basis
    }
}
