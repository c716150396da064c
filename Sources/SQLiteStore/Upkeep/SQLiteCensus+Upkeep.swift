import Foundation
import GRDB
import HourlyRollup
package import NetworkTypes

extension SQLiteCensus {
    /// Everything that is wrong with the store, a sentence each; empty where it is sound. It reads the store several times.
    package func findings() throws(SQLiteCensusError) -> [String] {
        try read("check it") { try Soundness.findings($0) }
    }

    /// Copies the store as it is at one moment: SQLite begins again where somebody commits meanwhile
    /// (sqlite.org/c3ref/backup_finish.html). The copy is its owner's alone, and stands under its name once it is whole.
    package func backup(to target: String) throws(SQLiteCensusError) -> UInt64 {
        let draft = target + ".part"
        do {
            guard !FileManager.default.fileExists(atPath: target) else { throw SQLiteCensusError.Problem.isThere }
            try? FileManager.default.removeItem(atPath: draft)
            StorePlace.makePrivate(draft)
            let copy = try DatabaseQueue(path: StoreFile.name(draft))
            try queue.backup(to: copy)
            // Whoever writes into this store does not write into the copy, whose log goes into the file.
            try copy.write { database in
                for table in ["writer", "event_watcher", "destination", "shipped_source", "shipped_hour"]
                where try database.tableExists(table) {
                    try database.execute(sql: "DELETE FROM \(table)")
                }
            }
            try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try copy.close()
            try FileManager.default.moveItem(atPath: draft, toPath: target)
            return Self.length(of: target)
        } catch {
            for name in [draft, draft + "-wal", draft + "-shm", draft + "-journal"] {
                try? FileManager.default.removeItem(atPath: name)
            }
            throw SQLiteCensusError(
                store: target, problem: .of(error, operation: "copy \(path) into it", store: target))
        }
    }

    /// Writes the file again without its gaps, which takes as much room again while it runs.
    ///
    /// - Returns: its bytes before and after, the log's included.
    package func vacuum() throws(SQLiteCensusError) -> (before: UInt64, after: UInt64) {
        let before = length
        do {
            try queue.vacuum()
            try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        } catch {
            throw SQLiteCensusError(store: path, problem: .of(error, operation: "write it again", store: path))
        }
        return (before, length)
    }

    private var length: UInt64 { Self.length(of: path) + Self.length(of: path + "-wal") }

    /// Removes the flows and the coverage of all hours before one. What was counted stays known, so that nothing comes
    /// back when a capture is replayed. The flows of the last three hours are kept out of sight, for they tell who began those
    /// that are left. Counts that outlived flows stay.
    ///
    /// - Returns: records of flows, and hours with any coverage.
    package func prune(before hour: Hour) throws(SQLiteCensusError) -> (flows: Int, hours: Int) {
        try write("remove hours") { try Self.prune(before: hour, $0) }
    }

    static func prune(before hour: Hour, _ database: Database) throws -> (flows: Int, hours: Int) {
        let hours = try Int.fetchOne(
            database, sql: "SELECT count(DISTINCT hour) FROM coverage WHERE hour < ?", arguments: [hour.startSeconds])
        try database.execute(sql: "DELETE FROM coverage WHERE hour < ?", arguments: [hour.startSeconds])
        let needed = hour.advanced(by: -EvidenceWindow.hoursBefore).startSeconds
        let flows = try Int.fetchOne(
            database, sql: "SELECT ifnull(sum(records), 0) FROM run WHERE pruned = 0 AND hour < ?",
            arguments: [hour.startSeconds])
        try ExtentTable.forget(.max, database)
        try database.execute(
            sql: "UPDATE run SET pruned = 1 WHERE hour >= ? AND hour < ?", arguments: [needed, hour.startSeconds])
        try RunTable.remove(where: "hour < ?", [needed], database)
        try database.execute(
            sql: """
                UPDATE source SET pruned_before = max(ifnull(pruned_before, \(Int64.min)), ?1)
                    WHERE id IN (SELECT source FROM hour_commit WHERE hour < ?1);
                """, arguments: [hour.startSeconds])
        for table in ["hour_commit", "shipped_hour"] {
            try database.execute(sql: "DELETE FROM \(table) WHERE hour < ?", arguments: [hour.startSeconds])
        }
        return (flows ?? 0, hours ?? 0)
    }
}
