import CSQLite
import GRDB

/// A store may come from anybody: nothing in it is run, and only what our own migrations make is read.
enum DatabaseDefence {
    /// Prepares a connection before anything is read from the file.
    static func raise(_ database: Database) throws {
        // Unsafe, because C: the connection is open for as long as the call lasts.
        guard unsafe flowcensus_defend(database.sqliteConnection) == SQLITE_OK else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "SQLite is too old to open files of others safely")
        }
    }
}
