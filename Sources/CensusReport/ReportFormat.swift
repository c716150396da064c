/// How a report is written.
package enum ReportFormat: String, CaseIterable, Sendable {
    /// Plain text of at most 72 columns, for a mail.
    case text
    /// One JSON object, whose members are described in the documentation.
    case json
    /// One page for a browser, which needs nothing from elsewhere.
    case html
}
