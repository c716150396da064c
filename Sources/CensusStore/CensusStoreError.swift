/// Why a store cannot be used: which one, and what is wrong.
package struct CensusStoreError: Error, Equatable {
    /// The store as the operator named it.
    package let store: String
    package let problem: Problem

    package enum Problem: Equatable, Sendable {
        case missing
        case notAStore
        case newerVersion(found: Int, known: Int)
        case locked
        case full
        /// The database refused an operation; `reason` is its own text.
        case database(operation: String, reason: String)
    }
}

extension CensusStoreError: CustomStringConvertible {
    package var description: String {
        switch problem {
        case .missing:
            "\(store): there is no such store; 'flowcensus replay' and 'flowcensus sniff' make one"
        case .notAStore:
            "\(store): is a file, but no store of Flowcensus; nothing was changed in it"
        case .newerVersion(let found, let known):
            "\(store): was written by a newer Flowcensus (store version \(found), this one knows \(known)); "
                + "nothing was changed in it"
        case .locked:
            "\(store): is locked by another process; try again when that has ended"
        case .full:
            "\(store): no room is left on the device; what was committed stays, make room and run the same command again"
        case .database(let operation, let reason):
            "\(store): cannot \(operation): \(reason)"
        }
    }
}
