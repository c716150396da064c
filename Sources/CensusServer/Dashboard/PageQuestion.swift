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

    func census(_ selection: FlowSelection = FlowSelection()) -> CensusQuery {
        let query = RowQuery(.flows, hours: hours, selection: selection, seesOneWay: context.seesOneWay)
        return query.census(store, context.enrichments, pseudonyms: context.pseudonyms)
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
        case "host": "/hosts/\(text.encoded)\(carried)"
        default: nil
        }
    }

    /// Hosts affected by hour, with holes where nobody looked.
    func curve(_ identifier: String, _ title: String, _ selection: FlowSelection = FlowSelection()) throws
        -> [TimeCurve]
    {
        guard let from = hours.from, let to = hours.to, from < to else { return [] }
        var values: [Hour: UInt64] = [:]
        for (hour, coverage) in try store.coverage(in: hours) where coverage.share != nil { values[hour] = 0 }
        let counts = try census(selection).hourlyCounts(by: .hour, minimumGrade: nil)
        // Of a time with several classes the greatest: hosts of two classes do not add up.
        for row in counts { if let hour = row.period { values[hour] = max(values[hour] ?? 0, row.hosts.affected) } }
        return [TimeCurve(identifier, title, from...Hour(index: to.index - 1), values)]
    }
}

extension String {
    /// As it stands in a path or a parameter.
    var encoded: String {
        addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._~:"))) ?? ""
    }
}
