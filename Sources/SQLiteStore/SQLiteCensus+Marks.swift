package import CensusModel
import GRDB
import NetworkTypes
import Synchronization

extension SQLiteCensus: MarkedFlowSource {
    /// Reads what changed since it was called last, all of it the first time.
    package func hourMarks() throws -> HourMarks? {
        try sourceMarks.withLock { marks in
            try read("look which hours changed") { database in
                try marks.update(database)
                return marks.hours
            }
        }
    }

    /// The marks of all hours as a transaction sees them.
    static func hourMarks(_ database: Database) throws -> HourMarks? {
        var marks = SourceMarks()
        try marks.update(database)
        return marks.hours
    }
}

/// The marks of hours, source by source, so that after a commit only the source and the hours are read that it added to.
///
/// A mark is made of the numbers of runs, which grow, of coverage, and of the lists of its source: what is counted again by others may
/// have runs of the same numbers.
struct SourceMarks: Sendable {
    private struct Source {
        var state: SourceState
        var marks: [Hour: Int] = [:]
    }

    private var sources: [Int64: Source] = [:]
    private var sums: [Hour: Int] = [:]
    private var sight: StoreSight?
    /// `nil` of a store of an earlier version.
    private(set) var hours: HourMarks?

    /// Looks at what changed.
    mutating func update(_ database: Database) throws {
        let version = try Schema.version(of: database)
        guard version >= Schema.firstVersionWithRuns else {
            hours = nil
            return
        }
        guard version == Schema.version else { return try readAll(database, [:], nil) }
        let (states, sight) = (try SourceState.all(database), try StoreSight(database))
        guard let known = self.sight, known.firstHour == sight.firstHour, sources.keys.allSatisfy({ states[$0] != nil })
        else { return try readAll(database, states, sight) }
        var isChanged = false
        for (id, state) in states where sources[id]?.state != state {
            try read(id, state, database)
            isChanged = true
        }
        // Flows changed, and no source says so.
        guard isChanged || known.changes == sight.changes else { return try readAll(database, states, sight) }
        self.sight = sight
        if isChanged { hours = HourMarks(sums) }
    }

    private mutating func readAll(_ database: Database, _ states: [Int64: SourceState], _ sight: StoreSight?) throws {
        (sources, sums) = (states.mapValues { Source(state: $0) }, [:])
        let lists = try SourceState.lists(database)
        for table in [MarkedTable.run, .coverage] {
            try table.forEachMark(database, "GROUP BY source, hour", [], lists) { id, hour, mark in
                sums[hour, default: 0] &+= mark
                sources[id]?.marks[hour, default: 0] &+= mark
            }
        }
        (hours, self.sight) = (HourMarks(sums), sight)
    }

    /// Reads a source again: the hours that it added to since, or all where it does more than add.
    private mutating func read(_ id: Int64, _ state: SourceState, _ database: Database) throws {
        var source = sources[id] ?? Source(state: state)
        let since = sources[id]?.state.commits(before: state)
        let added =
            try since.map { commits in
                try Int64.fetchAll(
                    database, sql: "SELECT hour FROM hour_commit WHERE source = ? AND commits > ?",
                    arguments: [id, commits]
                ).map { try Hour(startSeconds: $0, of: "a row of what was committed") }
            }
        let before = added ?? Array(source.marks.keys)
        for hour in before { sums[hour, default: 0] &-= source.marks.removeValue(forKey: hour) ?? 0 }
        var fresh: [Hour: Int] = [:]
        let (lists, group) = ([id: state.lists], "GROUP BY source, hour")
        if let added {
            for table in [MarkedTable.run, .coverage] {
                for hour in added {
                    try table.forEachMark(
                        database, "WHERE source = ? AND hour = ? \(group)", [id, hour.startSeconds], lists
                    ) { fresh[$1, default: 0] &+= $2 }
                }
            }
        } else {
            // Coverage is found by its hour.
            let hours = "hour IN (SELECT hour FROM hour_commit WHERE source = ?1)"
            for (table, condition) in [(MarkedTable.run, ""), (.coverage, "AND \(hours)")] {
                try table.forEachMark(database, "WHERE source = ?1 \(condition) \(group)", [id], lists) {
                    fresh[$1, default: 0] &+= $2
                }
            }
        }
        for (hour, mark) in fresh {
            source.marks[hour] = mark
            sums[hour, default: 0] &+= mark
        }
        source.state = state
        sources[id] = source
        // Nothing is left of an hour whose marks are all taken away.
        for hour in before where sums[hour] == 0 { sums[hour] = nil }
    }
}

