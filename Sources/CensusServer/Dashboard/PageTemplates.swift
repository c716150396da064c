import CensusReport
import Mustache

/// Fills the templates beside this file, as the report fills its own.
struct PageTemplates: Sendable {
    private let library: MustacheLibrary

    init() throws {
        MustacheContentTypes.register(MarkupText(), named: MarkupText.name)
        library = MustacheLibrary(templates: [
            "page": try Self.template(PackageResources.page_mustache),
            "curve": try Self.template(PackageResources.curve_mustache),
        ])
    }

    private static func template(_ bytes: [UInt8]) throws -> MustacheTemplate {
        try MustacheTemplate(string: "{{% CONTENT_TYPE: \(MarkupText.name)}}" + String(decoding: bytes, as: UTF8.self))
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
