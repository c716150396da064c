package import NetworkTypes

/// What is drawn of a number over time, in reports and on pages alike: a curve by day, and a curve by hour or, of many weeks, a map
/// of hours. Times that nobody observed are hatched.
package struct TimeDrawings {
    package private(set) var curves: [LineChart] = []
    package private(set) var maps: [HeatMap] = []

    /// More hours than these are no curve that an eye can follow.
    package static let mostHoursAsCurve = 14 * 24
    /// More days than these would be narrower than a line of the map.
    private static let mostDaysAsMap = 400

    /// - Parameters:
    ///   - title: what the number counts.
    ///   - hours: the number of each hour that was observed.
    ///   - days: the same of each day; empty where only hours are drawn.
    package init(_ title: String, hours: [Hour: UInt64], days: [Hour: UInt64]) {
        if days.count > 1 {
            curves.append(
                LineChart(
                    identifier: "chart-days", title: "\(title), by day",
                    points: ObservedTimes(days.keys.sorted(), every: 24) { ReportWords.day($0) }.points(days)))
        }
        if (2...Self.mostHoursAsCurve).contains(hours.count) {
            curves.append(
                LineChart(
                    identifier: "chart-hours", title: "\(title), by hour",
                    points: ObservedTimes(hours.keys.sorted(), every: 1, ReportWords.instant).points(hours)))
        } else if (2...Self.mostDaysAsMap).contains(days.count), !hours.isEmpty {
            maps.append(Self.map(title, hours, days))
        }
    }

    /// A column for each day.
    private static func map(_ title: String, _ hours: [Hour: UInt64], _ days: [Hour: UInt64]) -> HeatMap {
        let times = ObservedTimes(days.keys.sorted(), every: 24) { ReportWords.day($0) }
        return HeatMap(
            identifier: "map-hours", title: "\(title), hour by hour: the darker, the more",
            days: times.slots.map { slot in
                HeatMap.Day(
                    label: slot.label,
                    hours: (0..<24).map { clock in
                        slot.isObserved ? hours[Hour(index: slot.start.index + Int32(clock))] : nil
                    },
                    mark: slot.mark)
            })
    }

    /// The templates of drawings, by the names that other templates call them by.
    package static let templates: [(name: String, bytes: [UInt8])] = [
        ("line-chart", PackageResources.line_chart_mustache), ("heat-map", PackageResources.heat_map_mustache),
    ]
}

extension ObservedTimes {
    /// The number at each of these times.
    fileprivate func points(_ values: [Hour: UInt64]) -> [LineChart.Point] {
        slots.map { slot in
            LineChart.Point(
                label: slot.label, value: slot.isObserved ? values[slot.start] ?? 0 : nil, mark: slot.mark)
        }
    }
}
