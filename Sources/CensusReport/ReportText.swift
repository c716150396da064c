import CensusModel
package import HourlyRollup
import NetworkTypes
import TextFormats

/// A report as plain text, readable in a mail: at most 72 columns, no colour, nothing but printable characters.
package struct ReportText {
    private let report: ReportFigures
    private var counts: PeriodCounts { report.counts }

    package init(_ report: ReportFigures) {
        self.report = report
    }

    package var text: String {
        let statement = ReportStatement(report)
        let title = report.period.map { " of \(ReportWords.title($0)), in UTC" } ?? ""
        let issuer = [report.basis.issuer?.printable, report.basis.marking].compactMap { $0 }.joined(separator: ", ")
        var parts = [statement.statement.wrapped(), "Report\(title)\n" + (issuer.isEmpty ? "" : issuer.wrapped())]
        parts += statement.remarks.map { $0.text.wrapped() }
        parts += sections.filter { !$0.body.isEmpty }.map { section in
            "\(section.heading.uppercased())\n\n\(section.body)"
        }
        return parts.joined(separator: "\n")
    }

    private static let mostLabels = 20

    private var sections: [(heading: String, body: String)] {
        let basis = ("What this rests on", ReportBasis(report).paragraphs.map { $0.wrapped(indent: "  ") }.joined())
        let curves = [
            ("By hour", Self.text(shownHours, ReportWords.instant)),
            ("By day", Self.text(shownDays) { ReportWords.day($0) }),
            ("By month", Self.text(shownMonths, ReportWords.month)),
        ]
        guard report.period != nil, counts.isObserved else {
            return report.kept == nil ? [basis] : kept + curves + [basis]
        }
        let tables = ReportTables(report)
        return [
            ("Grades, the weakest first", Self.grades), ("Foreign threats", Self.text(tables.figureTable)),
            ("By country", Self.text(tables.countries)),
            ("Domestic origins", Self.text(tables.domestic)),
            ("Leading origins", origins(tables)), ("New since the period before", news(tables)),
            ("Hosts to clean up", hosts(tables)), ("By class", Self.text(tables.classes)),
            ("By label", Self.text(tables.labels.first(Self.mostLabels))),
            ("Hosts of the inventory", Self.text(tables.assets)),
            ("Inventory entered, by country", Self.text(tables.intruded)),
        ] + kept + curves + [("Coverage", coverage(tables.coverage)), basis]
    }

    private var kept: [(heading: String, body: String)] {
        guard let kept = report.kept else { return [] }
        return [
            ("Hours whose flows are gone", Self.text(ReportTables.kept(kept))),
            ("Hours whose flows are gone, by country", Self.text(ReportTables.keptCountries(kept))),
        ]
    }

    private static let grades = Grade.allCases.map { "\($0.name): \($0.meaning)\n" }.joined()

    private func origins(_ tables: ReportTables) -> String {
        let table = Self.text(tables.leadingOrigins)
        return table.isEmpty ? "" : table + (tables.listsOfLeadingOrigins.map { "\n" + $0.wrapped() } ?? "")
    }

    private func news(_ tables: ReportTables) -> String {
        tables.newsStatement.map { statement in
            let table = Self.text(tables.newThreats)
            return statement.wrapped() + (table.isEmpty ? "" : "\n" + table)
        } ?? ""
    }

    private func hosts(_ tables: ReportTables) -> String {
        guard let hosts = report.hosts, !hosts.leading.isEmpty else { return "" }
        return hosts.explanation.wrapped() + "\n" + Self.text(tables.hosts)
    }

    private func coverage(_ table: ReportTable) -> String {
        table.rows.isEmpty ? Visibility.unknown.wrapped() : Self.text(table)
    }

    private static func text(_ table: ReportTable) -> String {
        guard !table.rows.isEmpty else { return "" }
        var lines = TextTable(table.columns.map { ($0.name, $0.isNumber ? .right : .left) })
        for (row, detail) in zip(table.rows, table.details) { lines.add(row, detail: detail) }
        return lines.text + (table.omission.map { "\($0)\n" } ?? "")
    }

    // MARK: - Curves

    /// Hours are shown for two days at most, days for two months, and months for more.
    private var shownHours: [Curves.Point] { counts.curves.days.count <= 2 ? counts.curves.hours : [] }
    private var shownDays: [Curves.Point] { (3...62).contains(counts.curves.days.count) ? counts.curves.days : [] }
    private var shownMonths: [Curves.Point] { counts.curves.days.count > 62 ? counts.curves.months : [] }

    private static let barWidth = 20

    /// The rows of a curve, with bars of the hosts affected.
    private static func text(_ points: [Curves.Point], _ name: (Hour) -> String) -> String {
        guard !points.isEmpty else { return "" }
        let table = ReportTables.curve(points, name)
        let greatest = max(1, points.map(\.hosts.affected).max() ?? 0)
        var lines = TextTable(table.columns.map { ($0.name, $0.isNumber ? .right : .left) } + [("", .left)])
        for (row, point) in zip(table.rows, points) {
            let share = Double(point.hosts.affected) / Double(greatest)
            lines.add(row + [String(repeating: "#", count: Int((share * Double(barWidth)).rounded(.up)))])
        }
        return lines.text
    }
}
