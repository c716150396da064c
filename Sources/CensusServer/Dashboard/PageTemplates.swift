import CensusReport
import Mustache

/// Fills the template beside this file, with the drawings of reports.
struct PageTemplates: Sendable {
    private let library: MustacheLibrary

    init() throws {
        library = try MarkupText.library([("page", PackageResources.page_mustache)] + TimeDrawings.templates)
    }

    func text(_ page: Page) -> String {
        library.render(page, withTemplate: "page") ?? ""
    }

    /// Files that pages load: their types and bytes, by path.
    static let files: [String: (type: String, bytes: [UInt8])] = [
        "/static/style.css": ("text/css; charset=utf-8", PackageResources.style_css),
        "/static/live.js": ("text/javascript; charset=utf-8", PackageResources.live_js),
    ]
}
