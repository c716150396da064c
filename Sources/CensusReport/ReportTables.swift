import CensusModel
import HourlyRollup
import NetworkTypes
import TextFormats

/// The tables of a report, each empty where there is nothing to show.
struct ReportTables {
    private let report: ReportFigures
    private var counts: PeriodCounts { report.counts }
    private var hasInventory: Bool { report.basis.inventory != nil }

    init(_ report: ReportFigures) {
        self.report = report
    }

    // MARK: - Figures

    /// A number of the period, and the same of the period before where that was observed.
    struct Figure {
        let name: String
        let value: UInt64
        let before: UInt64?

        var change: String? { before.flatMap { ReportWords.change(from: $0, to: value) } }
    }

    var figures: [Figure] {
        let before = report.previous.flatMap { $0.counts.isObserved ? values(of: $0.counts.foreign) : nil }
        return values(of: counts.foreign).enumerated().map { place, figure in
            Figure(name: figure.name, value: figure.value, before: before?[place].value)
        }
    }

    var figureTable: ReportTable {
        guard figures.contains(where: { $0.before != nil }) else {
            var table = ReportTable([""], numbers: ["period"])
            for figure in figures { table.add([figure.name, figure.value.grouped]) }
            return table
        }
        var table = ReportTable([""], numbers: ["period", "before", "change"])
        for figure in figures {
            table.add([figure.name, figure.value.grouped, figure.before?.grouped ?? "-", figure.change ?? "-"])
        }
        return table
    }

    private func values(of counts: ThreatCounts) -> [(name: String, value: UInt64)] {
        [
            ("Origins active", counts.origins), ("Origins that affected a host: threats", counts.threats),
            ("Hosts with any packet", counts.hosts.hosts), ("Hosts affected", counts.hosts.affected),
            ("  attempted", counts.hosts.attempted), ("  answered", counts.hosts.answered),
            ("  exchanged", counts.hosts.exchanged), ("  intruded (apart from these)", counts.hosts.intruded),
            ("Hosts served, not affected", counts.hosts.served),
            ("Hosts probed, not affected", counts.hosts.probed),
        ] + (hasInventory ? [("Websites entered", counts.enteredWebsites)] : [])
    }

    // MARK: - Rows of threats

    /// With the hosts affected in the period before, where that was observed.
    var countriesWithTrend: ReportTable {
        guard let previous = report.previous?.counts, previous.isObserved else { return countries }
        let before = Dictionary(
            previous.countries.map { ($0.country, $0.counts.hosts.affected) }, uniquingKeysWith: { first, _ in first })
        return countries.adding("affected before", counts.countries.map { (before[$0.country] ?? 0).grouped })
    }

    var countries: ReportTable {
        threats(
            "country",
            counts.countries.map { row in
                (row.country.map { "\($0) \(ReportWords.name($0))" } ?? "-- not known", row.counts)
            })
    }

    var domestic: ReportTable {
        guard let home = report.basis.home, report.basis.countryFile != nil else { return threats("country", []) }
        let rows = [("\(home) \(ReportWords.name(home))", counts.domestic)]
        return threats("country", rows + counts.domesticClasses.map { ("  \($0.threatClass.name)", $0.counts) })
    }

    /// With the hosts affected in the period before, where that was observed.
    var classesWithTrend: ReportTable {
        guard let previous = report.previous?.counts, previous.isObserved else { return classes }
        let before = Dictionary(
            previous.foreignClasses.map { ($0.threatClass, $0.counts.hosts.affected) },
            uniquingKeysWith: { first, _ in first })
        return classes.adding("affected before", counts.foreignClasses.map { (before[$0.threatClass] ?? 0).grouped })
    }

    var classes: ReportTable {
        threats("class", counts.foreignClasses.map { ($0.threatClass.name, $0.counts) })
    }

    /// Rows with a name and what origins of that name did.
    private func threats(_ heading: String, _ rows: [(name: String, counts: ThreatCounts)]) -> ReportTable {
        let numbers = ["origins", "threats", "hosts", "affected", "intruded"] + (hasInventory ? ["websites"] : [])
        var table = ReportTable([heading], numbers: numbers)
        for (name, counts) in rows {
            let numbers =
                [counts.origins, counts.threats, counts.hosts.hosts, counts.hosts.affected, counts.hosts.intruded]
                + (hasInventory ? [counts.enteredWebsites] : [])
            table.add([name] + numbers.map(\.grouped))
        }
        return table
    }

