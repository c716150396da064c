package import NetworkTypes

/// A flow and everything that is kept of it.
package struct FlowRecord: Equatable, Sendable {
    package let key: FlowKey
    /// Labels of the entries that matched: distinct, sorted.
    package private(set) var labels: [String]
    /// Whether an entry that matched names the port.
    package private(set) var matchesPort: Bool
    package private(set) var fromHost: DirectionCounters
    package private(set) var fromOrigin: DirectionCounters
    /// Whether it was pruned: in no row and no count any more, and kept for who began what came within three hours.
    package let isPruned: Bool

    package init(
        key: FlowKey, labels: [String] = [], matchesPort: Bool = false,
        fromHost: DirectionCounters = DirectionCounters(),
        fromOrigin: DirectionCounters = DirectionCounters(), isPruned: Bool = false
    ) {
        self.key = key
        self.labels = labels
        self.matchesPort = matchesPort
        self.fromHost = fromHost
        self.fromOrigin = fromOrigin
        self.isPruned = isPruned
    }

    /// Adds what is kept elsewhere of the same flow.
    package mutating func merge(_ other: FlowRecord) {
        precondition(key == other.key, "only records of one flow merge")
        if labels != other.labels { labels = distinctLabels(labels + other.labels) }
        matchesPort = matchesPort || other.matchesPort
        fromHost.merge(other.fromHost)
        fromOrigin.merge(other.fromOrigin)
    }

    package var packets: UInt64 { fromHost.packets.addingClamped(fromOrigin.packets) }
    package var bytes: UInt64 { fromHost.bytes.addingClamped(fromOrigin.bytes) }
    package var firstSeen: Timestamp? { earlier(fromHost.first, fromOrigin.first) }
    package var lastSeen: Timestamp? { later(fromHost.last, fromOrigin.last) }
}
