/// What one exporter tells of a flow.
package struct FlowReport: Equatable, Sendable {
    package let exporter: Exporter
    package var fromHost: DirectionCounters
    package var fromOrigin: DirectionCounters

    package init(exporter: Exporter, fromHost: DirectionCounters, fromOrigin: DirectionCounters) {
        (self.exporter, self.fromHost, self.fromOrigin) = (exporter, fromHost, fromOrigin)
    }
}

extension [FlowReport] {
    /// Adds what an exporter tells; reports are sorted by exporter, and each has one.
    mutating func add(_ report: FlowReport) {
        var (place, end) = (startIndex, endIndex)
        while place < end {
            let middle = (place + end) / 2
            if self[middle].exporter < report.exporter { place = middle + 1 } else { end = middle }
        }
        guard place < endIndex, self[place].exporter == report.exporter else { return insert(report, at: place) }
        self[place].fromHost.merge(report.fromHost)
        self[place].fromOrigin.merge(report.fromOrigin)
    }

    /// The counters of the exporter that saw most packets of an end. Of equals the first is taken. Where none saw any, what they
    /// state of the end all the same: that it began.
    func most(_ end: KeyPath<FlowReport, DirectionCounters>) -> DirectionCounters {
        var (most, unseen) = (DirectionCounters(), DirectionCounters())
        for report in self {
            let counters = report[keyPath: end]
            if !counters.hasSent {
                unseen.merge(counters)
            } else if !most.hasSent || counters.packets > most.packets {
                most = counters
            }
        }
        return most.hasSent ? most : unseen
    }
}
