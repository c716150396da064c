package import HourlyRollup
import NetworkTypes

/// A report as plain text, readable in a mail: at most 72 columns, no colour, nothing but printable characters.
package struct ReportText {
    let report: CensusReport
    var counts: PeriodCounts { report.counts }

    package init(_ report: CensusReport) {
        self.report = report
    }

    package var text: String {
        let statement = ReportStatement(report)
        let title = report.period.map { " of \(ReportWords.title($0)), in UTC" } ?? ""
        var parts = [statement.statement.wrapped(), "Report\(title)\n"]
        parts += statement.remarks.map { $0.wrapped() }
        parts += sections.filter { !$0.body.isEmpty }.map { section in
            "\(section.heading.uppercased())\n\n\(section.body)"
        }
        return parts.joined(separator: "\n")
    }

    private var sections: [(heading: String, body: String)] {
        let basis = ("What this rests on", ReportBasisText(report).text)
        guard report.period != nil, counts.isObserved else { return [basis] }
        return [
            ("Foreign threats", figures), ("By country", countries), ("Domestic origins", domestic),
            ("Leading origins", leadingOrigins), ("By class", classes), ("By label", labels),
            ("Hosts of the inventory", assets), ("Inventory entered, by country", intruded),
            ("By hour", curve(shownHours, ReportWords.instant)), ("By day", curve(shownDays) { ReportWords.day($0) }),
            ("By month", curve(shownMonths, ReportWords.month)),
            ("Coverage", ReportCoverageText(counts.observation).text), basis,
        ]
    }

    private var hasInventory: Bool { report.basis.inventory != nil }

    // MARK: - Figures

    private var figures: String {
        var table = TextTable([("", .left), ("period", .right), ("before", .right), ("change", .right)])
        let before = report.previous.flatMap { $0.counts.isObserved ? figures(of: $0.counts.foreign) : nil }
        for (place, figure) in figures(of: counts.foreign).enumerated() {
            let previous = before?[place].value
            let change = previous.flatMap { ReportWords.change(from: $0, to: figure.value) }
            table.add([figure.name, figure.value.grouped, previous?.grouped ?? "-", change ?? "-"])
        }
        return table.text
    }

    private func figures(of counts: ThreatCounts) -> [(name: String, value: UInt64)] {
        [
            ("Origins active", counts.origins), ("Origins that affected a host: threats", counts.threats),
            ("Hosts with any packet", counts.hosts.hosts), ("Hosts affected", counts.hosts.affected),
            ("  attempted", counts.hosts.attempted), ("  answered", counts.hosts.answered),
            ("  exchanged", counts.hosts.exchanged), ("  intruded (apart from these)", counts.hosts.intruded),
            ("Hosts probed, not affected", counts.hosts.probed),
        ] + (hasInventory ? [("Websites entered", counts.enteredWebsites)] : [])
    }

    // MARK: - Rows of threats

    /// Rows with a name and what origins of that name did.
    private func threats(_ heading: String, _ rows: [(name: String, counts: ThreatCounts)]) -> String {
        guard !rows.isEmpty else { return "" }
        let numbers = ["origins", "threats", "hosts", "affected", "intruded"] + (hasInventory ? ["websites"] : [])
        var table = TextTable([(heading, .left)] + numbers.map { ($0, .right) })
        for (name, counts) in rows {
            let numbers =
                [counts.origins, counts.threats, counts.hosts.hosts, counts.hosts.affected, counts.hosts.intruded]
                + (hasInventory ? [counts.enteredWebsites] : [])
            table.add([name] + numbers.map(\.grouped))
        }
        return table.text
    }

    /// How many rows more there are than are shown.
    private static func rest(_ count: Int, _ most: Int) -> String {
        count > most ? "and \(UInt64(count - most).grouped) more\n" : ""
    }

    private static let mostLabels = 20

    private var countries: String {
        threats(
            "country",
            counts.countries.map { row in
                (row.country.map { "\($0) \(ReportWords.name($0))" } ?? "-- not known", row.counts)
            })
    }

    private var domestic: String {
        guard let home = report.basis.home, report.basis.countryFile != nil else { return "" }
        let rows = [("\(home) \(ReportWords.name(home))", counts.domestic)]
        return threats("country", rows + counts.domesticClasses.map { ("  \($0.threatClass.name)", $0.counts) })
    }

    private var classes: String {
        threats("class", counts.foreignClasses.map { ($0.threatClass.name, $0.counts) })
    }

    private var labels: String {
        guard !counts.labels.isEmpty else { return "" }
        var table = TextTable([
            ("label", .left), ("class", .left), ("threats", .right), ("affected", .right), ("intruded", .right),
        ])
        for row in counts.labels.prefix(Self.mostLabels) {
            let numbers = [row.counts.threats, row.counts.hosts.affected, row.counts.hosts.intruded]
            table.add([row.label?.printable ?? "(no label)", row.threatClass.name] + numbers.map(\.grouped))
        }
        return table.text + Self.rest(counts.labels.count, Self.mostLabels)
    }

    // MARK: - Origins

    private var leadingOrigins: String {
        guard !counts.leadingOrigins.isEmpty else { return "" }
        var table = TextTable([
            ("origin", .left), ("country", .left), ("class", .left), ("affected", .right), ("intruded", .right),
        ])
        for origin in counts.leadingOrigins {
            table.add([
                "\(origin.origin)", origin.country?.description ?? "--",
                origin.classes.map(\.name).joined(separator: ", "),
                origin.hosts.affected.grouped, origin.hosts.intruded.grouped,
            ])
        }
        return table.text
    }

    // MARK: - The inventory

    private var assets: String {
        guard hasInventory, !counts.assets.isEmpty else { return "" }
        var table = TextTable([
            ("sector, kind", .left), ("hosts", .right), ("affected", .right), ("intruded", .right), ("probed", .right),
        ])
        for row in counts.assets {
            table.add(
                [Self.name(row.asset)]
                    + [row.hosts.hosts, row.hosts.affected, row.hosts.intruded, row.hosts.probed].map(\.grouped))
        }
        return table.text
    }

    private var intruded: String {
        let rows = counts.assets.flatMap { row in row.intruded.map { (row.asset, $0) } }
        guard hasInventory, !rows.isEmpty else { return "" }
        var table = TextTable([("sector, kind", .left), ("country", .left), ("intruded", .right)])
        for (asset, row) in rows {
            table.add([Self.name(asset), row.country.map { ReportWords.name($0) } ?? "not known", row.hosts.grouped])
        }
        return table.text
    }

    private static func name(_ asset: AssetKind) -> String {
        [asset.sector, asset.kind].map { $0.isEmpty ? "(none)" : $0.printable }.joined(separator: ", ")
    }

    // MARK: - Curves

    /// Hours are shown for two days at most, days for two months, and months for more.
    private var shownHours: [Curves.Point] { counts.curves.days.count <= 2 ? counts.curves.hours : [] }
    private var shownDays: [Curves.Point] { (3...62).contains(counts.curves.days.count) ? counts.curves.days : [] }
    private var shownMonths: [Curves.Point] { counts.curves.days.count > 62 ? counts.curves.months : [] }

    private static let barWidth = 20

    private func curve(_ points: [Curves.Point], _ name: (Hour) -> String) -> String {
        guard !points.isEmpty else { return "" }
        var table = TextTable([
            ("", .left), ("threats", .right), ("affected", .right), ("coverage", .right), ("", .left),
        ])
        let greatest = points.map(\.hosts.affected).max() ?? 0
        for point in points {
            let share = greatest == 0 ? 0 : Double(point.hosts.affected) / Double(greatest)
            let bar = String(repeating: "#", count: Int((share * Double(Self.barWidth)).rounded(.up)))
            table.add([
                name(point.start), point.threats.grouped, point.hosts.affected.grouped,
                point.coverage.map { ReportWords.share($0) } ?? "-", bar,
            ])
        }
        return table.text
    }
}
