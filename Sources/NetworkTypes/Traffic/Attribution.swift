/// What the matching watchlist entry says of an origin: the class it is counted under, and its labels.
public struct Attribution: Hashable, Sendable {
    public let threatClass: ThreatClass
    /// Distinct labels, sorted; most entries have one or none.
    public let labels: [String]

    public init(threatClass: ThreatClass, labels: some Sequence<String>) {
        self.threatClass = threatClass
        self.labels = distinctLabels(labels)
    }
}
