package import CensusModel
import GRDB
import HourlyRollup
import Synchronization

extension SQLiteCensus {
    /// Takes over every source of another store that is not here, and those that were counted further there.
    ///
    /// One transaction: either the whole store was merged, or nothing of it. The other store is opened for reading only, and its
    /// flows are looked through as they are copied: what `store check` would find of these ends the merge.
    ///
    /// - Returns: what became of each source, in the order in which they began.
    package func merge(_ other: String) throws(SQLiteCensusError) -> [MergedSource] {
        let (address, there) = try Self.open(other)
        try checkPlace()
        // Of what is not merged to the end nothing is known.
        let before = mergedExtent.withLock { $0.take() }
        do {
            let log = try logOfMerges()
            let (merged, extent) = try queue.writeWithoutTransaction { database in
                log?.wait()
                try database.execute(sql: "ATTACH DATABASE ? AS other", arguments: [address])
                defer { try? database.execute(sql: "DETACH DATABASE other") }
                let settings = try WritingSettings.raise(database)
                defer { settings.putBack(database) }
                return try Self.merge(there, after: before, database)
            }
            log?.empty()
            mergedExtent.withLock { $0 = extent }
            return merged
        } catch {
            let problem = SQLiteCensusError.Problem.of(error, operation: "merge \(other) into it", store: path)
            switch problem {
            case .otherBasis, .otherKeptCounts, .unsound: throw SQLiteCensusError(store: other, problem: problem)
            default:
                // What cannot be merged may be the other store's fault.
                let findings = error is DatabaseError ? (try? there.read(Soundness.findings)) ?? [] : []
                guard findings.isEmpty else { throw SQLiteCensusError(store: other, problem: .unsound(findings)) }
                throw SQLiteCensusError(store: path, problem: problem)
            }
        }
    }

    /// What empties the log; `nil` of a store in memory, which has none.
    private func logOfMerges() throws -> MergeLog? {
        guard path != Self.inMemoryPath else { return nil }
        return try mergeLog.withLock { log in
            if log == nil { log = try MergeLog(path) }
            return log
        }
    }

    /// Merges the attached store in one transaction.
    /// - Parameters:
    ///   - there: the same store, of which what is not copied is looked through meanwhile.
    ///   - before: what earlier merges counted.
    private static func merge(
        _ there: DatabaseQueue, after before: MergedExtent?, _ database: Database
    ) throws -> ([MergedSource], MergedExtent?) {
        var result: ([MergedSource], MergedExtent?) = ([], nil)
        try database.inTransaction(.immediate) {
            result = try OrderedWork.run { look in
                try look(there)
                return try mergeAttached(database, MergedExtent.begin(after: before, database))
            } work: {
                try $0.read(Soundness.catalogueFindings)
            } take: { findings in
                guard findings.isEmpty else { throw SQLiteCensusError.Problem.unsound(findings) }
            }
            return .commit
        }
        return result
    }

    /// Opens a store for reading alone, checked as every store is when it is opened.
    /// - Returns: what to attach, and the store.
    private static func open(_ other: String) throws(SQLiteCensusError) -> (address: String, store: DatabaseQueue) {
        do {
            let file = StoreFile(other)
            try file.check(for: .read)
            let queue = try openAsItIs(file)
            let version = try queue.read(Schema.version(of:))
            // What came after runs is not merged.
            guard version >= Schema.firstVersionWithRuns else {
                throw SQLiteCensusError.Problem.olderVersion(found: version, known: Schema.version)
            }
            return (file.readOnlyURI, queue)
        } catch {
            throw SQLiteCensusError(store: other, problem: .of(error, operation: "open it", store: other))
        }
    }

    /// - Parameter extent: counts what is put in.
    /// - Returns: what became of each source, and of `extent`: `nil` where flows were removed.
    private static func mergeAttached(
        _ database: Database, _ extent: MergedExtent?
    ) throws -> ([MergedSource], MergedExtent?) {
        try mergeBasis(database)
        try mapAttributions(database)
        defer { try? database.execute(sql: "DROP TABLE temp.other_attribution") }
        try database.execute(
            sql: """
                INSERT INTO main.list SELECT * FROM other.list WHERE true
                    ON CONFLICT DO UPDATE SET first_used_at = min(first_used_at, excluded.first_used_at);
                """)
        try KeptCountTable.merge(database)
        let sources = try Row.fetchAll(database, sql: "SELECT * FROM other.source ORDER BY id").map(SourceRow.init)
        var copies: [(there: Int64, here: Int64)] = []
        let merged = try sources.map { source in
            MergedSource(
                kind: source.kind, name: source.name, packets: source.packets, records: source.records,
                result: try merge(source, &copies, database))
        }
        let extent = merged.contains { $0.replaces } ? nil : extent
        try extent?.beginMerge(AttributionTable.all(database, in: "other"))
        try RunCopy.copy(copies, counting: extent, database)
        try extent?.endMerge(database)
        try database.execute(
            sql: """
                INSERT INTO main.earlier_capture SELECT * FROM other.earlier_capture WHERE true ON CONFLICT DO NOTHING;
                """)
        return (merged, extent)
    }

