/// A part of a YAML text (version 1.1, as libyaml reads it), with the line at which it begins.
package struct YAMLNode: Equatable, Sendable {
    package indirect enum Content: Equatable, Sendable {
        /// As it was written, without quotes. A plain scalar stands without quotes; an empty one is plain and says nothing.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        /// The members in their order; no two have one name.
        case mapping([YAMLMember])
    }

    /// From 1.
    package let line: Int
    package let content: Content

    /// Whether it says nothing: an empty plain scalar, `~` or `null`.
    package var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }
}

/// A member of a mapping.
package struct YAMLMember: Equatable, Sendable {
    package let name: String
    /// The line of the name, from 1.
    package let line: Int
    package let value: YAMLNode
}

/// Why a text is no YAML that is read here.
package struct YAMLError: Error, Equatable, Sendable {
    /// From 1.
    package let line: Int
    package let problem: String
}
