package import CensusModel
import ClickHouseStore
import SQLiteStore

/// The engines that keep a census, told by the name of the store.
package struct Engines: StoreOpener {
    private let sensor: String

    /// - Parameter sensor: the name of the sensor whose traffic is counted; empty without a sensor.
    package init(sensor: String = "") {
        self.sensor = sensor
    }

    package func open(_ name: String, for access: StoreAccess) throws -> any CensusStore {
        if ClickHouseAddress.isName(name) { return try ClickHouseCensus(path: name, access: access, sensor: sensor) }
        return try SQLiteCensus(path: name, access: access, sensor: sensor)
    }

    package func keepsBoth(_ one: String, _ other: String) -> Bool {
        !ClickHouseAddress.isName(one) && !ClickHouseAddress.isName(other)
    }

    package func migrate(
        _ name: String, report: @escaping (StoreMigrationProgress) throws -> Void
    ) throws -> (before: Int, after: Int) {
        if ClickHouseAddress.isName(name) {
            let store = try ClickHouseCensus(path: name, access: .change)
            return (store.versionBefore, ClickHouseCensus.version)
        }
        return try StoreMigration(name, report: report).run()
    }
}
