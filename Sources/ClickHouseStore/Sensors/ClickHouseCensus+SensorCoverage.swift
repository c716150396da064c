package import CensusModel
package import NetworkTypes

extension ClickHouseCensus: SensorCensus {
    package func sensorCoverage(in hours: HourRange) throws -> [String: [Hour: Coverage]] {
        let snapshot = try snapshot()
        let question = """
            SELECT toUInt8(1), source, \(Self.sensorOfSource) FROM \(tables.claim)
            WHERE \(SQL.all(snapshot.conditions(in: HourRange()))) GROUP BY source HAVING max(packets) > 0 OR max(records) > 0
            """
        let names = Dictionary(
            try rows(question, "look for sensors") { (try $0.number(Int64.self), try $0.text()) }
        ) { first, _ in first }
        var coverage = Dictionary(names.values.map { ($0, [Hour: Coverage]()) }) { first, _ in first }
        guard !hours.isEmpty else { return coverage }
        let claims = SQL.all(snapshot.conditions(in: hours))
        try forEachCounter(claims, SQL.all(hours.conditions), of: hours, bySource: true) { source, hour, counter in
            coverage[names[source] ?? "", default: [:]][hour, default: Coverage()].add(counter)
        }
        return coverage
    }

    /// The name of the sensor of a source, among the claims to it.
    static let sensorOfSource = "argMax(sensor, (sensor != '', generation, number))"

    /// What holds of claims to the sources of a sensor.
    func isOf(sensor: String, _ snapshot: ClaimSnapshot) -> String {
        """
        source IN (SELECT source FROM \(tables.claim) WHERE \(SQL.all(snapshot.conditions(in: HourRange()))) GROUP BY source
        HAVING \(Self.sensorOfSource) = \(SQL.text(sensor)))
        """
    }
}
