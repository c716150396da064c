package import HourlyRollup
package import Mustache

/// A report as one page that needs nothing from elsewhere: fills the templates beside this file.
package struct ReportHTML {
    private let library: MustacheLibrary

    package init() throws {
        library = try MarkupText.library(
            [
                ("report", PackageResources.report_mustache),
                ("report-style", PackageResources.report_style_mustache),
                ("bar-chart", PackageResources.bar_chart_mustache),
            ] + TimeDrawings.templates)
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

    /// Templates in which every text is escaped so, by their names.
    package static func library(_ templates: [(name: String, bytes: [UInt8])]) throws -> MustacheLibrary {
        MustacheContentTypes.register(MarkupText(), named: name)
        return MustacheLibrary(
            templates: try Dictionary(
                templates.map { template in
                    let text = "{{% CONTENT_TYPE: \(name)}}" + String(decoding: template.bytes, as: UTF8.self)
                    return (template.name, try MustacheTemplate(string: text))
                }, uniquingKeysWith: { first, _ in first }))
    }

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
