/// Opens the stores that the operator names, by whichever engine each belongs to.
package protocol StoreOpener: Sendable {
    func open(_ name: String, for access: StoreAccess) throws -> any CensusStore

    /// Whether a store can be merged into another one by its engine, which keeps both.
    func keepsBoth(_ one: String, _ other: String) -> Bool

    /// Brings a store of an earlier version up to date. Until that is done, the store is as it was; whoever is interrupted goes on
    /// where he was.
    /// - Returns: the version of its tables before and after.
    func migrate(
        _ name: String, report: @escaping (StoreMigrationProgress) throws -> Void
    ) throws -> (before: Int, after: Int)
}

extension StoreOpener {
    package func keepsBoth(_ one: String, _ other: String) -> Bool { true }
}

/// What a store is opened for.
package enum StoreAccess: Sendable {
    /// Opens a store for writing, and makes it where there is none.
    case write
    /// Opens a store that is there, for writing.
    case change
    /// Opens a store that is there, for reading only.
    case read
}

/// Names of stores that are no paths.
package enum StoreName {
    /// A store that ends with the process.
    package static let memory = ":memory:"
}
