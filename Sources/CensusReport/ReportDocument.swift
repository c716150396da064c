import CensusExport
import CensusModel
package import HourlyRollup
import NetworkTypes
import TextFormats

/// A report as JSON: everything that there is to know of it. The members are described in the documentation, in `ReportSchema`;
/// members may be added, and none is taken away or changes its meaning while `version` stays the same.
package struct ReportDocument {
    private let report: ReportFigures
    private var counts: PeriodCounts { report.counts }

    /// The version of the form.
    package static let version: UInt64 = 1

    package init(_ report: ReportFigures) {
        self.report = report
    }

    /// The text of the document: members and rows on lines of their own.
    package var text: String { JSONValue.object(members).text(depth: 2) }

    private var members: [(name: String, value: JSONValue)] {
        let words = ReportStatement(report)
        let members: [(name: String, value: JSONValue)] = [
            ("version", .number(Self.version)),
            ("statement", .text(words.statement)), ("remarks", .array(words.remarks.map { .text($0.text) })),
            ("period", .optional(report.period, Self.value)),
            ("foreign", Self.value(counts.foreign)), ("domestic", Self.value(counts.domestic)),
            ("leading_country", .optional(counts.leadingCountry?.country, Self.country)),
            (
                "countries",
                .array(counts.countries.map { Self.row([("country", .optional($0.country, Self.country))], $0.counts) })
            ),
            ("classes", .array(counts.foreignClasses.map(Self.value))),
            ("domestic_classes", .array(counts.domesticClasses.map(Self.value))),
            ("labels", .array(counts.labels.map(Self.value))),
            ("leading_origins", .array(counts.leadingOrigins.map(Self.value))),
            ("assets", .array(counts.assets.map(Self.value))),
            ("hours", .array(counts.curves.hours.map(Self.value))),
            ("days", .array(counts.curves.days.map(Self.value))),
            ("months", .array(counts.curves.months.map(Self.value))),
            ("traffic", Self.value(counts.traffic)), ("coverage", Self.value(counts.visibility)),
            ("previous", .optional(report.previous, value)), ("basis", Self.value(report.basis)),
            ("new", .optional(report.news, Self.value)),
        ]
        return members + (report.hosts.map { [("hosts_to_clean_up", .array($0.leading.map(Self.value)))] } ?? [])
            + (report.kept.map { [("kept", Self.value($0))] } ?? [])
    }

    // MARK: - The period

    private static func value(_ period: ReportPeriod) -> JSONValue {
        .object([
            ("from", .cell(.hour(period.from))), ("to", .cell(.hour(period.to))),
            ("hours", .number(UInt64(max(0, period.hourCount)))),
        ])
    }

    private func value(_ previous: ReportFigures.PreviousPeriod) -> JSONValue {
        .object([
            ("period", Self.value(previous.period)), ("observed", .boolean(previous.counts.isObserved)),
            ("foreign", Self.value(previous.counts.foreign)), ("domestic", Self.value(previous.counts.domestic)),
            ("change_percent", changes(since: previous.counts.foreign)),
            ("observed_hours", .number(UInt64(previous.counts.visibility.observedHours))),
            ("coverage", .cell(Cell(previous.counts.visibility.coverage.share, Cell.share))),
        ])
    }

    /// How the numbers of foreign threats have changed, in per cent; null where one was 0.
    private func changes(since before: ThreatCounts) -> JSONValue {
        let now = counts.foreign
        return .object(
            [
                ("origins", before.origins, now.origins), ("threats", before.threats, now.threats),
                ("affected", before.hosts.affected, now.hosts.affected),
                ("attempted", before.hosts.attempted, now.hosts.attempted),
                ("answered", before.hosts.answered, now.hosts.answered),
                ("exchanged", before.hosts.exchanged, now.hosts.exchanged),
                ("intruded", before.hosts.intruded, now.hosts.intruded),
                ("probed", before.hosts.probed, now.hosts.probed),
                ("served", before.hosts.served, now.hosts.served), ("hosts", before.hosts.hosts, now.hosts.hosts),
                ("websites_entered", before.enteredWebsites, now.enteredWebsites),
            ].map { name, before, now in
                (name, .optional(ReportWords.percent(from: before, to: now), JSONValue.number))
            })
    }

    // MARK: - Rows

    private static func country(_ country: CountryCode) -> JSONValue { .text(country.description) }

    private static func value(_ counts: ThreatCounts) -> JSONValue { row([], counts) }

    /// What tells a row from others, and its counts.
    private static func row(_ name: [(name: String, value: JSONValue)], _ counts: ThreatCounts) -> JSONValue {
        .object(
            name + [("origins", .number(counts.origins)), ("threats", .number(counts.threats))] + members(counts.hosts)
                + [("websites_entered", .number(counts.enteredWebsites))])
    }

    private static func members(_ hosts: GradeCounts) -> [(name: String, value: JSONValue)] {
        [
            ("affected", .number(hosts.affected)), ("attempted", .number(hosts.attempted)),
            ("answered", .number(hosts.answered)), ("exchanged", .number(hosts.exchanged)),
            ("intruded", .number(hosts.intruded)), ("probed", .number(hosts.probed)),
            ("served", .number(hosts.served)), ("hosts", .number(hosts.hosts)),
        ]
    }

    private static func value(_ row: ClassCount) -> JSONValue {
        Self.row(
            [("class", .text(row.threatClass.name)), ("is_threat", .boolean(row.threatClass.isThreat))], row.counts)
    }

    private static func value(_ row: LabelCount) -> JSONValue {
        Self.row([("class", .text(row.threatClass.name)), ("label", .optional(row.label, JSONValue.text))], row.counts)
    }

    private static func value(_ origin: OriginCount) -> JSONValue {
        let name: [(name: String, value: JSONValue)] = [
            ("origin", .cell(.address(origin.origin))), ("country", .optional(origin.country, country)),
            ("classes", .array(origin.classes.map { .text($0.name) })),
            ("labels", .array(origin.labels.map { .text($0) })),
        ]
        let ports = origin.hasManyPorts ? JSONValue.null : .array(origin.ports.map(value))
        let numbers = members(origin.hosts) + [("websites_entered", .number(origin.enteredWebsites))]
        return .object(
            name + numbers + members(origin.traffic)
                + [("ports", ports), ("lists", .array(origin.lists.map { .text($0) }))])
    }

    private static func value(_ port: OriginPort) -> JSONValue {
        .object([
            ("protocol", .text("\(port.transport)")), ("port", .number(UInt64(port.port))),
            ("flows", .number(port.flows)),
        ])
    }

    private static func value(_ news: ReportNews) -> JSONValue {
        .object([
            ("hosts", .number(news.hosts)), ("threats", .number(news.threats)),
            ("leading_threats", .array(news.leadingThreats.map(value))),
        ])
    }

    private static func value(_ host: ReportHosts.Host) -> JSONValue {
        let name: [(name: String, value: JSONValue)] = [
            ("host", .text(host.name)), ("name", .optional(host.owner?.name, JSONValue.text)),
            ("sector", .text(host.sector)), ("contact", .optional(host.owner?.contact, JSONValue.text)),
            ("grade", .text(host.grade.name)), ("threats", .number(host.threats)),
            ("labels", .array(host.labels.map { .text($0) })), ("hours", .number(host.hours)),
        ]
        return .object(name + members(host.traffic) + [("new", .optional(host.isNew, JSONValue.boolean))])
    }

    private static func value(_ row: AssetCount) -> JSONValue {
        let intruded = row.intruded.map { part in
            JSONValue.object([("country", .optional(part.country, country)), ("hosts", .number(part.hosts))])
        }
        return .object(
            [("sector", .text(row.asset.sector)), ("kind", .text(row.asset.kind))] + members(row.hosts)
                + [("intruded_by_country", .array(intruded))])
    }

    private static func value(_ point: Curves.Point) -> JSONValue {
        .object(
            [("start", .cell(.hour(point.start))), ("threats", .number(point.threats))] + members(point.hosts)
                + [("coverage", .cell(Cell(point.coverage, Cell.share)))] + Self.leastMembers(point))
    }

    /// Which numbers of a point are at least so much; nothing where all are exact.
    private static func leastMembers(_ point: Curves.Point) -> [(name: String, value: JSONValue)] {
        let names: [String] = (point.threatsAreLeast ? ["threats"] : []) + (point.hostsAreLeast ? ["hosts"] : [])
        return names.isEmpty ? [] : [("at_least", JSONValue.array(names.map { JSONValue.text($0) }))]
    }

    private static func value(_ kept: KeptFigures) -> JSONValue {
        let countries = kept.countries.map { row in
            JSONValue.object([
                ("country", .optional(row.country, country)), ("origins", .number(row.origins)),
                ("threats", .number(row.threats)), ("affected_in_an_hour", .number(row.most)),
                ("is_at_least", .boolean(row.isLeast)),
            ])
        }
        return .object([
            ("hours", .number(UInt64(kept.points.count))), ("left_out_hours", .number(UInt64(kept.leftOut))),
            ("origins", .number(kept.origins)), ("threats", .number(kept.threats)),
            ("busiest_hour", .optional(kept.peak, Self.value)), ("packets", .number(kept.traffic.packets)),
            ("bytes", .number(kept.traffic.bytes)),
            ("first_seen", .cell(Cell(kept.traffic.firstSeen, Cell.time))),
            ("last_seen", .cell(Cell(kept.traffic.lastSeen, Cell.time))), ("countries", .array(countries)),
        ])
    }

    // MARK: - Traffic and coverage

    private static func value(_ traffic: TrafficTotals) -> JSONValue { .object(members(traffic)) }

    private static func members(_ traffic: TrafficTotals) -> [(name: String, value: JSONValue)] {
        [
            ("flows", .number(traffic.flows)), ("packets", .number(traffic.packets)), ("bytes", .number(traffic.bytes)),
            ("first_seen", .cell(Cell(traffic.firstSeen, Cell.time))),
            ("last_seen", .cell(Cell(traffic.lastSeen, Cell.time))),
        ]
    }

    private static func value(_ visibility: Visibility) -> JSONValue {
        let coverage = visibility.coverage
        return .object([
            ("observed_hours", .number(UInt64(visibility.observedHours))),
            ("share", .cell(Cell(coverage.share, Cell.share))), ("seen", .number(coverage.seen)),
            ("decoded", .number(coverage.decoded)), ("matched", .number(coverage.matched)),
            ("undecoded", reasons(coverage.undecoded)), ("not_ip", reasons(coverage.notIP)),
            ("dropped", reasons(coverage.dropped)),
            ("remarked", reasons(coverage.remarked)),
        ])
    }

    private static func reasons(_ counts: [String: UInt64]) -> JSONValue {
        .object(counts.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })
    }

    // MARK: - The basis

    private static func value(_ basis: ReportFigures.Basis) -> JSONValue {
        let sensors = basis.sensors.isEmpty ? [] : [("sensors", JSONValue.array(basis.sensors.map(value)))]
        return .object(
            [
                ("software", .text(basis.software)), ("store", .text(basis.store)),
                ("min_grade", .text(basis.minimumGrade.name)), ("one_way", .boolean(basis.seesOneWay)),
                ("grades", .object(Grade.allCases.map { ($0.name, .text($0.meaning)) })),
                ("home", .optional(basis.home, country)), ("country_file", .optional(basis.countryFile, value)),
                ("inventory", .optional(basis.inventory, value)), ("lists", .array(basis.lists.map(value))),
                ("captures", .number(basis.captures.captures)), ("sessions", .number(basis.captures.sessions)),
                ("packets", .number(basis.captures.packets)),
            ] + sensors + (basis.kept.map { [("kept_counts", value($0))] } ?? []))
    }

    private static func value(_ kept: StoreSummary.KeptSummary) -> JSONValue {
        .object([
            ("first_hour", .cell(.hour(kept.first))), ("last_hour", .cell(.hour(kept.last))),
            ("hours", .number(UInt64(kept.hours))),
        ])
    }

    private static func value(_ sensor: SensorSummary) -> JSONValue {
        .object([
            ("name", .text(sensor.name)), ("observed_hours", .number(UInt64(sensor.observedHours))),
            ("share", .cell(Cell(sensor.coverage.share, Cell.share))), ("seen", .number(sensor.coverage.seen)),
            ("older_lists", .array(sensor.olderLists.map { .text($0) })),
        ])
    }

    private static func value(_ file: ReportFigures.CountryFile) -> JSONValue {
        .object([
            ("name", .text(file.name)), ("type", .text(file.type)), ("built_at", .cell(Cell(file.builtAt, Cell.time))),
            ("sha256", .text(file.checksum)),
        ])
    }

    private static func value(_ inventory: ReportFigures.Inventory) -> JSONValue {
        .object([
            ("name", .text(inventory.name)), ("entries", .number(UInt64(inventory.assets))),
            ("refused_lines", .number(UInt64(inventory.refusedLines))), ("sha256", .text(inventory.checksum)),
        ])
    }

    private static func value(_ list: ReportFigures.List) -> JSONValue {
        .object(
            [
                ("name", .text(list.name)), ("entries", .number(UInt64(list.entries))),
                ("first_used_at", .text(list.firstUsedAt)), ("sha256", .text(list.version)),
                ("inputs", list.inputs.map { .number(UInt64($0)) } ?? .null),
            ]
                + (list.confirmation.map {
                    [("confirmed", .cell(.time($0.time))), ("stale", .boolean($0.isStale))]
                } ?? []))
    }
}
