import CensusModel
import CensusNotice
import HourlyRollup
import NetworkTypes

/// Counts what a report says, from a store.
struct ReportQuery {
    private let source: any FlowSource
    private let judged: JudgedStretches
    private let enrichments: Enrichments
    private let minimumGrade: Grade
    private let question: String
    /// How many origins are named, how many hosts, and how many threats that are new.
    private static let leading = 20

    /// What a report names beside its counts.
    struct Details {
        /// How hosts to clean up are shown; `nil` where they are not.
        var hosts: HostDisclosure?
        /// Lists in which leading origins are looked up.
        var lists: NamingLists?
        /// Whether what is new against the period before is looked for.
        var findsNews = false
    }

    /// - Parameter memory: where what came of each day is kept.
    init(
        _ source: any FlowSource, _ enrichments: Enrichments, minimumGrade: Grade, seesOneWay: Bool,
        keeping memory: DayMemory? = nil
    ) {
        (self.source, self.enrichments, self.minimumGrade) = (source, enrichments, minimumGrade)
        judged = JudgedStretches(enrichments.rules(seesOneWay: seesOneWay), keeping: memory)
        question = "report \(minimumGrade.name) \(seesOneWay)"
    }

    /// The report of some hours. An open end is where the store begins or ends.
    func report(
        of hours: HourRange, basis: ReportFigures.Basis, _ details: Details = Details()
    ) throws -> ReportFigures {
        let findsNews = details.findsNews && hours.from != nil
        var now = try count(
            hours, ReportNaming(hosts: details.hosts == nil ? 0 : Self.leading, keepsAll: findsNews))
        let keptHours = try (source as? any CountKeeping)?.keptHours(in: hours) ?? []
        let kept = try keptFigures(keptHours, in: hours, now.counts.curves)
        if let kept { now.counts.show(kept.curves) }
        let period = Self.period(hours, now.extent ?? KeptHour.extent(of: keptHours))
        // Before the first hour that a store has lies none to compare with.
        let comparable = hours.from == nil ? nil : period?.previous
        let before = try comparable.map { period in
            // What has lost flows falls short of what has not.
            let gone = try (source as? any CountKeeping)?.keptHours(in: period.hours).count ?? 0
            let isWhole = gone + keptHours.count == 0
            let counted = isWhole ? try count(period.hours, ReportNaming(keepsAll: findsNews)) : nil
            return (period: period, counted: counted, keptHours: gone + keptHours.count)
        }
        let names = Self.listNames(details, basis)
        now.counts.nameLists(names)
        var report = ReportFigures(
            period: period, counts: now.counts,
            previous: before.map {
                ReportFigures.PreviousPeriod(
                    period: $0.period, counts: $0.counted?.counts ?? PeriodCounts(), keptHours: $0.keptHours)
            },
            basis: basis)
        let known = before?.counted.flatMap { findsNews && $0.counts.isObserved ? $0.named : nil }
        report.kept = kept?.figures
        report.news = known.map { now.named.news(since: $0, atMost: Self.leading, listNames: names) }
        report.hosts = try details.hosts.map { try hosts(now.named, in: hours, before: known, $0) }
        return report
    }

    /// Says which lists name an origin: those given in which it is found, or the only one that the store was counted with.
    private static func listNames(
        _ details: Details, _ basis: ReportFigures.Basis
    ) -> (OriginCount) -> [String] {
        if let lists = details.lists { return { lists.names(for: $0) } }
        let only = basis.lists.count == 1 ? basis.lists.map { NamingLists.shortName($0.name) } : []
        return { _ in only }
    }

    private struct Counted {
        var counts: PeriodCounts
        let named: NamedInPeriod
        /// The hours that anything is known of.
        let extent: ClosedRange<Hour>?
    }

