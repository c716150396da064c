package import CensusModel
import Foundation
import NetworkTypes

extension ClickHouseCensus {
    /// Notes the versions of the lists in use.
    package func note(_ lists: [ListRecord]) throws {
        let known = Set(try noted().map { [$0.name, $0.version] })
        var rows = RowWriter()
        for list in lists where !known.contains([list.name, list.version]) { Self.add(list, to: &rows) }
        guard !rows.bytes.isEmpty else { return }
        try server.insert(rows.bytes, into: tables.list, Tables.listColumns.map(\.name), "note the lists")
    }

    /// Notes lists that a sensor used, which may have been before anybody here used them.
    func note(_ lists: [UsedList]) throws {
        var known = Dictionary(try noted().map { ([$0.name, $0.version], $0.firstUsed) }) { first, _ in first }
        var rows = RowWriter()
        for list in lists where list.firstUsedAt < known[[list.record.name, list.record.version]] ?? "~" {
            Self.add(list.record, to: &rows)
            known[[list.record.name, list.record.version]] = list.firstUsedAt
            let seconds = Timestamp(parsing: list.firstUsedAt).map { $0.nanoseconds / Timestamp.nanosecondsPerSecond }
            rows.add(UInt32(clamping: seconds ?? 0))
        }
        guard !rows.bytes.isEmpty else { return }
        let columns = (Tables.listColumns + [Tables.noted]).map(\.name)
        try server.insert(rows.bytes, into: tables.list, columns, "note the lists")
    }

    private static func add(_ list: ListRecord, to rows: inout RowWriter) {
        rows.add(list.version)
        rows.add(list.name)
        rows.add(Int64(list.entries))
    }

    package func lists() throws -> [UsedList] {
        var uses: [[String]: Int] = [:]
        for list in try usedLists().values.flatMap(\.self) { uses[list, default: 0] += 1 }
        return try noted().map { list in
            UsedList(
                record: ListRecord(version: list.version, name: list.name, entries: list.entries),
                firstUsedAt: list.firstUsed, sources: uses[[list.name, list.version]] ?? 0)
        }
    }

    /// The names and versions of the lists that each source was counted with of which anything was seen.
    private func usedLists() throws -> [Int64: Set<[String]>] {
        let question = """
            SELECT toUInt8(1), source, lists, max(packets + records) FROM \(tables.claim)
            WHERE \(SQL.all(try snapshot().conditions(in: HourRange()))) GROUP BY source, lists
            """
        let parts = try rows(question, "read the lists") { reader in
            let (source, lists) = (try reader.number(Int64.self), try ListSet.sets(claimText: reader.text()))
            return (source: source, lists: lists, count: try reader.number(UInt64.self))
        }
        return Dictionary(grouping: parts, by: \.source).filter { $0.value.contains { $0.count > 0 } }.mapValues {
            parts in
            Set(parts.flatMap(\.lists).flatMap(\.lists).map { [$0.name, $0.version] })
        }
    }

    /// Every version of a list, in the order in which they were used first.
    func noted() throws -> [StoreSummary.List] {
        let question = """
            SELECT toUInt8(1), version, name, max(entries), toUInt32(min(noted)) AS first_used FROM \(tables.list)
            GROUP BY version, name ORDER BY first_used, name, version
            """
        return try rows(question, "read the lists") { reader in
            let (version, name) = (try reader.text(), try reader.text())
            return StoreSummary.List(
                name: name, version: version, entries: Int(try reader.number(Int64.self)),
                firstUsed: Self.time(try reader.number()))
        }
    }

    /// A time in Unix seconds as people read it.
    static func time(_ seconds: UInt32) -> String {
        Date(timeIntervalSince1970: Double(seconds)).ISO8601Format()
    }
}

extension ListSet {
    /// A JSON array of objects, keys and lists sorted.
    func claimText() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(lists), as: UTF8.self)
    }

    /// Several sets as one text, a line each.
    static func claimText(_ sets: [ListSet]) throws -> String {
        try sets.map { try $0.claimText() }.joined(separator: "\n")
    }

    /// The sets of a text; none of the empty one, which stands where the lists are not known.
    static func sets(claimText text: String) throws -> [ListSet] {
        try text.split(separator: "\n").map { line in
            guard let lists = try? JSONDecoder().decode([ListUse].self, from: Data(line.utf8)) else {
                throw RowReader.Fault.impossible("a set of lists that cannot be read")
            }
            return ListSet(lists)
        }
    }
}
