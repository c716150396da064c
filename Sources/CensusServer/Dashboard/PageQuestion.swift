import CensusExport
import CensusModel
import CensusNotice
import CensusQueries
import CensusReport
import Foundation
import HourlyRollup
import NetworkTypes

/// One page in the making: the store and the period that it is about, and who looks at it.
struct PageQuestion {
    let store: any CensusStore
    let context: AnswerContext
    let hours: HourRange
    let period: PagePeriod
    let ages: ListAges
    /// Where what came of each day is kept; `nil` where the store does not say which hours changed.
    let memory: DayMemory?

    /// The period as parameters of the API.
    var range: String {
        [hours.from.map { "from=\($0)" }, hours.to.map { "to=\($0)" }].compactMap(\.self).joined(separator: "&")
    }

    /// The period as parameters of another page; what was not typed is left to it.
    var carried: String {
        let pairs = [("from", period.from), ("to", period.to)].filter { !$0.1.isEmpty }
        return pairs.isEmpty ? "" : "?" + pairs.map { "\($0)=\($1.encoded)" }.joined(separator: "&")
    }

    /// The period in words.
    var words: String {
        guard let from = hours.from, let to = hours.to else { return "nothing was counted yet" }
        return "\(ReportWords.instant(from)) to \(ReportWords.instant(to)), in UTC"
    }

    /// - Parameter part: other hours than those of the page.
    func census(_ selection: FlowSelection = FlowSelection(), in part: HourRange? = nil) -> CensusQuery {
        let query = RowQuery(.flows, hours: part ?? hours, selection: selection, seesOneWay: context.seesOneWay)
        return query.census(store, context.enrichments, pseudonyms: context.pseudonyms, keeping: memory)
    }

    /// What to say of hours whose flows are gone while counts are kept, of which no page of rows is made.
    var keptRemarks: [String] {
        get throws {
            try census().keptRemarks(.flows).map { "\($0.prefix(1).uppercased())\($0.dropFirst())." }
        }
    }

    /// How a host is called.
    func name(of host: IPAddress) -> String { context.pseudonyms?.name(of: host) ?? "\(host)" }

    var hostColumns: [Column<HostCount>] {
        context.pseudonyms.map { names in HostCount.columns { names.name(of: $0) } } ?? HostCount.columns
    }

    var flowColumns: [Column<JudgedFlow>] {
        context.pseudonyms.map { names in JudgedFlow.naming(JudgedFlow.columns) { names.name(of: $0) } }
            ?? JudgedFlow.columns
    }

    /// Where values of these columns lead.
    func link(_ column: String, _ text: String) -> String? {
        switch column {
        case "origin", "top_origin": "/origins/\(text.encoded)\(carried)"
        case "country": CountryCode(text).map { "/countries/\($0)\(carried)" }
        case "host": "/hosts/\(text.encoded)\(carried)"
        default: nil
        }
    }

    /// Hosts affected over time, and the rows of other groupings. Of a time with several classes the greatest: hosts of two classes do
    /// not add up.
    func affectedHosts(
        _ census: CensusQuery, and others: [Grouping]
    ) throws -> (drawings: TimeDrawings, rows: [[HourlyCount]]) {
        try drawings("Hosts affected", census, and: others) { max($0, $1.hosts.affected) }
    }

    /// Flows over time, and the rows of other groupings.
    func flows(
        _ census: CensusQuery, and others: [Grouping]
    ) throws -> (drawings: TimeDrawings, rows: [[HourlyCount]]) {
        try drawings("Flows", census, and: others) { $0.addingClamped($1.traffic.flows) }
    }

    /// A number over time, with holes where nobody looked: by hour, of many weeks by day.
    ///
    /// - Parameter add: puts together the rows of one time.
    private func drawings(
        _ title: String, _ census: CensusQuery, and others: [Grouping], add: (UInt64, HourlyCount) -> UInt64
    ) throws -> (drawings: TimeDrawings, rows: [[HourlyCount]]) {
        let coverage = try store.coverage(in: hours)
        let isLong = coverage.count > TimeDrawings.mostHoursAsCurve
        var values: [Hour: UInt64] = [:]
        let unit = isLong ? Period.day : .hour
        for (hour, coverage) in coverage where coverage.share != nil { values[unit.start(of: hour)] = 0 }
        var rows = try census.hourlyCounts(by: [isLong ? .day : .hour] + others)
        for row in rows.removeFirst() { if let time = row.period { values[time] = add(values[time] ?? 0, row) } }
        return (TimeDrawings(title, hours: isLong ? [:] : values, days: isLong ? values : [:]), rows)
    }
}

extension String {
    /// As it stands in a path or a parameter.
    var encoded: String {
        addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._~:"))) ?? ""
    }
}
