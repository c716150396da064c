package import CensusModel
import NetworkTypes

/// What one exporter tells of a flow, as a run keeps it: one record for each 5-tuple, attribution and exporter.
package struct RunRecord: Equatable, Sendable {
    package var tuple: FlowTuple
    /// The number of what lists say of the origin, in the store that the run belongs to.
    package var attribution: Int64
    package var exporter: Exporter
    package var fromHost: DirectionCounters
    package var fromOrigin: DirectionCounters

    package init(
        _ tuple: FlowTuple, attribution: Int64, exporter: Exporter, fromHost: DirectionCounters,
        fromOrigin: DirectionCounters
    ) {
        (self.tuple, self.attribution, self.exporter) = (tuple, attribution, exporter)
        (self.fromHost, self.fromOrigin) = (fromHost, fromOrigin)
    }

    /// Whether two records are of one 5-tuple, attribution and exporter, so that their counters are added.
    package func isAlike(_ other: RunRecord) -> Bool {
        attribution == other.attribution && exporter == other.exporter && tuple == other.tuple
    }
}
