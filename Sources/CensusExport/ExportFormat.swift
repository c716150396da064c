/// How rows are written.
package enum ExportFormat: String, CaseIterable, Sendable {
    /// Comma-separated values (RFC 4180) with a header line; lines end in LF, as tools on this side of the world expect.
    case csv
    /// One JSON object a line (RFC 8259), with the same names.
    case jsonl
}
