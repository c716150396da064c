import CensusModel
import HourlyRollup

/// A tally that takes observations in groups, and tells how many came since it was last asked.
struct CountingTally: ObservationSink {
    private var counted: HourlyTally
    private var group = ObservationGroup()
    private var new: UInt64 = 0

    init(_ tally: HourlyTally) {
        counted = tally
    }

    mutating func record(_ observation: Observation) {
        if group.add(observation) { finishGroup() }
    }

    private mutating func finishGroup() {
        new += UInt64(group.count)
        counted.record(&group)
    }

    /// How many observations came since this was last asked; all of them are in the tally then.
    mutating func takeNew() -> UInt64 {
        if group.count > 0 { finishGroup() }
        defer { new = 0 }
        return new
    }

    /// What was counted until `takeNew` was last asked.
    var tally: HourlyTally { counted }
    var flowCount: Int { counted.flowCount }
    /// Bytes of memory.
    var size: Int { counted.size }
}
