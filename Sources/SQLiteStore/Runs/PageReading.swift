import CensusModel
import FlowRuns
import Foundation
import GRDB

/// Reads the pages of runs, one after another, within one access to the database.
final class PageReading {
    private let byNumber: RawStatement
    private let search: PageSearch?
    private let parts: RecordParts
    private let unpacker = PageUnpacker()

    /// - Parameters:
    ///   - filter: pages that hold nothing of it are passed over.
    ///   - parts: what is asked of the records.
    init(
        _ database: Database, _ filter: FlowFilter? = nil, parts: RecordParts = .all, in schema: String = "main"
    ) throws {
        self.parts = parts
        byNumber = RawStatement(
            try database.makeStatement(sql: "SELECT content, first, last FROM \(schema).page WHERE id = ?"), database)
        search = try filter.flatMap(KeyBounds.init).map { try PageSearch($0, in: schema, database) }
    }

    /// A cursor over the records of a run; `nil` where it has none that a filter may admit.
    func cursor(of run: RunRow, in tuples: TupleRange = TupleRange()) throws -> RunCursor? {
        var place = 0
        return try RunCursor(isPruned: run.isPruned, of: tuples) { [self] in
            guard let next = try self.place(from: place, of: run) else { return nil }
            place = next + 1
            return try records(of: run, next)
        }
    }

    /// Hands on every page of a run that has something of some 5-tuples, and where in it that lies.
    func forEachPage(
        of run: RunRow, in tuples: TupleRange, _ body: (PageRecords, Range<Int>) throws -> Void
    ) throws {
        var place = 0
        while let next = try self.place(from: place, of: run) {
            let records = try records(of: run, next)
            try body(records, tuples.places(in: records))
            place = next + 1
        }
    }

    /// The place of the next page that may hold something; `nil` where there is none.
    private func place(from place: Int, of run: RunRow) throws -> Int? {
        guard place < run.pages else { return nil }
        return search == nil ? place : try search?.place(from: place, of: run)
    }

    /// The pages of a run that may hold something of the filter, packed.
    func pages(of run: RunRow) throws -> [PackedPage] {
        var (pages, place) = ([PackedPage](), 0)
        while let next = try self.place(from: place, of: run) {
            let stored = try stored(of: run, next)
            pages.append(PackedPage(page: try stored.page(), origins: try stored.origins))
            place = next + 1
        }
        return pages
    }

    /// The records of a page.
    func records(of run: RunRow, _ place: Int) throws -> PageRecords {
        let stored = try stored(of: run, place)
        return try stored.records(of: stored.page(), unpacker, parts)
    }

    /// A page of a run as it stands in the store.
    /// - Throws: `DatabaseError` where it is missing, or cannot be read.
    func stored(of run: RunRow, _ place: Int) throws -> StoredPage {
        byNumber.bind(run.number(ofPage: place), at: 1)
        defer { byNumber.reset() }
        do {
            guard try byNumber.step() else { throw run.damage(ofPage: place, .impossible("it is missing")) }
            let keys = (first: try byNumber.bytes(1), last: try byNumber.bytes(2))
            return StoredPage(run: run, place: place, content: try byNumber.bytes(0), keys: keys)
        } catch let error as DatabaseError {
            guard let finding = PageSeal.finding(error) else { throw error }
            throw run.damage(ofPage: place, .impossible(finding))
        }
    }
}

/// Finds the pages of a run that may hold something between two keys.
private final class PageSearch {
    private let statement: RawStatement
    private let bounds: KeyBounds

    init(_ bounds: KeyBounds, in schema: String, _ database: Database) throws {
        self.bounds = bounds
        statement = RawStatement(
            try database.makeStatement(
                sql: """
                    SELECT id FROM \(schema).page
                    WHERE id >= ? AND id < ? AND last >= ? AND first <= ? ORDER BY id LIMIT 1
                    """), database)
    }

    func place(from place: Int, of run: RunRow) throws -> Int? {
        let first = run.number(ofPage: 0)
        statement.bind(first + Int64(place), at: 1)
        statement.bind(first + Int64(run.pages), at: 2)
        statement.bind(bounds.lower, at: 3)
        statement.bind(bounds.upper, at: 4)
        defer { statement.reset() }
        return try statement.step() ? Int(try statement.number(0) - first) : nil
    }
}

/// Between which keys the flows of a filter lie.
private struct KeyBounds {
    let lower: [UInt8]
    let upper: [UInt8]

    /// `nil` where the filter asks for all flows.
    init?(_ filter: FlowFilter) {
        let tuples = filter.tuples
        guard tuples.start != nil || tuples.end != nil else { return nil }
        lower = tuples.start?.orderedBytes ?? []
        // No key is above this.
        upper = tuples.end?.orderedBytes ?? [0xFF]
    }
}
