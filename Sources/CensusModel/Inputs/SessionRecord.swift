/// A run that counts live interfaces, or what exporters send: what a store notes of it, beside what it counted.
package struct SessionRecord: Equatable, Sendable {
    /// Drawn at random when it began.
    package let identity: String
    /// The interfaces, or the addresses that are listened at, with commas between them.
    package let interfaces: String
    /// Whether it counts packets of interfaces, or records that exporters send.
    package let kind: SourceKind

    package init(identity: String, interfaces: String, kind: SourceKind = .session) {
        self.identity = identity
        self.interfaces = interfaces
        self.kind = kind
    }
}
