package import NetworkTypes

/// A part of the own network that somebody answers for. All texts are the operator's own words.
package struct Asset: Hashable, Sendable {
    package let prefix: IPPrefix
    package let name: String
    /// What it is, as `website`, in lower case.
    package let kind: String
    /// Whose it is, as `government`, in lower case.
    package let sector: String
    package let contact: String
    /// What it offers to others, beside which no port is to be reached from outside; `nil` where that is not stated.
    package let services: ServiceSet?
}
