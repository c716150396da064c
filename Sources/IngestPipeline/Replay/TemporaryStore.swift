import CensusModel
import Foundation
import Glibc
import HourlyRollup
import Runtime
import SQLiteStore

/// A store of this process's own, in a folder that goes when the store does.
final class TemporaryStore: Sendable {
    let store: SQLiteCensus
    private let folder: String
    private let session = SessionRecord(identity: "temporary", interfaces: "")

    init() throws {
        let parent = NSTemporaryDirectory()
        folder = (parent as NSString).appendingPathComponent("flowcensus-\(UUID().uuidString)")
        guard unsafe mkdir(folder, 0o700) == 0 else {
            let reason = unsafe String(cString: strerror(errno))
            throw CommandProblem(
                "\(parent): cannot hold what memory does not: \(reason); name a folder for temporary files with TMPDIR, "
                    + "give more --memory, or name a --store")
        }
        store = try SQLiteCensus(path: folder + "/census.db", access: .write)
        try store.begin(session)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func add(_ tallies: [any FlowTally]) throws {
        try store.commit(tallies, of: session)
    }
}
