import Classification
import HourlyRollup
import NetworkTypes

/// A tally that also tells how many sightings came since it was last asked.
struct LiveTally: SightingSink {
    var tally: HourlyTally
    private var new: UInt64 = 0

    init(_ tally: HourlyTally) {
        self.tally = tally
    }

    mutating func record(_ sighting: Sighting) {
        new += 1
        tally.record(sighting)
    }

    mutating func takeNew() -> UInt64 {
        defer { new = 0 }
        return new
    }
}
