/// What the matching watchlist entry says of an origin: the class it is counted under, and its labels.
public struct Attribution: Hashable, Sendable {
    public let threatClass: ThreatClass
    /// Distinct labels, sorted; most entries have one or none.
    public let labels: [String]
    /// Whether the entry names the port, so that address and port matched; else the address alone did.
    public let matchesPort: Bool

    public init(threatClass: ThreatClass, labels: some Sequence<String>, matchesPort: Bool = false) {
        self.threatClass = threatClass
        self.labels = distinctLabels(labels)
        self.matchesPort = matchesPort
    }
}
