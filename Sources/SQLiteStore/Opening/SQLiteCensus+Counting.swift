package import Logging

extension SQLiteCensus {
    /// Opens a store to count into, and says so where the run before did not come to its end.
    package static func openForCounting(_ path: String, _ logger: Logger) throws -> SQLiteCensus {
        let store = try SQLiteCensus(path: path, access: .write)
        if store.wasLookedThrough {
            logger.notice("\(path): the last run did not come to its end; the store was looked through, and is sound")
        }
        return store
    }
}
