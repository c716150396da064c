import CensusQueries
import CommandSupport
import HTTPListener
import HourlyRollup
import NetworkTypes

/// The period of a page: what its two fields say, and where they say nothing the last days that the store knows.
struct PagePeriod: Sendable {
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
    ///
    /// - Parameter known: the first and the last hour of the store; `nil` where it has none.
    func hours(of known: ClosedRange<Hour>?) -> HourRange {
        guard range.from == nil || range.to == nil, let known else { return range }
        let end = range.to ?? known.upperBound.advanced(by: 1)
        // What was not named at the beginning is the beginning of the store, or of the last days.
        let begin =
            range.from
            ?? max(known.lowerBound, range.to == nil ? end.advanced(by: -Self.standardHours) : known.lowerBound)
        return HourRange(from: min(begin, end), to: end)
    }

    /// Periods that are often wanted, as parameters: the last hours that the store has.
    func choices(of known: ClosedRange<Hour>?) -> [(text: String, from: String)] {
        guard let known else { return [] }
        let end = known.upperBound.advanced(by: 1)
        let from = { (hours: Int32) in "\(end.advanced(by: -hours))" }
        return [
            ("24 hours", from(24)), ("7 days", ""), ("30 days", from(30 * 24)), ("everything", "\(known.lowerBound)"),
        ]
    }
}
