package import CensusModel
import ClickHouseStore
import SQLiteStore

/// The engines that keep a census, told by the name of the store.
package struct Engines: StoreOpener {
    private let sensor: String
    private let layout: TableLayout?

    /// - Parameter sensor: the name of the sensor whose traffic is counted; empty without a sensor.
    package init(sensor: String = "") {
        (self.sensor, layout) = (sensor, nil)
    }

    /// Engines that make missing tables on several servers.
    /// - Parameters:
    ///   - isReplicated: whether every server of a shard has the same rows.
    ///   - cluster: over whose servers rows are spread; `nil` for the one that is named.
    /// - Returns: `nil` where that is no name of a cluster.
    package init?(isReplicated: Bool, cluster: String?) {
        guard cluster.map(TableLayout.isClusterName) ?? true else { return nil }
        (sensor, layout) = ("", TableLayout(isReplicated: isReplicated, cluster: cluster))
    }

    /// Whether a store of that name is on a server.
    package static func isOnServer(_ name: String) -> Bool { ClickHouseAddress.isName(name) }

    package func open(_ name: String, for access: StoreAccess) throws -> any CensusStore {
        if ClickHouseAddress.isName(name) {
            return try ClickHouseCensus(path: name, access: access, sensor: sensor, layout: layout)
        }
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
