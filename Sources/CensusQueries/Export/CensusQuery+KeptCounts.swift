import HourlyRollup
import NetworkTypes

/// The hours of a question whose counts outlived their flows.
struct KeptAnswer {
    /// Those of which the rows that are asked for are kept, in their order.
    var given: [KeptHour] = []
    /// The others, of which nothing can be said any more but by other groupings.
    var lacking: [KeptHour] = []

    /// A range in parts: whose rows are kept, or are made of flows.
    func parts(of range: HourRange) -> [(hours: HourRange, isKept: Bool)] {
        var parts: [(hours: HourRange, isKept: Bool)] = []
        var from = range.from
        var rest = given[...]
        while let first = rest.first?.hour {
            if from.map({ $0 < first }) ?? true { parts.append((HourRange(from: from, before: first), false)) }
            var end = first
            while let next = rest.first?.hour, next == end {
                end = next.advanced(by: 1)
                rest.removeFirst()
            }
            parts.append((HourRange(from: first, to: end), true))
            from = end
        }
        let behind = HourRange(from: from, before: range.to)
        return behind.isEmpty ? parts : parts + [(behind, false)]
    }
}

extension CensusQuery {
    /// Which hours' rows by a grouping outlived their flows.
    func keptCounts(by grouping: Grouping, minimumGrade: Grade) throws -> KeptAnswer {
        guard let store = source as? any CountKeeping else { return KeptAnswer() }
        let hours = try store.keptHours(in: hours)
        guard !hours.isEmpty, Grouping.kept.contains(grouping), minimumGrade == .attempted,
            choice.choosesWholeRows(by: grouping)
        else { return KeptAnswer(lacking: hours) }
        var answer = KeptAnswer()
        for hour in hours {
            let isGiven =
                hour.seesOneWay == judged.rules.seesOneWay && (hour.knowsCountries || grouping != .countryAndHour)
            if isGiven { answer.given.append(hour) } else { answer.lacking.append(hour) }
        }
        return answer
    }

    /// What to say beside rows of hours whose flows are gone while counts are kept.
    package func keptRemarks(_ rows: RowQuery.Rows) throws -> [String] {
        guard let store = source as? any CountKeeping else { return [] }
        var kept = KeptAnswer()
        if case .counts(let grouping, let minimumGrade) = rows {
            kept = try keptCounts(by: grouping, minimumGrade: minimumGrade ?? .attempted)
        } else {
            kept.lacking = try store.keptHours(in: hours)
        }
        return [kept.givenRemark, kept.lackingRemark].compactMap { $0 }
    }
}

extension KeptAnswer {
    fileprivate var givenRemark: String? {
        guard let first = given.first?.hour, let last = given.last?.hour else { return nil }
        let later = given.reduce(0) { $0 + $1.laterRecords }
        return
            "the rows of \(given.count) hours from \(first) to \(last) are as they were when their flows were removed, and can be "
            + "regrouped no more"
            + (later > 0
                ? "; \(later) records of flows that were counted into these hours later are in none of them" : "")
    }

    fileprivate var lackingRemark: String? {
        guard let first = lacking.first?.hour, let last = lacking.last?.hour else { return nil }
        let byCountry = lacking.contains { $0.knowsCountries }
        return
            "the flows of \(lacking.count) hours from \(first) to \(last) are gone, and these rows cannot be made of the counts that are "
            + "kept of them, which can be regrouped no more: kept are the rows by origin,hour\(byCountry ? ", by country,hour" : "") and by "
            + "hour, of all flows\(lacking.contains { $0.seesOneWay } ? " with --one-way" : ""), affected from attempted on"
    }
}
