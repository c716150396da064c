import CensusModel
import CensusQueries
import HTTPListener
import HourlyRollup
import NetworkTypes

/// The pages for people: the same figures as the API's, with links from each to the rows behind it.
struct Dashboard: Sendable {
    private let templates: PageTemplates
    private let days = KeptDays()

    init() throws {
        templates = try PageTemplates()
    }

    /// The pages with an entry of their own.
    private static let entries: [(text: String, path: String)] = [
        ("Overview", "/"), ("Origins", "/origins"), ("Hosts", "/hosts"), ("Countries", "/countries"),
        ("Events", "/events"), ("Coverage", "/coverage"), ("Lists", "/lists"),
    ]

    /// A page that somebody asks for.
    struct Request: Sendable {
        fileprivate let path: String
        fileprivate let content: Content
        fileprivate let period: PagePeriod

        /// What tells it from others, whatever the store holds.
        var name: String { "\(path)\n\(period.key)" }
    }

    /// The page that a request is for; `nil` where there is none at its path.
    func request(_ head: HTTPRequestHead) throws -> Request? {
        try Self.content(head.path).map { Request(path: head.path, content: $0, period: try PagePeriod(head.query)) }
    }

    /// The page of a version of the store.
    func answer(
        _ request: Request, _ context: AnswerContext, of version: StoreVersion, _ ages: ListAges
    ) -> TextAnswer {
        let (path, content, period) = (request.path, request.content, request.period)
        let hours = period.hours(of: version.extent)
        let (templates, days) = (templates, days)
        let shownAges = content.showsAges ? ages.key : ""
        let key = "\(path)\n\(period.key) \(hours) \(String(describing: version.extent))\n\(shownAges)"
        var answer = TextAnswer("text/html; charset=utf-8", key: key, isWhole: true) { store, output in
            let question = PageQuestion(
                store: store, context: context, hours: hours, period: period, ages: ages,
                memory: version.marks.map { DayMemory(days, $0) })
            var page = Page(
                title: "", navigation: Self.navigation(path, question),
                period: Page.PeriodFields(path, question, known: version.extent))
            try content.fill(question, &page)
            if content.showsRows { page.notices += try question.keptRemarks }
            try output(Array(templates.text(page).utf8))
        }
        if let hoursBefore = content.hoursBefore { answer.hours = Self.read(hours, hoursBefore: hoursBefore) }
        return answer
    }

    /// The hours that a page about some hours is made of.
    private static func read(_ hours: HourRange, hoursBefore: Content.HoursBefore) -> HourRange {
        guard hoursBefore == .period, let from = hours.from, let to = hours.to else { return hours.lookingBack }
        let before = ReportPeriod(from: from, to: to)?.previous?.from ?? from
        return HourRange(from: min(before, NewsQuery.hours(before: to).from ?? before), before: to).lookingBack
    }

    private static func navigation(_ path: String, _ question: PageQuestion) -> [Page.Link] {
        entries.map { text, entry in
            let isCurrent = entry == "/" ? path == "/" : path == entry || path.hasPrefix(entry + "/")
            return Page.Link(text: text, address: entry + question.carried, isCurrent: isCurrent)
        }
    }

    /// What a page is filled with.
    fileprivate struct Content: Sendable {
        /// Which hours before its period a page is made of.
        enum HoursBefore: Sendable {
            case noOthers
            /// A period of the same length, and what there was before the last day.
            case period
        }

        /// `nil` of a page that is made of more than the flows and the coverage of some hours.
        let hoursBefore: HoursBefore?
        /// Whether it shows how old lists are.
        let showsAges: Bool
        /// Whether its rows are made of flows alone, so that it has to say where counts outlived them.
        let showsRows: Bool
        let fill: @Sendable (PageQuestion, inout Page) throws -> Void

        init(
            _ hoursBefore: HoursBefore? = .noOthers, showsAges: Bool = false, showsRows: Bool = false,
            _ fill: @escaping @Sendable (PageQuestion, inout Page) throws -> Void
        ) {
            (self.hoursBefore, self.showsAges, self.showsRows, self.fill) = (hoursBefore, showsAges, showsRows, fill)
        }
    }

    private static func content(_ path: String) -> Content? {
        switch path {
        case "/": return Content(.period, showsAges: true) { try $0.fillOverview(&$1) }
        case "/origins": return Content(showsRows: true) { try $0.fillOrigins(&$1) }
        case "/hosts": return Content(showsRows: true) { try $0.fillHosts(&$1) }
        case "/countries": return Content(showsRows: true) { try $0.fillCountries(&$1) }
        case "/events": return Content(nil) { try $0.fillEvents(&$1) }
        case "/coverage": return Content(nil, showsAges: true) { try $0.fillCoverage(&$1) }
        case "/lists": return Content(nil, showsAges: true) { try $0.fillLists(&$1) }
        default: break
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard parts.count == 2, let name = parts.last.map(String.init), !name.isEmpty else { return nil }
        switch parts.first {
        case "origins":
            guard let origin = IPAddress(parsing: name.utf8) else { return nil }
            return Content(showsRows: true) { try $0.fillOrigin(origin, &$1) }
        case "countries":
            guard let country = CountryCode(name) else { return nil }
            return Content(showsRows: true) { try $0.fillCountry(country, &$1) }
        case "hosts": return Content(showsRows: true) { try $0.fillHost(name, &$1) }
        default: return nil
        }
    }
}

extension Page.PeriodFields {
    fileprivate init(_ path: String, _ question: PageQuestion, known: ClosedRange<Hour>?) {
        let path = "/" + path.split(separator: "/").map { String($0).encoded }.joined(separator: "/")
        let period = question.period
        self.init(
            path: path, from: period.from, to: period.to, words: question.words,
            choices: period.choices(of: known).map { text, from in
                Page.Link(
                    text: text, address: from.isEmpty ? path : "\(path)?from=\(from.encoded)",
                    isCurrent: from == period.from && period.to.isEmpty)
            })
    }
}
