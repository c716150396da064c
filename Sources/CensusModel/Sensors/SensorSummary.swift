package import NetworkTypes

/// What a store holds of a sensor, and what a centre knows of it.
package struct SensorSummary: Equatable, Sendable {
    /// Empty for what was counted without a name.
    package let name: String
    /// The first and the last hour in which it saw or lost anything.
    package let hours: ClosedRange<Hour>?
    package let observedHours: Int
    /// Over all these hours.
    package let coverage: Coverage
    /// Its last shipment; `nil` where it ships nothing here.
    package let state: SensorState?
    /// The names of lists of which another sensor uses a newer version.
    package let olderLists: [String]

    /// Every sensor, by name; empty where no source has one and none ships.
    package static func all(_ coverage: [String: [Hour: Coverage]], _ states: [SensorState]) -> [SensorSummary] {
        guard !states.isEmpty || coverage.keys.contains(where: { !$0.isEmpty }) else { return [] }
        let latest = latest(states)
        let newest = newestVersions(latest.values.flatMap(\.lists))
        return Set(coverage.keys).union(latest.keys)
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { name in
                SensorSummary(name, coverage[name] ?? [:], latest[name], newest)
            }
    }

    /// The sensors of some states, each by its last shipment: one that was set up again has another identity.
    package static func latest(_ states: [SensorState]) -> [String: SensorState] {
        Dictionary(states.map { ($0.record.name, $0) }) { $0.received < $1.received ? $1 : $0 }
    }

    private init(
        _ name: String, _ hours: [Hour: Coverage], _ state: SensorState?,
        _ newest: [String: (version: String, first: String)]
    ) {
        (self.name, self.state, observedHours) = (name, state, hours.count)
        self.hours = hours.keys.min().flatMap { first in hours.keys.max().map { first...$0 } }
        var whole = Coverage()
        for coverage in hours.values { whole.merge(coverage) }
        coverage = whole
        olderLists = (state?.lists ?? []).map(\.record).filter { list in
            newest[list.name].map { $0.version != list.version } ?? false
        }.map(\.name).sorted()
    }

    /// The version of each list that came into use last, at whichever sensor that was first.
    private static func newestVersions(_ lists: [UsedList]) -> [String: (version: String, first: String)] {
        var first: [String: [String: String]] = [:]
        for list in lists {
            let known = first[list.record.name]?[list.record.version]
            first[list.record.name, default: [:]][list.record.version] = min(
                known ?? list.firstUsedAt, list.firstUsedAt)
        }
        return first.compactMapValues { versions in
            versions.max { ($0.value, $0.key) < ($1.value, $1.key) }.map { (version: $0.key, first: $0.value) }
        }
    }
}

extension SensorState {
    /// Seconds since the last shipment.
    package func silence(at now: Timestamp) -> Int64 {
        let (difference, overflows) = now.nanoseconds.subtractingReportingOverflow(received.nanoseconds)
        return overflows ? .max : difference / Timestamp.nanosecondsPerSecond
    }

    /// Whether nothing came for three times as long as something should have: the sensor has vanished. One that does not ship on
    /// its own never has.
    package func isSilent(at now: Timestamp) -> Bool {
        record.interval > 0 && silence(at: now) > 3 * Int64(record.interval)
    }
}
