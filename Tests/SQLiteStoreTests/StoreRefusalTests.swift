import CensusModel
import Foundation
import GRDB
import Glibc
import Testing

@testable import SQLiteStore

/// Offsets of the SQLite file header (the file format at sqlite.org, section 1.3).
private enum HeaderField {
    static let userVersion = 60...63
}

@Suite("A store that cannot be used")
struct StoreRefusalTests {
    private func problem(_ path: String, _ access: StoreAccess) -> SQLiteCensusError.Problem? {
        do {
            _ = try SQLiteCensus(path: path, access: access)
            return nil
        } catch {
            #expect(error.store == path)
            return error.problem
        }
    }

    /// Opens a folder's store both ways: it must be refused, and stay as it is byte by byte.
    private func expectRefused(_ folder: StoreFolder, _ expected: SQLiteCensusError.Problem) throws {
        let before = try folder.content()
        for access in [StoreAccess.read, .write] {
            #expect(problem(folder.store, access) == expected)
            #expect(try folder.content()["census.db"] == before["census.db"])
        }
    }

    @Test("is missing, for reading: no file, or an empty one")
    func missing() throws {
        let folder = try StoreFolder()
        #expect(problem(folder.store, .read) == .missing)
        #expect(try folder.content().isEmpty)
        try folder.write(Data())
        #expect(problem(folder.store, .read) == .missing)
        #expect(try folder.content() == ["census.db": Data()])
        #expect(problem(folder.store, .write) == nil)
    }

    @Test("is a text, short or long", arguments: [2, 15, 16, 99, 100, 511, 512, 4_096, 100_000])
    func text(length: Int) throws {
        let folder = try StoreFolder()
        try folder.write(Data(repeating: UInt8(ascii: "x"), count: length))
        try expectRefused(folder, .notAStore)
    }

    @Test("is a text of one byte, which SQLite takes for an empty file")
    func oneByte() throws {
        let folder = try StoreFolder()
        try folder.write(Data("x".utf8))
        try expectRefused(folder, .notAStore)
    }

    /// A store that says that another program made it.
    private func makeForeign(_ folder: StoreFolder, identifier: Int, journal: String) throws {
        try folder.makeStore()
        let queue = try DatabaseQueue(path: folder.store)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA application_id = \(identifier); PRAGMA journal_mode = \(journal)")
        }
        try queue.close()
    }

    @Test("has no other file beside it afterwards, though it keeps a write-ahead log")
    func otherFiles() throws {
        let folder = try StoreFolder()
        try makeForeign(folder, identifier: 0, journal: "WAL")
        try expectRefused(folder, .notAStore)
        let names = try folder.content().keys.sorted()
        #expect(names == ["census.db"])
    }

    @Test(
        "is a database of another program, with a rollback journal or a write-ahead log", arguments: ["DELETE", "WAL"])
    func otherProgram(journal: String) throws {
        for identifier in [0, 0x0F05_5112] {
            let folder = try StoreFolder()
            try makeForeign(folder, identifier: identifier, journal: journal)
            try expectRefused(folder, .notAStore)
        }
    }

    @Test("is of a newer version", arguments: [Schema.version + 1, Schema.version + 2, 200])
    func newerVersion(version: Int) throws {
        let folder = try StoreFolder()
        try folder.makeStore { $0.replaceSubrange(HeaderField.userVersion, with: [0, 0, 0, UInt8(version)]) }
        try expectRefused(folder, .newerVersion(found: version, known: Schema.version))
    }

    @Test("is of a version whose number is not raised but whose migration is unknown")
    func unknownMigration() throws {
        let folder = try StoreFolder()
        try folder.makeStore()
        try DatabaseQueue(path: folder.store).write { database in
            try database.execute(
                sql: "UPDATE grdb_migrations SET identifier = '99 unknown' WHERE identifier LIKE '1 %'")
        }
        try expectRefused(folder, .newerVersion(found: Schema.version + 1, known: Schema.version))
    }

    @Test("is cut off or overwritten behind its header")
    func damaged() throws {
        let folder = try StoreFolder()
        try folder.makeStore { $0.replaceSubrange(100..<4_096, with: Data(repeating: 0xFF, count: 3_996)) }
        let before = try folder.content()
        for access in [StoreAccess.read, .write] {
            guard case .damaged = problem(folder.store, access) else {
                Issue.record("a damaged store was not refused")
                continue
            }
            #expect(try folder.content()["census.db"] == before["census.db"])
        }
    }

    @Test("is a folder, or stands in one that is a file or is not there")
    func noFile() throws {
        let folder = try StoreFolder()
        try folder.write(Data("text".utf8))
        let before = try folder.content()
        for path in [folder.path, folder.store + "/census.db", folder.path + "/none/census.db"] {
            for access in [StoreAccess.read, .write] {
                #expect(problem(path, access) != nil, "\(path)")
            }
        }
        #expect(problem(folder.path + "/none/census.db", .read) == .missing)
        for access in [StoreAccess.read, .write, .change] { #expect(problem("", access) == .unnamed) }
        #expect(try folder.content() == before)
    }

    @Test("tells what is wrong and what to do")
    func messages() throws {
        let folder = try StoreFolder()
        let missing = #expect(throws: SQLiteCensusError.self) { try SQLiteCensus(path: folder.store, access: .read) }
        #expect(missing?.description.hasPrefix("\(folder.store): there is no such store") == true)
        try folder.write(Data("text".utf8))
        let text = #expect(throws: SQLiteCensusError.self) { try SQLiteCensus(path: folder.store, access: .read) }
        #expect(text?.description.hasSuffix("nothing was changed in it") == true)
    }
}

@Suite(
    "A folder that may not be written to", .enabled(if: geteuid() != 0, "root may write to every folder: run as a user")
)
struct ReadOnlyFolderTests {
    private func setPermissions(_ permissions: Int, of path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
    }

    @Test("takes no new store")
    func newStore() throws {
        let folder = try StoreFolder()
        try setPermissions(0o555, of: folder.path)
        let error = #expect(throws: SQLiteCensusError.self) { try SQLiteCensus(path: folder.store, access: .write) }
        #expect(error?.problem == .notWritable(reason: "its folder: Permission denied"))
        #expect(try folder.content().isEmpty)
    }

    @Test("refuses to write into the store that it holds")
    func writing() throws {
        let folder = try StoreFolder()
        try folder.makeStore()
        try setPermissions(0o444, of: folder.store)
        try setPermissions(0o555, of: folder.path)
        #expect(throws: SQLiteCensusError.self) { try SQLiteCensus(path: folder.store, access: .write) }
    }

    @Test("lets the store that it holds be read", arguments: [0o444, 0o644])
    func reading(permissions: Int) throws {
        let folder = try StoreFolder()
        try folder.makeStore()
        try setPermissions(permissions, of: folder.store)
        try setPermissions(0o555, of: folder.path)
        _ = try SQLiteCensus(path: folder.store, access: .read).flows()
    }
}
