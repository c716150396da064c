import CensusExport
import CensusModel
import CensusNotice
import CensusQueries
import CensusReport
import HTTPListener
import HourlyRollup
import NetworkTypes
import TextFormats

// What stands on each page.

extension PageQuestion {
    private static let countColumns = [
        "affected", "exchanged", "answered", "attempted", "intruded", "served", "probed", "hosts", "flows",
    ]
    private static let hostFields = [
        "host", "grade", "name", "sector", "contact", "origins", "hours", "flows", "first_seen", "last_seen", "labels",
        "top_origin",
    ]
    private static let flowFields = [
        "first_seen", "last_seen", "host", "host_port", "origin", "origin_port", "protocol", "initiator", "grade",
        "class",
        "label", "host_payload", "origin_payload",
    ]
    /// Rows of the short tables on the first page.
    private static let leading = 10
    private static let mostBars = 12

    // MARK: - Overview

    func fillOverview(_ page: inout Page) throws {
        page.title = "Overview"
        let options = ReportOptions(
            hours: hours, minimumGrade: .attempted, seesOneWay: context.seesOneWay, format: .json,
            software: context.software)
        let report = try options.figures(store, context.enrichments, storeNamed: context.storeName)
        let words = ReportStatement(report)
        page.statement = [words.statement]
        page.notices = words.remarks.filter(\.isWarning).map(\.text)
        page.remarks = words.remarks.filter { !$0.isWarning }.map(\.text)
        guard report.counts.isObserved else { return }
        let counts = report.counts.foreign
        page.figures = [
            Page.Figure(name: "Hosts affected", value: counts.hosts.affected.grouped, address: "/hosts\(carried)"),
            Page.Figure(name: "Threats", value: counts.threats.grouped, address: "/origins\(carried)"),
            Page.Figure(name: "Origins active", value: counts.origins.grouped, address: "/origins\(carried)"),
            Page.Figure(
                name: "Decoded", value: report.counts.visibility.coverage.share.map(ReportWords.share) ?? "not known",
                address: "/coverage\(carried)"),
        ]
        if report.basis.inventory != nil {
            page.figures.append(
                Page.Figure(
                    name: "Websites entered", value: counts.enteredWebsites.grouped, address: "/hosts\(carried)"))
        }
        if let from = hours.from, let to = hours.to, from < to {
            let values = Dictionary(
                report.counts.curves.hours.map { ($0.start, $0.hosts.affected) }, uniquingKeysWith: max)
            page.curves = [
                TimeCurve("curve-hours", "Hosts affected, by hour", from...Hour(index: to.index - 1), values)
            ]
        }
        let countries = report.counts.countries.filter { $0.counts.hosts.affected > 0 }.prefix(Self.mostBars)
        page.bars = [
            Page.BarList(
                "Hosts affected, by country",
                countries.map { row in (countryLink(row.country), row.counts.hosts.affected) }),
            Page.BarList(
                "Hosts affected, by class",
                report.counts.foreignClasses.filter { $0.counts.hosts.affected > 0 }.map { row in
                    (Page.Link(text: row.threatClass.name, address: "/origins\(carried)"), row.counts.hosts.affected)
                }),
        ].filter { !$0.bars.isEmpty }
        let origins = report.counts.leadingOrigins.prefix(Self.leading).map { origin in
            (
                Page.Link(text: Self.title(origin), address: "/origins/\("\(origin.origin)".encoded)\(carried)"),
                origin.hosts.affected
            )
        }
        if !origins.isEmpty { page.bars.append(Page.BarList("Leading origins", origins)) }
    }

    private static func title(_ origin: OriginCount) -> String {
        ([("\(origin.origin)")] + origin.labels.prefix(2).map { $0.printable.shortened(to: 24) }).joined(separator: " ")
    }

    private func countryLink(_ country: CountryCode?) -> Page.Link {
        Page.Link(
            text: country.map { ReportWords.name($0) } ?? "not known", address: "/countries\(carried)")
    }

    // MARK: - Lists of what there is

    func fillOrigins(_ page: inout Page) throws {
        page.title = "Origins"
        let rows = try census().hourlyCounts(by: .origin, minimumGrade: nil).sorted { one, other in
            (one.hosts.affected, one.hosts.hosts) > (other.hosts.affected, other.hosts.hosts)
        }
        page.tables = [
            Page.Table(
                "origins", "By hosts affected", request: "counts?by=origin&\(range)", rows, of: HourlyCount.columns,
                showing: ["origin", "country", "class", "label"] + Self.countColumns + ["first_seen", "last_seen"],
                link: link)
        ]
    }

    func fillHosts(_ page: inout Page) throws {
        page.title = "Hosts"
        page.statement = ["Hosts to clean up, those with the strongest evidence first."]
        let rows = try census().hostCounts(minimumGrade: .attempted).sorted { one, other in
            (one.grade.rawValue, one.traffic.flows) > (other.grade.rawValue, other.traffic.flows)
        }
        page.tables = [hostTable("hosts", "Affected hosts", "min-grade=attempted&\(range)", rows)]
    }

    private func hostTable(_ identifier: String, _ title: String, _ parameters: String?, _ rows: [HostCount])
        -> Page.Table
    {
        Page.Table(
            identifier, title, request: parameters.map { "counts?by=host&\($0)" }, rows, of: hostColumns,
            showing: Self.hostFields,
            link: link)
    }