    /// Refuses what was counted with other internal networks or rules of tunnels.
    private static func mergeBasis(_ database: Database) throws {
        guard let there = try BasisTable.basis(database, in: "other") else { return }
        guard let here = try BasisTable.basis(database) else { return try BasisTable.set(there, database) }
        guard let difference = BasisTable.difference(there, here) else { return }
        guard try BasisTable.isEmpty(database) else { throw difference }
        try BasisTable.set(there, database)
    }

    /// Says which number here stands for each number there.
    private static func mapAttributions(_ database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO main.attribution (class, labels, port_matched)
                    SELECT class, labels, port_matched FROM other.attribution WHERE true ON CONFLICT DO NOTHING;
                CREATE TABLE temp.other_attribution (id INTEGER PRIMARY KEY, here INTEGER NOT NULL);
                INSERT INTO temp.other_attribution
                    SELECT there.id, here.id FROM other.attribution AS there JOIN main.attribution AS here
                    USING (class, labels, port_matched);
                """)
    }

    /// - Parameter copies: receives the number that the source has here, where its runs are to be copied.
    private static func merge(
        _ source: SourceRow, _ copies: inout [(there: Int64, here: Int64)], _ database: Database
    ) throws -> MergedSource.Result {
        let isEmpty = source.packets == 0 && source.records == 0 && source.commits == 0
        guard !isEmpty || source.kind == .earlier else { return .empty }
        guard let counterpart = try source.counterpart(database) else {
            try database.cachedStatement(
                sql: """
                    INSERT INTO main.source (kind, identity, name, commits, packets, records, dropped, begun_at,
                        committed_at, beginning, head, trail, position, tail)
                    SELECT kind, identity, name, commits, packets, records, dropped, begun_at, committed_at, beginning,
                        head, trail, position, tail
                    FROM other.source WHERE id = ?
                    """
            ).execute(arguments: [source.id])
            let number = database.lastInsertedRowID
            try copy(source, to: number, database)
            copies.append((source.id, number))
            return .added
        }
        let (there, here) = (try source.extent(database, in: "other"), try counterpart.extent(database))
        let preference = there.preference(over: here)
        guard preference != .none else { return .there(name: counterpart.name) }
        try empty(counterpart.id, database)
        try database.execute(
            sql: """
                UPDATE main.source SET
                    (name, commits, packets, records, dropped, committed_at, head, trail, position, tail) =
                    (SELECT name, commits, packets, records, dropped, committed_at, head, trail, position, tail
                    FROM other.source WHERE id = ?)
                WHERE id = ?
                """,
            arguments: [source.id, counterpart.id])
        try copy(source, to: counterpart.id, database)
        copies.removeAll { $0.here == counterpart.id }
        copies.append((source.id, counterpart.id))
        return MergedSource.Result(preference, over: counterpart.name)
    }

    /// Copies what a source contributed there, but its runs.
    private static func copy(_ source: SourceRow, to number: Int64, _ database: Database) throws {
        try database.cachedStatement(sql: CoverageRow.copy).execute(arguments: [number, source.id])
        try ListSetTable.copy(from: source.id, to: number, database)
        let newest = try source.extent(database, in: "other").newestList
        try database.cachedStatement(sql: "UPDATE main.source SET sensor = ?, newest_list = ? WHERE id = ?").execute(
            arguments: [source.sensor, newest, number])
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO main.hour_commit SELECT ?2, hour, ?1 FROM (
                    SELECT hour FROM main.coverage WHERE source = ?2 UNION SELECT hour FROM other.run
                    WHERE source = ?3 AND pruned = 0)
                """
        ).execute(arguments: [max(source.commits, 1), number, source.id])
    }
}

extension MergedSource {
    /// Whether what was here of it was removed.
    fileprivate var replaces: Bool {
        switch result {
        case .replaced, .newerLists: true
        case .added, .there, .empty: false
        }
    }
}
