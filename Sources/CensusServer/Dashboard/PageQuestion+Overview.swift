import CensusModel
import CensusQueries
import CensusReport
import HourlyRollup
import NetworkTypes
import TextFormats

extension PageQuestion {
    /// Rows of the short tables on the first page.
    private static let leading = 10
    private static let mostBars = 12

    func fillOverview(_ page: inout Page) throws {
        page.title = "Overview"
        let options = ReportOptions(
            hours: hours, minimumGrade: .attempted, seesOneWay: context.seesOneWay, format: .json,
            software: context.software)
        let report = try options.figures(store, context.enrichments, storeNamed: context.storeName, keeping: memory)
        let words = ReportStatement(report)
        page.statement = [words.statement]
        page.notices = words.remarks.filter(\.isWarning).map(\.text)
        page.remarks = words.remarks.filter { !$0.isWarning }.map(\.text)
        guard report.counts.isObserved else { return page.show(TimeDrawings(report.counts.curves)) }
        page.figures = figures(report)
        page.show(TimeDrawings(report.counts.curves))
        page.bars = bars(report.counts)
        try fillNews(&page)
    }

    private func figures(_ report: ReportFigures) -> [Page.Figure] {
        let counts = report.counts.foreign
        var figures = [
            Page.Figure(name: "Hosts affected", value: counts.hosts.affected.grouped, address: "/hosts\(carried)"),
            Page.Figure(name: "Threats", value: counts.threats.grouped, address: "/origins\(carried)"),
            Page.Figure(name: "Origins active", value: counts.origins.grouped, address: "/origins\(carried)"),
        ]
        if report.basis.inventory != nil {
            figures.append(
                Page.Figure(
                    name: "Websites entered", value: counts.enteredWebsites.grouped, address: "/hosts\(carried)"))
        }
        if let oldest = ages.oldest, let age = oldest.age {
            let mark = oldest.state == "stale" ? ", stale" : ""
            figures.append(
                Page.Figure(name: "Oldest list confirmed", value: "\(age) ago\(mark)", address: "/lists\(carried)"))
        }
        figures.append(
            Page.Figure(
                name: "Packets decoded",
                value: report.counts.visibility.coverage.share.map(ReportWords.share) ?? "not known",
                address: "/coverage\(carried)"))
        return figures
    }

    private func bars(_ counts: PeriodCounts) -> [Page.BarList] {
        let countries = counts.countries.filter { $0.counts.hosts.affected > 0 }.prefix(Self.mostBars)
        let classes = counts.foreignClasses.filter { $0.counts.hosts.affected > 0 }
        return [
            Page.BarList(
                "Hosts affected, by country", countries.map { (countryLink($0.country), $0.counts.hosts.affected) }),
            Page.BarList(
                "Hosts affected, by class",
                classes.map { row in
                    (Page.Link(text: row.threatClass.name, address: "/origins\(carried)"), row.counts.hosts.affected)
                }),
            Page.BarList(
                "Leading origins",
                counts.leadingOrigins.prefix(Self.leading).map { origin in
                    let labels = origin.labels.prefix(2).map { $0.printable.shortened(to: 24) }
                    return (
                        Page.Link(
                            text: (["\(origin.origin)"] + labels).joined(separator: " "),
                            address: "/origins/\("\(origin.origin)".encoded)\(carried)"), origin.hosts.affected
                    )
                }),
        ].filter { !$0.bars.isEmpty }
    }

    // MARK: - New since yesterday

    /// What is new in the last day of the period.
    private func fillNews(_ page: inout Page) throws {
        guard let end = hours.to else { return }
        let query = NewsQuery(store, context.enrichments, seesOneWay: context.seesOneWay, keeping: memory)
        guard let news = try query.news(before: end) else { return }
        let day = HourRange(from: end.advanced(by: -24), to: end)
        var selection = FlowSelection()
        selection.origins = news.origins.prefix(Self.leading).map { IPPrefix($0) }
        let rows =
            news.origins.isEmpty ? [] : try census(selection, in: day).hourlyCounts(by: .origin, minimumGrade: nil)
        let threats = ReportWords.count(UInt64(news.origins.count), "threat", "threats")
        let hosts = ReportWords.count(UInt64(news.hosts), "host was", "hosts were")
        var table = originTable(
            "news", "New since yesterday", request: nil, rows.filter { $0.threatClass?.isThreat ?? false },
            showing: ["origin", "country", "class", "label", "affected", "first_seen"])
        table.explanation =
            "In the last 24 hours of the period \(hosts) affected that was not in the seven days before, and \(threats) affected somebody that had affected nobody."
        table.omission =
            news.origins.count > Self.leading ? "and \(UInt64(news.origins.count - Self.leading).grouped) more" : nil
        page.tables.append(table)
    }
}

extension TimeDrawings {
    /// Of hosts affected: by hour, of many weeks by day with a map of hours.
    init(_ curves: Curves) {
        let values = { (points: [Curves.Point]) in
            Dictionary(points.map { ($0.start, $0.hosts.affected) }, uniquingKeysWith: max)
        }
        let isLong = curves.hours.count > Self.mostHoursAsCurve
        self.init("Hosts affected", hours: values(curves.hours), days: isLong ? values(curves.days) : [:])
    }
}
