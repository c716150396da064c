/// A list that was used: which version of it, and how much it held.
package struct ListRecord: Equatable, Sendable {
    /// SHA-256 of the list's bytes, in hexadecimal.
    package let version: String
    package let name: String
    package let entries: Int

    package init(version: String, name: String, entries: Int) {
        self.version = version
        self.name = name
        self.entries = entries
    }
}
