import HourlyRollup
import NetworkTypes

extension HourRange {
    /// With the hours that decide who began flows of these.
    var lookingBack: HourRange {
        HourRange(from: from?.advanced(by: -EvidenceWindow.hoursBefore), before: to)
    }
}
