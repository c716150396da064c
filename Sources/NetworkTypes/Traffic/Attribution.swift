/// What the matching watchlist entry says of an origin: the class it is counted under, and its labels.
package struct Attribution: Hashable, Sendable {
    package let threatClass: ThreatClass
    /// Distinct labels, sorted; most entries have one or none.
    package let labels: [String]

    package init(threatClass: ThreatClass, labels: some Sequence<String>) {
        self.threatClass = threatClass
        self.labels = distinctLabels(labels)
    }
}