    func fillCountries(_ page: inout Page) throws {
        page.title = "Countries"
        page.statement = ["A host that was reached from two countries counts in both rows, and once in the total."]
        if !context.enrichments.knowsCountries {
            page.notices = ["The countries of origins are not known: the server has no country file (--geo)."]
        }
        let rows = try census().hourlyCounts(by: .country, minimumGrade: nil).sorted {
            $0.hosts.affected > $1.hosts.affected
        }
        page.tables = [
            Page.Table(
                "countries", "By country and class", request: "counts?by=country&\(range)", rows,
                of: HourlyCount.columns,
                showing: ["country", "class"] + Self.countColumns)
        ]
    }

    func fillCoverage(_ page: inout Page) throws {
        page.title = "Coverage"
        page.statement = [
            "What was seen, and what was missed. A count is a lower bound; an hour that nobody observed is unknown, not zero."
        ]
        let coverage = try store.coverage(in: hours)
        var total: [Hour: Coverage] = [:]
        if let first = coverage.keys.min() {
            total[first] = coverage.values.reduce(into: Coverage()) { $0.merge($1) }
        }
        if let from = hours.from, let to = hours.to, from < to {
            let seen = coverage.mapValues { $0.seen.addingClamped($0.allRecords.seen) }
            page.curves = [
                TimeCurve("curve-seen", "Packets and records seen, by hour", from...Hour(index: to.index - 1), seen)
            ]
        }
        page.tables = [
            Page.Table(
                "coverage", "Over the whole period", request: "coverage?\(range)",
                CoverageCount.rows(total, context.pseudonyms), of: CoverageCount.columns,
                showing: ["unit", "exporter", "measure", "reason", "count"]),
            Page.Table(
                "sources", "What was counted", request: "sources",
                try store.sources().map { CountedSource($0, context.pseudonyms) },
                of: CountedSource.columns,
                showing: ["name", "kind", "packets", "records", "dropped", "begun_at", "committed_at", "lists"]),
        ]
    }

    func fillLists(_ page: inout Page) throws {
        page.title = "Lists"
        page.tables = [
            Page.Table(
                "lists", "Lists that were used", request: "lists", try store.lists(), of: UsedList.columns,
                showing: ["name", "entries", "first_used_at", "inputs", "version"])
        ]
    }

    // MARK: - One of them

    func fillOrigin(_ origin: IPAddress, _ page: inout Page) throws {
        page.title = "Origin \(origin)"
        var selection = FlowSelection()
        selection.origins = [IPPrefix(origin)]
        let request = "origin=\("\(origin)".encoded)&\(range)"
        let total = try census(selection).hourlyCounts(by: .origin, minimumGrade: nil)
        page.curves = try curve("curve-origin", "Hosts affected, by hour", selection)
        let hosts = try census(selection).hostCounts(minimumGrade: nil)
        page.tables = [
            Page.Table(
                "origin", "What it is, and whom it reached", request: "counts?by=origin&\(request)", total,
                of: HourlyCount.columns,
                showing: ["class", "label", "country"] + Self.countColumns + ["first_seen", "last_seen"]),
            hostTable("origin-hosts", "Its hosts", request, hosts.sorted { $0.grade.rawValue > $1.grade.rawValue }),
            try flowTable("origin-flows", "The evidence, flow by flow", request, selection),
        ]
    }

    /// - Parameter name: an address, or for viewers a pseudonym.
    func fillHost(_ name: String, _ page: inout Page) throws {
        guard let host = try host(named: name) else {
            throw APIProblem(.notFound, "no such host was seen in this period")
        }
        page.title = "Host \(self.name(of: host))"
        var selection = FlowSelection()
        selection.hosts = [IPPrefix(host)]
        // The API takes no pseudonym for a host: viewers have what the page shows.
        let request = context.pseudonyms == nil ? "host=\("\(host)".encoded)&\(range)" : nil
        let rows = try census(selection).hostCounts(minimumGrade: nil)
        let origins = try census(selection).hourlyCounts(by: .origin, minimumGrade: nil)
        page.tables = [
            hostTable("host", "What is known of it", request, rows),
            Page.Table(
                "host-origins", "Origins it was seen with", request: request.map { "counts?by=origin&\($0)" }, origins,
                of: HourlyCount.columns,
                showing: ["origin", "country", "class", "label", "flows", "packets", "first_seen", "last_seen"],
                link: link),
            try flowTable("host-flows", "The evidence, flow by flow", request, selection),
        ]
    }

    private func host(named name: String) throws -> IPAddress? {
        guard let pseudonyms = context.pseudonyms else { return IPAddress(parsing: name.utf8) }
        return try census().hostCounts(minimumGrade: nil).first { pseudonyms.name(of: $0.host) == name }?.host
    }

    private func flowTable(
        _ identifier: String, _ title: String, _ request: String?, _ selection: FlowSelection
    ) throws -> Page.Table {
        let flows = try census(selection).judgedFlows(atMost: 10 * Page.Table.mostRows)
        return Page.Table(
            identifier, title, request: request.map { "flows?\($0)" }, flows, of: flowColumns, showing: Self.flowFields,
            link: link)
    }
}
