import Classification
import HourlyRollup
import NetworkTypes

/// A tally that takes sightings in groups, and tells how many came since it was last asked.
struct CountingTally: SightingSink {
    private var counted: HourlyTally
    private var group = SightingGroup()
    private var new: UInt64 = 0

    init(_ tally: HourlyTally) {
        counted = tally
    }

    mutating func record(_ sighting: Sighting) {
        if group.add(sighting) { finishGroup() }
    }

    private mutating func finishGroup() {
        new += UInt64(group.count)
        counted.record(&group)
    }

    /// How many sightings came since this was last asked; all of them are in the tally then.
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
