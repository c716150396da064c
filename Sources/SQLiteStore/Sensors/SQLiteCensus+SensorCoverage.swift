package import CensusModel
import GRDB
package import NetworkTypes

extension SQLiteCensus: SensorCensus {
    package func sensorCoverage(in hours: HourRange) throws(SQLiteCensusError) -> [String: [Hour: Coverage]] {
        let whole = try read("look for sensors") { database in
            try Schema.version(of: database) < Schema.firstVersionWithSensors
        }
        guard !whole else { return ["": try coverage(in: hours)] }
        return try read("read the coverage") { database in
            let names = try String.fetchAll(
                database,
                sql:
                    "SELECT DISTINCT sensor FROM source WHERE packets > 0 OR records > 0 OR commits > 0 ORDER BY sensor"
            )
            let (conditions, arguments) = hours.sql
            let filter = (conditions + ["source IN (SELECT id FROM source WHERE sensor = ?)"]).joined(
                separator: " AND ")
            let sql = CoverageRow.select(where: " WHERE " + filter, ofVersion: Schema.version)
            return try Dictionary(
                uniqueKeysWithValues: names.map { ($0, try Self.coverage(sql, arguments + [$0], database)) })
        }
    }
}
