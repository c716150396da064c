import CensusModel
import HourlyRollup
import NetworkTypes

extension ReportPage {
    /// A report as a page: the statement, the figures, the tables that a mail shows too, and curves.
    init(_ report: ReportFigures) {
        let words = ReportStatement(report)
        title = "Hosts affected by threats from abroad"
        period = report.period.map { "\(ReportWords.title($0)), in UTC" } ?? "No period"
        statement = [words.statement]
        notices = words.remarks
        colophon = ReportBasis(report).paragraphs
        guard report.period != nil, report.counts.isObserved else { return }
        let tables = ReportTables(report)
        figures = Self.figures(tables, report.counts.visibility)
        let counts = report.counts
        sections = [
            Section("evidence", "Evidence", Table("Foreign threats, and the period before", tables.figureTable)),
            Self.countries(counts, tables),
            Self.time(counts.curves),
            Section("inventory", "Hosts of the inventory", Table("By sector and kind", tables.assets)),
            Section("entered", "Entered from abroad", Table("Hosts entered, by the origin's country", tables.intruded)),
            Section("origins", "Leading origins", Table("By hosts affected", tables.leadingOrigins)),
            Section("classes", "By class", Table("What lists say that origins are", tables.classes)),
            Section("labels", "By label", Table("What lists call origins", tables.labels.first(Self.mostLabels))),
            Section("domestic", "Domestic origins", Table("Counted apart", tables.domestic)),
            Self.coverage(tables.coverage),
        ].filter { !$0.isEmpty }
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

    private static func countries(_ counts: PeriodCounts, _ tables: ReportTables) -> Section {
        let affecting = counts.countries.filter { $0.counts.hosts.affected > 0 }
        let values = affecting.prefix(mostBars).map { row in
            (row.country.map { ReportWords.name($0) } ?? "not known", row.counts.hosts.affected)
        }
        var section = Section(
            "countries", "By country", Table("Origins and hosts, by the origin's country", tables.countries))
        section.paragraphs = ["A host that was reached from two countries counts in both rows, and once in the total."]
        if !values.isEmpty {
            section.bars = [
                BarChart(
                    identifier: "chart-countries", title: "Hosts affected, by the origin's country", values: values)
            ]
        }
        return section
    }

    private static func coverage(_ table: ReportTable) -> Section {
        var section = Section("coverage", "Coverage", Table("Packets of the period, and what lowers the counts", table))
        if table.rows.isEmpty { section.paragraphs = [Visibility.unknown] }
        return section
    }

    // MARK: - Over time

    private static func time(_ curves: Curves) -> Section {
        let days = ReportTables.curve(curves.days) { ReportWords.day($0) }
        var section = Section("time", "Over time", Table("Every day as a table", days, isFolded: true))
        if curves.days.count > 1 {
            section.curves.append(curve("chart-days", "Hosts affected, by day", curves.days, every: .day))
        }
        if curves.hours.count > 1 {
            section.curves.append(curve("chart-hours", "Hosts affected, by hour", curves.hours, every: .hour))
        }
        return section
    }

    /// A curve without holes: a time that was not watched shows nobody.
    private static func curve(
        _ identifier: String, _ title: String, _ points: [Curves.Point], every period: Period
    ) -> LineChart {
        let name = period == .day ? { ReportWords.day($0) } : ReportWords.instant
        let values = Dictionary(points.map { ($0.start, $0.hosts.affected) }, uniquingKeysWith: max)
        let step: Int32 = period == .day ? 24 : 1
        guard let first = points.first?.start.index, let last = points.last?.start.index else {
            return LineChart(identifier: identifier, title: title, points: [])
        }
        let starts = Array(stride(from: first, through: last, by: Int(step)))
        let shown = starts.count <= mostPoints ? starts.map { Hour(index: $0) } : points.map(\.start)
        let marks = TimeMarks(shown)
        return LineChart(
            identifier: identifier, title: title,
            points: shown.map { LineChart.Point(label: name($0), value: values[$0] ?? 0, mark: marks.mark(at: $0)) })
    }

    /// Years of hours; more is drawn without the times that were not watched.
    private static let mostPoints = 100_000
}
