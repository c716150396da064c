package import CensusModel
package import NetworkTypes

/// How well a period was watched: every count is a lower bound, and this says of what.
package struct Visibility: Equatable, Sendable {
    /// Of all hours together.
    package let coverage: Coverage
    /// Hours in which a packet was seen or dropped.
    package let observedHours: Int
    package let firstHour: Hour?
    package let lastHour: Hour?

    package init(_ coverage: [Hour: Coverage] = [:]) {
        var whole = Coverage()
        for part in coverage.values { whole.merge(part) }
        self.coverage = whole
        observedHours = coverage.count
        firstHour = coverage.keys.min()
        lastHour = coverage.keys.max()
    }
}
