import CensusStore
import Foundation
import HourlyRollup

/// A store of this process's own, in a folder that goes when the store does.
final class TemporaryStore: Sendable {
    let store: CensusStore
    private let folder: URL
    private let session = SessionRecord(identity: "temporary", interfaces: "")

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("flowcensus-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        } catch {
            throw InputProblem("\(folder.path): cannot be made for what memory does not hold: \(error)")
        }
        store = try CensusStore(path: folder.appendingPathComponent("census.db").path, access: .write)
        try store.begin(session)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    func add(_ tallies: [HourlyTally]) throws {
        try store.commit(tallies, of: session)
    }
}
