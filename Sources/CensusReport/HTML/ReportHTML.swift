package import HourlyRollup
import Mustache

/// A report as one page that needs nothing from elsewhere: fills the templates beside this file.
package struct ReportHTML {
    private let library: MustacheLibrary

    package init() throws {
        MustacheContentTypes.register(MarkupText(), named: MarkupText.name)
        library = MustacheLibrary(templates: [
            "report": try Self.template(PackageResources.report_mustache),
            "report-style": try Self.template(PackageResources.report_style_mustache),
            "bar-chart": try Self.template(PackageResources.bar_chart_mustache),
            "heat-map": try Self.template(PackageResources.heat_map_mustache),
            "line-chart": try Self.template(PackageResources.line_chart_mustache),
        ])
    }

    private static func template(_ bytes: [UInt8]) throws -> MustacheTemplate {
        try MustacheTemplate(string: "{{% CONTENT_TYPE: \(MarkupText.name)}}" + String(decoding: bytes, as: UTF8.self))
    }

    package func text(_ report: ReportFigures) -> String {
        library.render(ReportPage(report), withTemplate: "report") ?? ""
    }
}

/// Text that stands in an element or in a quoted attribute.
///
/// Escapes scalar by scalar: a quotation mark that carries a combining mark is one character and no longer a quotation mark
/// for Swift, and still one for a browser.
package struct MarkupText: MustacheContentType {
    package static let name = "MARKUP"

    package init() {}

    package func escapeText(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if let entity = Self.entities[scalar] {
                escaped.append(contentsOf: entity.unicodeScalars)
            } else {
                escaped.append(scalar)
            }
        }
        return String(escaped)
    }

    private static let entities: [Unicode.Scalar: String] = [
        "<": "&lt;", ">": "&gt;", "&": "&amp;", "\"": "&quot;", "'": "&#39;",
    ]
}
