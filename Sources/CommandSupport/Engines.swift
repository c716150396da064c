package import CensusModel
import SQLiteStore

/// The engines that keep a census, told by the name of the store.
package struct Engines: StoreOpener {
    package init() {}

    package func open(_ name: String, for access: StoreAccess) throws -> any CensusStore {
        try SQLiteCensus(path: name, access: access)
    }

    package func migrate(
        _ name: String, report: @escaping (StoreMigrationProgress) throws -> Void
    ) throws -> (before: Int, after: Int) {
        try StoreMigration(name, report: report).run()
    }
}
