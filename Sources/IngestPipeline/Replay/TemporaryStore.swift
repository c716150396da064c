import CensusModel
import Foundation
import Glibc
import HourlyRollup
import Runtime

/// A store of this process's own, in a folder that goes when the store does.
final class TemporaryStore: Sendable {
    let store: any CensusStore
    private let folder: String
    private let session = SessionRecord(identity: "temporary", interfaces: "")

    init(_ stores: any StoreOpener) throws {
        let parent = NSTemporaryDirectory()
        folder = (parent as NSString).appendingPathComponent("flowcensus-\(UUID().uuidString)")
        // mkdir(2) makes it private from the beginning, which Foundation does not; the path is a string of ours.
        guard unsafe mkdir(folder, 0o700) == 0 else {
            let reason = unsafe String(cString: strerror(errno))
            throw CommandProblem(
                "\(parent): cannot hold what memory does not: \(reason); name a folder for temporary files with TMPDIR, "
                    + "give more --memory, or name a --store")
        }
        store = try stores.open(folder + "/census.db", for: .write)
        try store.begin(session)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    func add(_ tallies: [any FlowTally]) throws {
        try store.commit(tallies, of: session)
    }
}
