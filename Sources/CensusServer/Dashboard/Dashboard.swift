import CensusModel
import CensusQueries
import HTTPListener
import NetworkTypes

/// The pages for people: the same figures as the API's, with links from each to the rows behind it.
struct Dashboard: Sendable {
    private let templates: PageTemplates

    init() throws {
        templates = try PageTemplates()
    }

    /// The pages with an entry of their own.
    private static let entries: [(text: String, path: String)] = [
        ("Overview", "/"), ("Origins", "/origins"), ("Hosts", "/hosts"), ("Countries", "/countries"),
        ("Coverage", "/coverage"), ("Lists", "/lists"),
    ]

    /// The page at a path; `nil` where there is none.
    func answer(_ head: HTTPRequestHead, _ context: AnswerContext) throws -> TextAnswer? {
        guard let content = Self.content(head.path) else { return nil }
        let period = try PagePeriod(head.query)
        let templates = templates
        let path = head.path
        return TextAnswer("text/html; charset=utf-8", key: "\(path)\n\(period.key)", isWhole: true) { store, output in
            let question = PageQuestion(
                store: store, context: context, hours: try period.hours(in: store), period: period)
            var page = Page(
                title: "", navigation: Self.navigation(path, question),
                period: Page.PeriodFields(
                    path: "/" + path.split(separator: "/").map { String($0).encoded }.joined(separator: "/"),
                    from: period.from, to: period.to, words: question.words))
            try content(question, &page)
            try output(Array(templates.text(page).utf8))
        }
    }

    private static func navigation(_ path: String, _ question: PageQuestion) -> [Page.Link] {
        entries.map { text, entry in
            let isCurrent = entry == "/" ? path == "/" : path == entry || path.hasPrefix(entry + "/")
            return Page.Link(text: text, address: entry + question.carried, isCurrent: isCurrent)
        }
    }

    /// What fills the page at a path.
    private static func content(_ path: String) -> (@Sendable (PageQuestion, inout Page) throws -> Void)? {
        switch path {
        case "/": return { try $0.fillOverview(&$1) }
        case "/origins": return { try $0.fillOrigins(&$1) }
        case "/hosts": return { try $0.fillHosts(&$1) }
        case "/countries": return { try $0.fillCountries(&$1) }
        case "/coverage": return { try $0.fillCoverage(&$1) }
        case "/lists": return { try $0.fillLists(&$1) }
        default: break
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard parts.count == 2, let name = parts.last.map(String.init), !name.isEmpty else { return nil }
        switch parts.first {
        case "origins":
            guard let origin = IPAddress(parsing: name.utf8) else { return nil }
            return { try $0.fillOrigin(origin, &$1) }
        case "hosts": return { try $0.fillHost(name, &$1) }
        default: return nil
        }
    }
}
