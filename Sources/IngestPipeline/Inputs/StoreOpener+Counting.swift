package import CensusModel
package import Logging

extension StoreOpener {
    /// Opens a store to count into, and says so where the run before did not come to its end.
    package func openForCounting(_ name: String, _ logger: Logger) throws -> any CensusStore {
        let store = try open(name, for: .write)
        if store.wasLookedThrough {
            logger.notice("\(name): the last run did not come to its end; the store was looked through, and is sound")
        }
        return store
    }
}
