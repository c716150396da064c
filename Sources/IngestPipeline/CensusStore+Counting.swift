import CensusStore
import Logging

extension CensusStore {
    /// Opens a store to count into, and says so where the run before did not come to its end.
    static func openForCounting(_ path: String, _ logger: Logger) throws -> CensusStore {
        let store = try CensusStore(path: path, access: .write)
        if store.wasLookedThrough {
            logger.notice("\(path): the last run did not come to its end; the store was looked through, and is sound")
        }
        return store
    }
}
