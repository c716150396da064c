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

    /// Where there is room, also what lists call them, at which ports hosts met them, and when they were seen.
    var leadingOriginsInFull: ReportTable { Self.inFull(counts.leadingOrigins) }

    var leadingOrigins: ReportTable { Self.inShort(counts.leadingOrigins) }

    private static func inFull(_ origins: [OriginCount]) -> ReportTable {
        let knowsLists = !haveSameLists(origins)
        let words = ["origin", "country", "class", "label", "port"] + (knowsLists ? ["list"] : [])
        var table = ReportTable(words + ["seen"], numbers: ["affected", "intruded"])
        for origin in origins {
            var cells = [
                "\(origin.origin)", origin.country.map { ReportWords.name($0) } ?? "not known",
                origin.classes.map(\.name).joined(separator: ", "), labels(origin.labels), ports(of: origin),
            ]
            if knowsLists { cells.append(labels(origin.lists)) }
            cells += [span(of: origin.traffic), origin.hosts.affected.grouped, origin.hosts.intruded.grouped]
            table.add(cells)
        }
        return table.fixing(["origin"])
    }

    /// Texts from outside, one after another.
    private static func labels(_ texts: [String]) -> String { texts.map(\.printable).joined(separator: ", ") }

    /// With what columns have no room for in a line of its own.
    private static func inShort(_ origins: [OriginCount]) -> ReportTable {
        var table = ReportTable(["origin", "country", "class"], numbers: ["affected", "intruded"])
        let knowsLists = !haveSameLists(origins)
        for origin in origins {
            let lists = knowsLists ? labels(origin.lists) : ""
            let details = [labels(origin.labels), ports(of: origin), span(of: origin.traffic), lists]
            table.add(
                [
                    "\(origin.origin)", origin.country?.description ?? "--",
                    origin.classes.map(\.name).joined(separator: ", "),
                    origin.hosts.affected.grouped, origin.hosts.intruded.grouped,
                ], detail: details.filter { !$0.isEmpty }.joined(separator: "; "))
        }
        return table
    }

    /// Which lists name the leading origins, where these are the same for all; `nil` where rows say it, or nothing is known of it.
    var listsOfLeadingOrigins: String? {
        guard let lists = counts.leadingOrigins.first?.lists, !lists.isEmpty, Self.haveSameLists(counts.leadingOrigins)
        else { return nil }
        return "All of them are named by \(Self.labels(lists))."
    }

    private static func haveSameLists(_ origins: [OriginCount]) -> Bool {
        origins.allSatisfy { $0.lists == origins[0].lists }
    }

    private static let mostPorts = 3

    /// At which ports hosts began.
    private static func ports(of origin: OriginCount) -> String {
        guard !origin.hasManyPorts else { return "many ports" }
        let first = origin.ports.prefix(mostPorts).map {
            $0.port == 0 ? "\($0.transport)" : "\($0.transport)/\($0.port)"
        }
        let rest = origin.ports.count - first.count
        return first.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }

    private static func moment(_ time: Timestamp?) -> String {
        time.map { ReportWords.minute($0) } ?? ""
    }

    private static func span(of traffic: TrafficTotals) -> String {
        let ends = [moment(traffic.firstSeen), moment(traffic.lastSeen)]
        guard ends[0] != ends[1] else { return ends[0] }
        let isOneDay = ends[0].prefix(10) == ends[1].prefix(10)
        return "\(ends[0]) to \(isOneDay ? String(ends[1].dropFirst(11)) : ends[1])"
    }

    // MARK: - News

    var newsStatement: String? {
        guard let news = report.news, let previous = report.previous else { return nil }
        let hosts = ReportWords.count(news.hosts, "host is affected that was", "hosts are affected that were")
        let threats = ReportWords.count(news.threats, "threat affected", "threats affected")
        return
            "\(hosts) not affected in the period before, \(ReportWords.title(previous.period)), and \(threats) a host that had "
            + "affected none."
    }

    var newThreats: ReportTable { Self.inShort(report.news?.leadingThreats ?? []).omitting(threatsLeftOut) }

    var newThreatsInFull: ReportTable { Self.inFull(report.news?.leadingThreats ?? []).omitting(threatsLeftOut) }

    private var threatsLeftOut: Int {
        report.news.map { Int(clamping: $0.threats) - $0.leadingThreats.count } ?? 0
    }

    // MARK: - Hosts to clean up

    var hosts: ReportTable {
        var table = ReportTable(["host", "grade"], numbers: ["threats", "hours"])
        for host in report.hosts?.leading ?? [] {
            let details =
                Self.owner(of: host) + [
                    Self.labels(host.labels), Self.span(of: host.traffic), host.isNew == true ? "new" : "",
                ]
            table.add(
                [host.name, host.grade.name, host.threats.grouped, host.hours.grouped],
                detail: details.filter { !$0.isEmpty }.joined(separator: "; "))
        }
        return table.omitting(hostsLeftOut)
    }

    var hostsInFull: ReportTable {
        let hosts = report.hosts?.leading ?? []
        let knowsOwners = hosts.contains { $0.owner != nil || !$0.sector.isEmpty }
        let knowsNews = hosts.contains { $0.isNew != nil }
        var table = ReportTable(
            ["host"] + (knowsOwners ? ["owner"] : []) + ["grade", "label", "seen"],
            numbers: ["threats", "hours"] + (knowsNews ? ["new"] : []))
        for host in hosts {
            var cells = [host.name]
            if knowsOwners { cells.append(Self.owner(of: host).joined(separator: ", ")) }
            cells += [host.grade.name, Self.labels(host.labels), Self.span(of: host.traffic)]
            cells += [host.threats.grouped, host.hours.grouped]
            if knowsNews { cells.append(host.isNew == true ? "new" : "") }
            table.add(cells)
        }
        return table.omitting(hostsLeftOut).fixing(["host"])
    }

    /// What the inventory says of a host, as far as readers may see it.
    private static func owner(of host: ReportHosts.Host) -> [String] {
        [host.owner?.name ?? "", host.sector, host.owner?.contact ?? ""].filter { !$0.isEmpty }.map(\.printable)
    }

    private var hostsLeftOut: Int {
        report.hosts.map { Int(clamping: counts.foreign.hosts.affected) - $0.leading.count } ?? 0
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
                name(point.start), ReportWords.number(point.threats, isLeast: point.threatsAreLeast),
                ReportWords.number(point.hosts.affected, isLeast: point.hostsAreLeast),
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