    /// Labels take room, so there are fewer numbers beside them.
    var labels: ReportTable {
        var table = ReportTable(["label", "class"], numbers: ["threats", "affected", "intruded"])
        for row in counts.labels {
            let numbers = [row.counts.threats, row.counts.hosts.affected, row.counts.hosts.intruded]
            table.add([row.label?.printable ?? "(no label)", row.threatClass.name] + numbers.map(\.grouped))
        }
        return table
    }

    /// Where there is room, also what lists call them, and when they were seen.
    var leadingOriginsInFull: ReportTable {
        var table = ReportTable(
            ["origin", "country", "class", "label", "first seen", "last seen"], numbers: ["affected", "intruded"])
        for origin in counts.leadingOrigins {
            table.add([
                "\(origin.origin)", origin.country.map { ReportWords.name($0) } ?? "not known",
                origin.classes.map(\.name).joined(separator: ", "),
                origin.labels.map(\.printable).joined(separator: ", "), Self.moment(origin.traffic.firstSeen),
                Self.moment(origin.traffic.lastSeen), origin.hosts.affected.grouped, origin.hosts.intruded.grouped,
            ])
        }
        return table.fixing(["origin", "first seen", "last seen"])
    }

    private static func moment(_ time: Timestamp?) -> String {
        time.map { ReportWords.minute($0) } ?? ""
    }

    var leadingOrigins: ReportTable {
        var table = ReportTable(["origin", "country", "class"], numbers: ["affected", "intruded"])
        for origin in counts.leadingOrigins {
            table.add([
                "\(origin.origin)", origin.country?.description ?? "--",
                origin.classes.map(\.name).joined(separator: ", "),
                origin.hosts.affected.grouped, origin.hosts.intruded.grouped,
            ])
        }
        return table
    }

    // MARK: - The inventory

    var assets: ReportTable {
        var table = ReportTable(["sector, kind"], numbers: ["hosts", "affected", "intruded", "served", "probed"])
        for row in counts.assets where hasInventory {
            table.add(
                [Self.name(row.asset)]
                    + [
                        row.hosts.hosts, row.hosts.affected, row.hosts.intruded, row.hosts.served, row.hosts.probed,
                    ].map(\.grouped))
        }
        return table
    }

    var intruded: ReportTable {
        var table = ReportTable(["sector, kind", "country"], numbers: ["intruded"])
        for asset in counts.assets where hasInventory {
            for row in asset.intruded {
                table.add([
                    Self.name(asset.asset), row.country.map { ReportWords.name($0) } ?? "not known", row.hosts.grouped,
                ])
            }
        }
        return table
    }

    private static func name(_ asset: AssetKind) -> String {
        [asset.sector, asset.kind].map { $0.isEmpty ? "(none)" : $0.printable }.joined(separator: ", ")
    }

    // MARK: - Over time

    static func curve(_ points: [Curves.Point], _ name: (Hour) -> String) -> ReportTable {
        var table = ReportTable([""], numbers: ["threats", "affected", "coverage"])
        for point in points {
            table.add([
                name(point.start), point.threats.grouped, point.hosts.affected.grouped,
                point.coverage.map { ReportWords.share($0) } ?? "-",
            ])
        }
        return table
    }

    // MARK: - Coverage

    /// What was seen of the period and what was missed, and why; empty where nothing is known of it.
    var coverage: ReportTable {
        var table = ReportTable([""], numbers: ["packets"])
        guard counts.visibility.observedHours > 0 else { return table }
        let coverage = counts.visibility.coverage
        table.add(["Seen", coverage.seen.grouped])
        table.add(["Decoded", coverage.decoded.grouped])
        table.add(["Matched", coverage.matched.grouped])
        table.add(["Not decoded", coverage.undecoded.values.reduce(0, +).grouped])
        Self.addReasons(coverage.undecoded, to: &table)
        if !coverage.notIP.isEmpty { table.add(["Not IP", coverage.notIP.values.reduce(0, +).grouped]) }
        Self.addReasons(coverage.notIP, to: &table)
        table.add(["Dropped before they were seen", coverage.dropped.values.reduce(0, +).grouped])
        Self.addReasons(coverage.dropped, to: &table)
        if !coverage.remarked.isEmpty { table.add(["Counted, but odd", ""]) }
        Self.addReasons(coverage.remarked, to: &table)
        return table
    }

    private static func addReasons(_ reasons: [String: UInt64], to table: inout ReportTable) {
        for (name, packets) in reasons.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            table.add(["  \(ReasonWords.words(name).printable)", packets.grouped])
        }
    }
}

extension Visibility {
    /// What stands in the place of the coverage where the store holds none.
    static let unknown = "The store holds no coverage of this period: what was missed is not known."
}
