/// A network that is known to the others by its number.
package struct AutonomousSystem: Hashable, Sendable {
    package let number: UInt32
    /// Whose it is; empty where the file does not say. Text from outside.
    package let organization: String

    package init(number: UInt32, organization: String) {
        (self.number, self.organization) = (number, organization)
    }
}
