import CensusModel
import SQLiteStore

/// Opens stores of SQLite.
struct SQLiteStores: StoreOpener {
    func open(_ name: String, for access: StoreAccess) throws -> any CensusStore {
        try SQLiteCensus(path: name, access: access)
    }
}
