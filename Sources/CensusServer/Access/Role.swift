/// What somebody may see.
package enum Role: String, CaseIterable, Sendable {
    /// Counts, and pseudonyms in place of internal hosts.
    case viewer
    /// Everything.
    case analyst
}

/// Who asks, as far as that is known.
struct Identity: Equatable, Sendable {
    let role: Role
    /// From a file or a proxy; for the log.
    let name: String
}
