/// A metric as it is described: its name, what it is, and its kind (Prometheus text format 0.0.4).
package struct MetricFamily: Sendable {
    package enum Kind: String, Sendable {
        /// A number that only grows.
        case counter
        case gauge
        /// How often something took place, and the sum of what it took.
        case summary
    }

    package let name: String
    package let kind: Kind
    package let help: String

    /// - Parameter name: in the words of Prometheus: with the unit, and of counters with `_total`.
    package init(_ name: String, _ kind: Kind, _ help: String) {
        (self.name, self.kind, self.help) = (name, kind, help)
    }
}
