import CPageSeal
import CSQLite
import GRDB

/// Digests of a store's pages, which a layer below SQLite writes and compares (`CPageSeal`): a byte that changes on the disk is found
/// by whoever reads the page that it is in, whatever the page holds.
///
/// The layer stands in front of every database that the process opens, and seals those whose pages have room for it.
enum PageSeal {
    /// Has room for the digests made in what is written new: an empty database, or one that is written again as a whole.
    static func reserve(_ database: Database) throws {
        var length = CInt(flowcensus_seal_length)
        // Unsafe, because C: the connection is open for as long as the call lasts.
        let status = unsafe sqlite3_file_control(
            database.sqliteConnection, "main", SQLITE_FCNTL_RESERVE_BYTES, &length)
        guard status == SQLITE_OK else {
            throw DatabaseError(resultCode: ResultCode(rawValue: status), message: "no room for digests of pages")
        }
    }

    /// What is wrong, where an error says that a page is not as it was written.
    static func finding(_ error: DatabaseError) -> String? {
        guard error.extendedResultCode.rawValue == flowcensus_broken_page else { return nil }
        return "page \(flowcensus_last_broken_page()) of its file is not as it was written"
    }
}

extension DatabaseError {
    /// What is damaged; `nil` of other errors.
    var damage: String? {
        PageSeal.finding(self) ?? (resultCode == .SQLITE_CORRUPT ? message ?? "\(resultCode)" : nil)
    }
}
