import CensusModel
import HourlyRollup
import NetworkTypes
import TextFormats

extension ReportPage {
    /// A report as a page: the statement, the figures, the tables that a mail shows too, and curves.
    init(_ report: ReportFigures) {
        let words = ReportStatement(report)
        title = "Hosts affected by threats from abroad"
        period = report.period.map { "\(ReportWords.title($0)), in UTC" } ?? "No period"
        statement = [words.statement]
        notices = words.remarks.filter(\.isWarning).map(\.text)
        remarks = words.remarks.filter { !$0.isWarning }.map(\.text)
        marking = report.basis.marking
        let issued = [report.basis.issuer?.printable, report.basis.marking].compactMap { $0 }
        issuer = issued.isEmpty ? nil : issued.joined(separator: " · ")
        colophon = ReportBasis(report).paragraphs
        guard report.period != nil, report.counts.isObserved else {
            guard report.kept != nil else { return }
            sections = ([Self.time(report.counts.curves)] + Self.kept(report.kept)).filter { !$0.isEmpty }
            contents = Contents(entries: sections)
            return
        }
        let tables = ReportTables(report)
        figures = Self.figures(tables, report.counts.visibility)
        let counts = report.counts
        let places = [Self.evidence(tables), Self.countries(counts, tables), Self.time(counts.curves)]
        let parts = [
            Section("inventory", "Hosts of the inventory", Table("By sector and kind", tables.assets)),
            Section("entered", "Entered from abroad", Table("Hosts entered, by the origin's country", tables.intruded)),
            Self.origins(tables),
            Self.news(tables), Self.hosts(report, tables),
            Section("classes", "By class", Table("What lists say that origins are", tables.classesWithTrend)),
            Section("labels", "By label", Table("What lists call origins", tables.labels.first(Self.mostLabels))),
            Section("domestic", "Domestic origins", Table("Counted apart", tables.domestic)),
            Self.coverage(tables.coverage),
        ]
        sections = (places + Self.kept(report.kept) + parts).filter { !$0.isEmpty }
        contents = Contents(entries: sections)
    }

    private static let mostLabels = 200
    private static let mostBars = 12

    private static func figures(_ tables: ReportTables, _ visibility: Visibility) -> [Figure] {
        let shown = ["Hosts affected": "", "Origins that affected a host: threats": "Threats", "Websites entered": ""]
        var figures = tables.figures.compactMap { figure in
            shown[figure.name].map { name in
                Figure(
                    name: name.isEmpty ? figure.name : name, value: figure.value.grouped,
                    change: figure.change.map { "\($0) on the period before" })
            }
        }
        if let share = visibility.coverage.share {
            figures.append(Figure(name: "Packets decoded", value: ReportWords.share(share)))
        }
        return figures
    }

    private static func evidence(_ tables: ReportTables) -> Section {
        let caption =
            tables.figures.contains { $0.before != nil } ? "Foreign threats, and the period before" : "Foreign threats"
        var section = Section("evidence", "Evidence", Table(caption, tables.figureTable))
        section.paragraphs = ["How sure a count is, by the strongest that was seen of a host, the weakest first:"]
        section.glossary = Glossary(terms: Grade.allCases.map { Glossary.Term(name: $0.name, meaning: $0.meaning) })
        return section
    }

    private static func countries(_ counts: PeriodCounts, _ tables: ReportTables) -> Section {
        let affecting = counts.countries.filter { $0.counts.hosts.affected > 0 }
        let values = affecting.prefix(mostBars).map { row in
            (row.country.map { ReportWords.name($0) } ?? "not known", row.counts.hosts.affected)
        }
        var section = Section(
            "countries", "By country",
            Table("Origins and hosts, by the origin's country", tables.countriesWithTrend))
        section.paragraphs = ["A host that was reached from two countries counts in both rows, and once in the total."]
        if !values.isEmpty {
            section.bars = [
                BarChart(title: "Hosts affected, by the origin's country", values: values)
            ]
        }
        return section
    }

    private static func origins(_ tables: ReportTables) -> Section {
        var section = Section("origins", "Leading origins", Table("By hosts affected", tables.leadingOriginsInFull))
        section.paragraphs = [tables.listsOfLeadingOrigins].compactMap(\.self)
        return section
    }

    private static func news(_ tables: ReportTables) -> Section {
        var section = Section(
            "new", "New since the period before", Table("Threats that are new", tables.newThreatsInFull))
        section.paragraphs = [tables.newsStatement].compactMap(\.self)
        return section
    }

    private static func hosts(_ report: ReportFigures, _ tables: ReportTables) -> Section {
        let table = tables.hostsInFull
        var section = Section("hosts", "Hosts to clean up", Table("By grade and the threats met", table))
        if let hosts = report.hosts, !table.rows.isEmpty { section.paragraphs = [hosts.explanation] }
        return section
    }

    private static func coverage(_ table: ReportTable) -> Section {
        var section = Section("coverage", "Coverage", Table("Packets of the period, and what lowers the counts", table))
        if table.rows.isEmpty { section.paragraphs = [Visibility.unknown] }
        return section
    }

    private static func kept(_ kept: KeptFigures?) -> [Section] {
        kept.map { kept in
            var section = Section(
                "kept", "Hours whose flows are gone", Table("What kept counts say together", ReportTables.kept(kept)))
            let countries = Table("By the origin's country", ReportTables.keptCountries(kept))
            if !countries.rows.isEmpty { section.tables.append(countries) }
            return [section]
        } ?? []
    }

    // MARK: - Over time

    private static func time(_ curves: Curves) -> Section {
        let days = ReportTables.curve(curves.days) { ReportWords.day($0) }
        var section = Section("time", "Over time", Table("Every day as a table", days, isFolded: true))
        let values = { (points: [Curves.Point]) in
            Dictionary(points.map { ($0.start, $0.hosts.affected) }, uniquingKeysWith: max)
        }
        let drawings = TimeDrawings("Hosts affected", hours: values(curves.hours), days: values(curves.days))
        (section.curves, section.maps) = (drawings.curves, drawings.maps)
        return section
    }
}