    /// What is known of hours whose flows are gone, and the curves with these in them; `nil` where there are none.
    private func keptFigures(
        _ hours: [KeptHour], in range: HourRange, _ curves: Curves
    ) throws -> (figures: KeptFigures, curves: Curves)? {
        guard !hours.isEmpty, let store = source as? any CountKeeping else { return nil }
        let given = minimumGrade == .attempted ? hours.filter { $0.seesOneWay == judged.rules.seesOneWay } : []
        let meant = Set(given.map(\.hour))
        let facts = enrichments.facts
        var rollup = KeptRollup(home: enrichments.home, country: { facts.country($0) })
        let isMeant = { (row: HourlyCount) in row.period.map(meant.contains) ?? false }
        try store.forEachKeptCount(by: .originAndHour, in: range) { if isMeant($0) { rollup.addOrigin($0) } }
        try store.forEachKeptCount(by: .hour, in: range) { if isMeant($0) { rollup.addHour($0) } }
        try store.forEachKeptCount(by: .countryAndHour, in: range) { if isMeant($0) { rollup.addCountry($0) } }
        return rollup.finish(given, leftOut: hours.count - given.count, in: curves)
    }

    private func count(_ hours: HourRange, _ naming: ReportNaming) throws -> Counted {
        let coverage = try source.coverage(in: hours)
        var rollup = PeriodRollup(
            minimumGrade: minimumGrade, home: enrichments.home, coverage: coverage, country: enrichments.country,
            asset: enrichments.asset)
        let isKept = try judged.forEachKeptPart(
            of: source, in: hours, question: question, beginningWith: rollup.part, add: { $1.add($0) },
            seal: { $0.seal() }, take: { rollup.append($0) })
        if !isKept {
            try judged.forEachPart(
                of: source, FlowFilter(hours: hours), beginningWith: rollup.part, add: { $1.add($0) },
                seal: { $0.seal() }, take: { rollup.append($0) }, takeOne: { rollup.add($0) })
        }
        let known = coverage.keys + [rollup.flowHours?.lowerBound, rollup.flowHours?.upperBound].compactMap { $0 }
        let extent = known.min().flatMap { first in known.max().map { first...$0 } }
        let (counts, named) = rollup.finish(leadingOrigins: Self.leading, naming: naming)
        return Counted(counts: counts, named: named, extent: extent)
    }

    /// What is known of the hosts that are named, by their flows with foreign threats.
    private func hosts(
        _ named: NamedInPeriod, in hours: HourRange, before: NamedInPeriod?, _ disclosure: HostDisclosure
    ) throws -> ReportHosts {
        let names = Set(named.hosts.map(\.host))
        let (home, country) = (enrichments.home, enrichments.facts.country)
        let isMeant = { @Sendable (flow: JudgedFlow) in
            names.contains(flow.key.host) && flow.key.threatClass.isThreat
                && (home == nil || country(flow.key.origin) != home)
        }
        var filter = FlowFilter(hours: hours)
        if let first = names.min(), let last = names.max() { filter.hosts = first...last }
        var rollup = HostRollup()
        if !names.isEmpty {
            try judged.forEachPart(
                of: source, filter, beginningWith: HostRollup.ofStretch, add: { if isMeant($0) { $1.add($0) } },
                take: { rollup.append($0) }, takeOne: { if isMeant($0) { rollup.add($0) } })
        }
        let rows = Dictionary(
            rollup.finish(minimumGrade: .probed, owner: enrichments.facts.owner).map { ($0.host, $0) },
            uniquingKeysWith: { first, _ in first })
        let hosts = named.hosts.compactMap { host, grade, threats in
            rows[host].map { row in
                ReportHosts.Host(
                    name: disclosure.text(of: host), owner: disclosure.isOpen ? row.owner : nil,
                    sector: row.owner?.sector ?? "", grade: grade, threats: threats, labels: row.labels,
                    hours: row.hours, traffic: row.traffic, isNew: before.map { !$0.affected.contains(host) })
            }
        }
        guard !disclosure.isOpen else { return ReportHosts(hosts, explanation: disclosure.explanation) }
        // The order of addresses says something of them.
        let ordered = hosts.sorted { ($1.grade, $1.threats, $0.name) < ($0.grade, $0.threats, $1.name) }
        return ReportHosts(ordered, explanation: disclosure.explanation)
    }

    /// The period of some hours; `nil` where neither they nor the store say when it begins or ends.
    private static func period(_ hours: HourRange, _ extent: ClosedRange<Hour>?) -> ReportPeriod? {
        let from = hours.from ?? extent?.lowerBound
        let to = hours.to ?? extent.map { Hour(index: $0.upperBound.index + 1) }
        guard let first = from ?? to, let end = to ?? from else { return nil }
        return ReportPeriod(from: first, to: max(first, end))
    }
}
