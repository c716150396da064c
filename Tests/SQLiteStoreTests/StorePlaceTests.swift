import CensusModel
import Foundation
import Testing

@testable import SQLiteStore

@Suite("A store's file")
struct StorePlaceTests {
    private let folder: StoreFolder
    private var moved: String { folder.path + "/moved.db" }

    init() throws {
        folder = try StoreFolder()
    }

    @Test(
        "lies in the folder before its last slash, whatever the length of its name",
        arguments: [
            ("0", "."), ("x", "."), (".", "."), ("census.db", "."), ("/c", "/"), ("a/c", "a"), ("/a/b/c", "/a/b"),
        ])
    func folder(_ path: String, _ folder: String) {
        #expect(StoreFile(path).folder == folder)
    }

    private func expectMoved(_ store: SQLiteCensus) {
        let error = #expect(throws: SQLiteCensusError.self) {
            try store.add(Traffic.tally([Traffic.observation()]), of: "second")
        }
        #expect(error?.problem == .moved)
        #expect(throws: SQLiteCensusError.self) { try store.checkPlace() }
    }

    @Test("that gets another name while it is counted into takes no commit more, and has all that came before")
    func renamed() throws {
        let store = try SQLiteCensus(path: folder.store, access: .write)
        try store.add(Traffic.tally([Traffic.observation()]), of: "first")
        try FileManager.default.moveItem(atPath: folder.store, toPath: moved)
        expectMoved(store)
        #expect(try SQLiteCensus(path: moved, access: .read).flows().count == 1)
    }

    /// Whether this process has a lock on the store (proc_locks(5)).
    private var isLocked: Bool {
        get throws {
            let number = try #require(
                FileManager.default.attributesOfItem(atPath: folder.store)[.systemFileNumber] as? UInt64)
            let locks = try String(contentsOfFile: "/proc/locks", encoding: .utf8).split(separator: "\n")
            return locks.map { $0.split(separator: " ") }.contains { words in
                words.contains("\(getpid())") && words.contains { $0.hasSuffix(":\(number)") }
            }
        }
    }

    @Test("stays locked however often it is opened and closed beside, so that nobody else removes its log")
    func lock() throws {
        do {
            let store = try SQLiteCensus(path: folder.store, access: .write)
            try store.add(Traffic.tally([Traffic.observation()]), of: "first")
        }
        let store = try SQLiteCensus(path: folder.store, access: .read)
        #expect(try isLocked)
        for _ in 0..<3 {
            #expect(try SQLiteCensus(path: folder.store, access: .read).flows().count == 1)
            #expect(try isLocked)
        }
        #expect(try store.flows().count == 1)
    }

    @Test("that is removed, or replaced by another, takes no commit more", arguments: [false, true])
    func removed(isReplaced: Bool) throws {
        let store = try SQLiteCensus(path: folder.store, access: .write)
        try FileManager.default.removeItem(atPath: folder.store)
        if isReplaced { try folder.write(Data("another".utf8)) }
        expectMoved(store)
        if isReplaced { #expect(try folder.content()["census.db"] == Data("another".utf8)) }
    }

    @Test("is its owner's alone, and so are those beside it, whatever the mask")
    func permissions() throws {
        let store = try SQLiteCensus(path: folder.store, access: .write)
        try store.add(Traffic.tally([Traffic.observation()]), of: "first")
        for name in try folder.content().keys {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        #expect(try folder.content().keys.sorted() == ["census.db", "census.db-shm", "census.db-wal"])
    }

    @Test("that is a pipe is not waited for")
    func pipe() throws {
        #expect(unsafe mkfifo(folder.store, 0o600) == 0)
        for access in [StoreAccess.read, .write] {
            let error = #expect(throws: SQLiteCensusError.self) {
                try SQLiteCensus(path: folder.store, access: access)
            }
            #expect(error?.problem == .notAStore)
        }
    }
}
