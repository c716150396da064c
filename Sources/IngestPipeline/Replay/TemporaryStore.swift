import CensusModel
import Foundation
import HourlyRollup
import Runtime
import SQLiteStore

/// A store of this process's own, in a folder that goes when the store does.
final class TemporaryStore: Sendable {
    let store: SQLiteCensus
    private let folder: URL
    private let session = SessionRecord(identity: "temporary", interfaces: "")

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("flowcensus-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        } catch {
            throw CommandProblem("\(folder.path): cannot be made for what memory does not hold: \(error)")
        }
        store = try SQLiteCensus(path: folder.appendingPathComponent("census.db").path, access: .write)
        try store.begin(session)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func add(_ tallies: [any FlowTally]) throws {
        try store.commit(tallies, of: session)
    }
}
