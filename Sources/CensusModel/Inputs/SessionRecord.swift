/// A run that counts live interfaces: what is told of it, beside what it counted.
package struct SessionRecord: Equatable, Sendable {
    /// Drawn at random when it began.
    package let identity: String
    /// The interfaces, with commas between them.
    package let interfaces: String

    package init(identity: String, interfaces: String) {
        self.identity = identity
        self.interfaces = interfaces
    }
}
