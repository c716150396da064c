package import CensusModel
import Foundation
import GRDB
import NetworkTypes

extension SQLiteCensus {
    /// The captures that begin as one does, the one counted furthest first.
    package func inputs(beginning: [UInt8]) throws(SQLiteCensusError) -> [CountedInput] {
        try read("look for a capture") { try Self.inputs(beginning: beginning, $0) }
    }

    static func inputs(beginning: [UInt8], _ database: Database) throws -> [CountedInput] {
        try Row.fetchAll(
            database, sql: "SELECT * FROM source WHERE beginning = ? ORDER BY position DESC, id",
            arguments: [Data(beginning)]
        ).map { row in
            try CountedInput(row, lists: ListSetTable.sets(of: row.value("id"), database))
        }
    }

    /// Adds what a segment of a capture showed, and notes in the same transaction how far the capture is counted.
    package func commit(
        _ segment: SegmentTally, as claim: Claim
    ) throws(SQLiteCensusError) -> CommitOutcome {
        let packed = PackedTallies(segment.tallies)
        return try write("commit a tally") { database in
            if let identity = segment.earlierIdentity, case .new = claim,
                let name = try Self.earlierName(identity, database)
            {
                return .countedEarlier(name: name)
            }
            guard let source = try Self.take(claim, of: segment, sensor: sensor, database) else { return .overtaken }
            try Self.add(packed, segment.tallies, of: source, database)
            try Self.note(segment, of: source, database)
            if let lists = segment.lists { try ListSetTable.note(lists, of: source, database) }
            return .added(source: source)
        }
    }

    /// The source that a claim is to, made ready for the segment; `nil` where the claim does not hold.
    private static func take(
        _ claim: Claim, of segment: SegmentTally, sensor: String, _ database: Database
    ) throws -> Int64? {
        switch claim {
        case .new(let others):
            let there = try inputs(beginning: segment.head.beginning, database).map(\.source)
            guard others.isSuperset(of: there) else { return nil }
            return try insertSource(kind: segment.kind.rawValue, name: segment.name, sensor: sensor, database)
        case .continues(let source):
            return try position(of: source, database) == segment.range.lowerBound ? source : nil
        case .replaces(let source, let position):
            guard try self.position(of: source, database) == position else { return nil }
            try empty(source, database)
            if !sensor.isEmpty {
                try database.execute(sql: "UPDATE source SET sensor = ? WHERE id = ?", arguments: [sensor, source])
            }
            return source
        }
    }

    private static func position(of source: Int64, _ database: Database) throws -> UInt64? {
        try Int64.fetchOne(database, sql: "SELECT position FROM source WHERE id = ?", arguments: [source])
            .map { UInt64(clamping: $0) }
    }

    /// - Parameter identity: of everything but captures.
    static func insertSource(
        kind: String, identity: String? = nil, name: String, sensor: String, _ database: Database
    ) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO source (kind, identity, name, commits, packets, dropped, begun_at, committed_at)
                VALUES (?, ?, ?, 0, 0, 0, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
                """,
            arguments: [kind, identity, name])
        let source = database.lastInsertedRowID
        if !sensor.isEmpty {
            try database.execute(sql: "UPDATE source SET sensor = ? WHERE id = ?", arguments: [sensor, source])
        }
        return source
    }

    /// Removes what a source contributed; the note of it stays.
    /// - Parameter hour: hours before it are kept.
    static func empty(_ source: Int64, from hour: Hour? = nil, _ database: Database) throws {
        try ExtentTable.forget(.max, database)
        let start = hour?.startSeconds ?? .min
        try RunTable.remove(where: "source = ? AND hour >= ?", [source, start], database)
        for table in ["coverage", "hour_commit"] {
            try database.execute(
                sql: "DELETE FROM \(table) WHERE source = ? AND hour >= ?", arguments: [source, start])
        }
        try database.execute(sql: "DELETE FROM counted_with WHERE source = ?", arguments: [source])
        try database.execute(
            sql: """
                UPDATE source SET commits = 0, packets = 0, records = 0, dropped = 0, newest_list = '', pruned_before = NULL,
                    shipped_by = NULL
                WHERE id = ?
                """,
            arguments: [source])
        try ShippedHours.beginAgain(source, database)
    }

    private static func note(_ segment: SegmentTally, of source: Int64, _ database: Database) throws {
        let coverage = segment.coverage
        try database.execute(
            sql: """
                UPDATE source SET kind = ?, name = ?, commits = commits + 1, packets = packets + ?, records = records + ?,
                    dropped = dropped + ?, beginning = ?, head = ?, trail = ?, position = ?, tail = ?,
                    committed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
                WHERE id = ?
                """,
            arguments: [
                segment.kind.rawValue, segment.name, Int64(clamping: coverage.seen),
                Int64(clamping: coverage.allRecords.seen), Int64(clamping: coverage.lost),
                Data(segment.head.beginning), segment.head.markData, segment.head.trail?.data,
                Int64(clamping: segment.range.upperBound), Data(segment.tail), source,
            ])
    }

    /// The name under which an earlier version counted a capture; `nil` when it did not.
    package func earlierName(ofInput identity: String) throws(SQLiteCensusError) -> String? {
        try read("look for a capture") { try Self.earlierName(identity, $0) }
    }

    private static func earlierName(_ identity: String, _ database: Database) throws -> String? {
        try String.fetchOne(
            database, sql: "SELECT name FROM earlier_capture WHERE identity = ?", arguments: [identity])
    }
}
