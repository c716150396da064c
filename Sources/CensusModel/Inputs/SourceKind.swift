/// What kind of input was counted. The raw values are kept in stores.
package enum SourceKind: String, CaseIterable, Sendable {
    case capture
    /// A capture that was read with `--exports`.
    case exports
    /// A file that holds a flow log.
    case log
    /// A run on live interfaces.
    case session
    /// A run that took what exporters send.
    case collection
    /// What an earlier version counted.
    case earlier
}
