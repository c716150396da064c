package import NetworkTypes

/// Why nothing can be received at an address.
package struct ReceptionError: Error, Equatable, CustomStringConvertible {
    package let address: ReceptionAddress
    /// What was attempted.
    package let operation: String
    /// The system's own text.
    package let reason: String

    package var description: String { "\(address): cannot \(operation): \(reason)" }
}
