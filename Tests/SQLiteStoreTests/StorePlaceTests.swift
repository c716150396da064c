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
        for access in [SQLiteCensus.Access.read, .write] {
            let error = #expect(throws: SQLiteCensusError.self) {
                try SQLiteCensus(path: folder.store, access: access)
            }
            #expect(error?.problem == .notAStore)
        }
    }
}
