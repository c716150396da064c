package import NetworkTypes

/// A flow and everything that is kept of it.
package struct FlowRecord: Equatable, Sendable {
    package var key: FlowKey
    /// Labels of the entries that matched: distinct, sorted.
    package var labels: [String]
    /// Whether an entry that matched names the port.
    package var matchesPort: Bool
    /// What the host sent, as the exporter tells it that saw most packets of it.
    package var fromHost: DirectionCounters
    /// What the origin sent, as `fromHost` is.
    package var fromOrigin: DirectionCounters
    /// What each exporter tells of the flow, sorted by exporter; empty where nobody but packets does.
    package private(set) var reports: [FlowReport] = []
    /// Whether it was pruned: in no row and no count any more, and kept for who began what came within three hours.
    package var isPruned: Bool

    package init(
        key: FlowKey, labels: [String] = [], matchesPort: Bool = false,
        fromHost: DirectionCounters = DirectionCounters(),
        fromOrigin: DirectionCounters = DirectionCounters(), exporter: Exporter = .packets, isPruned: Bool = false
    ) {
        self.key = key
        self.labels = labels
        self.matchesPort = matchesPort
        self.fromHost = fromHost
        self.fromOrigin = fromOrigin
        self.isPruned = isPruned
        guard !exporter.isPackets else { return }
        reports = [FlowReport(exporter: exporter, fromHost: fromHost, fromOrigin: fromOrigin)]
    }

    /// Makes an exporter the only one that tells of the flow, and its counters those that the flow has.
    package mutating func setExporter(_ exporter: Exporter) {
        guard !exporter.isPackets else { return reports.removeAll(keepingCapacity: true) }
        let report = FlowReport(exporter: exporter, fromHost: fromHost, fromOrigin: fromOrigin)
        if reports.count == 1 { reports[0] = report } else { reports = [report] }
    }

    /// Adds what is kept elsewhere of the same flow.
    package mutating func merge(_ other: FlowRecord) {
        gather(other)
        settle()
    }

    /// Adds what is kept elsewhere of the same flow, as `merge` does, once `settle` is called behind the last: as many exporters as
    /// tell of a flow are compared once then, and not once for each of them.
    package mutating func gather(_ other: FlowRecord) {
        precondition(key == other.key, "only records of one flow merge")
        if labels != other.labels { labels = distinctLabels(labels + other.labels) }
        matchesPort = matchesPort || other.matchesPort
        guard reports.isEmpty && other.reports.isEmpty else {
            reports = allReports
            for report in other.allReports { reports.add(report) }
            return
        }
        fromHost.merge(other.fromHost)
        fromOrigin.merge(other.fromOrigin)
    }

    /// Takes what both ends sent from the reports that were gathered.
    package mutating func settle() {
        guard !reports.isEmpty else { return }
        (fromHost, fromOrigin) = (reports.most(\.fromHost), reports.most(\.fromOrigin))
    }

    /// What each exporter tells of the flow, packets included.
    package var allReports: [FlowReport] {
        guard reports.isEmpty else { return reports }
        return [FlowReport(exporter: .packets, fromHost: fromHost, fromOrigin: fromOrigin)]
    }

    package var packets: UInt64 { fromHost.packets.addingClamped(fromOrigin.packets) }
    package var bytes: UInt64 { fromHost.bytes.addingClamped(fromOrigin.bytes) }
    package var firstSeen: Timestamp? { earlier(fromHost.first, fromOrigin.first) }
    package var lastSeen: Timestamp? { later(fromHost.last, fromOrigin.last) }
}
