import CensusModel
import CensusQueries
import CommandSupport
import HTTPListener
import HourlyRollup
import NetworkTypes

/// The period of a page: what its two fields say, and where they say nothing the last days that the store knows.
struct PagePeriod {
    /// As they were typed.
    let from: String
    let to: String
    private let range: HourRange

    private static let standardHours: Int32 = 7 * 24

    /// - Throws: a problem where a field is no time.
    init(_ items: [HTTPRequestHead.QueryItem]) throws {
        let text = { (name: String) in items.last { $0.name == name }?.value ?? "" }
        (from, to) = (text("from"), text("to"))
        if let other = items.first(where: { $0.name != "from" && $0.name != "to" }) {
            throw APIProblem(.badRequest, "a page has the parameters from and to", parameter: other.name)
        }
        let (first, last) = (try Self.time(from, "from"), try Self.time(to, "to"))
        if let first, let last, last < first {
            throw APIProblem(.badRequest, "the period ends before it begins", parameter: "to")
        }
        range = HourRange(from: first, to: last)
    }

    private static func time(_ text: String, _ name: String) throws -> Timestamp? {
        guard !text.isEmpty else { return nil }
        guard let expression = TimeExpression(text) else {
            throw APIProblem(
                .badRequest, "this is no time: write 2013-05-31T23:00:00Z, 2013-05-31, yesterday or -24h",
                parameter: name)
        }
        return expression.time(at: RequestTime.now)
    }

    /// What tells it from others.
    var key: String { "\(from) \(to) \(range)" }

    /// The hours that are shown: at the end those that the store has.
    func hours(in store: any CensusStore) throws -> HourRange {
        guard range.from == nil || range.to == nil else { return range }
        let known = try store.coverage(in: HourRange(from: range.from, before: range.to)).keys
        guard let first = known.min(), let last = known.max() else { return range }
        let end = range.to ?? Hour(index: last.index + 1)
        let begin = range.from ?? (range.to == nil ? max(first, Hour(index: end.index - Self.standardHours)) : first)
        return HourRange(from: begin, to: end)
    }
}
