package import NetworkTypes

/// A calendar unit in UTC.
package enum Period: Sendable {
    case hour
    case day
    case month

    /// The first hour of the unit that holds `hour`.
    package func start(of hour: Hour) -> Hour {
        switch self {
        case .hour: return hour
        case .day: return Hour(index: Int32(clamping: Int64(hour.index).floorQuotient(by: 24) * 24))
        case .month:
            var time = CivilTime(unixSeconds: hour.startSeconds)
            (time.day, time.hour) = (1, 0)
            return Hour(index: Int32(clamping: time.unixSeconds / 3_600))
        }
    }
}
