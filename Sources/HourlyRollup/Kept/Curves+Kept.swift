import NetworkTypes

extension Curves {
    /// Takes hours whose flows are gone. A day or month that holds one had at least the hosts of its hour with the most.
    ///
    /// - Parameters:
    ///   - kept: a point an hour, in their order.
    ///   - threatsByDay: distinct foreign threats of these hours, by the first hour of the day.
    ///   - threatsByMonth: the same of months.
    mutating func take(_ kept: [Point], threatsByDay: [Hour: Int], threatsByMonth: [Hour: Int]) {
        hours = Self.joined(hours, kept)
        days = Self.joined(days, Self.longer(kept, .day, threatsByDay))
        months = Self.joined(months, Self.longer(kept, .month, threatsByMonth))
    }

    private static func longer(_ kept: [Point], _ period: Period, _ threats: [Hour: Int]) -> [Point] {
        var points: [Point] = []
        var busyHours = 0
        for hour in kept {
            let start = period.start(of: hour.start)
            if points.last?.start != start {
                points.append(Point(start: start, threats: UInt64(threats[start] ?? 0)))
                busyHours = 0
            }
            guard hour.hosts.hosts > 0 else { continue }
            busyHours += 1
            let last = points.count - 1
            points[last].hostsAreLeast = hour.hostsAreLeast || points[last].hostsAreLeast || busyHours > 1
            if busyHours == 1 || points[last].hosts.affected < hour.hosts.affected { points[last].hosts = hour.hosts }
        }
        return points
    }

    /// Where both know a time, what the one with more hosts knows is certain.
    private static func joined(_ points: [Point], _ kept: [Point]) -> [Point] {
        var all = Dictionary(points.map { ($0.start, $0) }, uniquingKeysWith: { first, _ in first })
        for point in kept {
            guard let other = all[point.start] else {
                all[point.start] = point
                continue
            }
            var both = other.hosts.affected < point.hosts.affected ? point : other
            both.threats = max(other.threats, point.threats)
            both.threatsAreLeast = other.threats > 0 && point.threats > 0
            both.hostsAreLeast =
                other.hostsAreLeast || point.hostsAreLeast || other.hosts.hosts > 0 && point.hosts.hosts > 0
            both.coverage = other.coverage
            all[point.start] = both
        }
        return all.values.sorted { $0.start < $1.start }
    }
}