/// What tells whether a source changed, and how.
private struct SourceState: Equatable {
    /// How often it committed.
    let commits: Int64
    /// What a commit adds to.
    private let totals: [Int64]
    /// What changes where more than a commit happens, as JSON: a source is counted again, pruned, or a host is taken out of it.
    private let basis: [UInt8]
    /// Its sets of lists.
    let lists: [Int64]

    static func all(_ database: Database) throws -> [Int64: SourceState] {
        let lists = try lists(database)
        var states: [Int64: SourceState] = [:]
        let statement = try database.cachedStatement(
            sql: """
                SELECT id, commits, packets, records, dropped, CAST(json_array(generation, sensor, newest_list, pruned_before,
                    shipped_by, shipped_generation, shipped_part) AS BLOB)
                FROM source
                """)
        let rows = RawStatement(statement, database)
        while try rows.step() {
            let id = try rows.number(0)
            states[id] = SourceState(
                commits: try rows.number(1), totals: try (2...4).map { try rows.number($0) },
                basis: try rows.bytes(5), lists: lists[id] ?? [])
        }
        return states
    }

    /// The sets of each source.
    static func lists(_ database: Database) throws -> [Int64: [Int64]] {
        let rows = try Row.fetchAll(
            database, sql: "SELECT source, max(list_set) AS last, count(*) AS count FROM counted_with GROUP BY source")
        return try Dictionary(
            rows.map { (try $0.value("source") as Int64, [try $0.value("last") as Int64, try $0.value("count")]) },
            uniquingKeysWith: { first, _ in first })
    }

    /// How often the source had committed, where it has done nothing but commit until it was `later`; else `nil`.
    func commits(before later: SourceState) -> Int64? {
        basis == later.basis && lists == later.lists && commits < later.commits ? commits : nil
    }
}

/// What tells beside the sources whether a store changed.
private struct StoreSight: Equatable {
    /// How often flows changed.
    let changes: Int64?
    /// The first hour with coverage, in Unix seconds: it goes where hours are removed.
    let firstHour: Int64?

    init(_ database: Database) throws {
        changes = try ExtentTable.changes(database)
        firstHour = try Int64.fetchOne(database, sql: "SELECT min(hour) FROM coverage")
    }
}

/// A table whose rows belong to an hour and a source.
private enum MarkedTable: String {
    case run, coverage

    private var numbers: String {
        switch self {
        case .run: "max(id), count(*), sum(records), sum(packets), sum(pruned)"
        case .coverage: "count(*), sum(min(packets, 4294967296))"
        }
    }

    private var width: CInt { self == .run ? 5 : 2 }

    /// - Parameters:
    ///   - selection: which rows, and that they are grouped by source and hour.
    ///   - lists: of each source that is read.
    func forEachMark(
        _ database: Database, _ selection: String, _ arguments: StatementArguments, _ lists: [Int64: [Int64]],
        _ body: (Int64, Hour, Int) -> Void
    ) throws {
        let statement = try database.cachedStatement(
            sql: "SELECT source, hour, \(numbers) FROM \(rawValue) \(selection)")
        try statement.setArguments(arguments)
        let rows = RawStatement(statement, database)
        while try rows.step() {
            let (source, seconds) = (try rows.number(0), try rows.number(1))
            let hour = try Hour(startSeconds: seconds, of: "a row of what was counted")
            var hasher = Hasher()
            hasher.combine(self)
            hasher.combine(source)
            hasher.combine(hour)
            hasher.combine(lists[source] ?? [])
            for place in 0..<width { hasher.combine(try rows.number(2 + place)) }
            body(source, hour, hasher.finalize())
        }
    }
}
