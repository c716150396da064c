package import CensusModel
import GRDB
import Synchronization

/// The census on disk: flows, coverage, captures done and list versions, in one SQLite file.
///
/// What belongs together is committed in one transaction; readers see whole transactions only.
package final class SQLiteCensus: CensusStore {
    /// The store as the operator named it; `:memory:` for one that ends with the process.
    package let path: String
    let queue: DatabaseQueue
    /// The file that was opened; `nil` for a store that ends with the process.
    private let place: StorePlace?
    /// That the file is open; `nil` of one that is read without locks.
    private let hold: OpenStores.Hold?
    /// The mark that a writer is at work.
    private let mark: WriterMark?
    /// Whether a writer before did not come to its end, so that the store was looked through, and found sound.
    package let wasLookedThrough: Bool

    /// The name of the sensor that counts into it; empty without a sensor.
    let sensor: String
    /// Of the hours, as they were looked at last.
    let sourceMarks = Mutex(SourceMarks())
    /// What was merged into it so far, where all that it holds was; `nil` otherwise.
    let mergedExtent = Mutex<MergedExtent?>(nil)
    /// Empties the log while stores are merged into it; `nil` before.
    let mergeLog = Mutex<MergeLog?>(nil)

    package static let inMemoryPath = StoreName.memory

    /// - Parameter sensor: the name of the sensor of what is counted.
    package init(path: String, access: StoreAccess, sensor: String = "") throws(SQLiteCensusError) {
        (self.path, self.sensor) = (path, sensor)
        do {
            queue = try Self.open(path, access)
            place = path == Self.inMemoryPath ? nil : StorePlace(path)
            hold = queue.configuration.readonly ? nil : place.map { OpenStores.Hold($0) }
            wasLookedThrough = try WriterMark.lookThroughWhereOneIsLeft(queue)
            mark = try access != .read && path != Self.inMemoryPath ? WriterMark.set(queue) : nil
        } catch {
            throw SQLiteCensusError(store: path, problem: .of(error, operation: "open it", store: path))
        }
    }

    /// A writer's mark goes with it, once what it changed is counted: nobody asks that of a store that has no name any more. Where
    /// it cannot go, the next run looks the store through in vain, and goes on.
    deinit {
        mergeLog.withLock { $0.take() }?.close()
        guard let mark else { return }
        if StorePlace(path) == place { try? keepExtent() }
        try? mark.clear(queue)
    }

    /// Looks whether the store's name still names the file that was opened: else what is written would be lost with the
    /// file, or be found under another name only.
    package func checkPlace() throws(SQLiteCensusError) {
        guard let place, StorePlace(path) != place else { return }
        // What stands in the log goes into the file, which may have lost its log by the move.
        try? queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        throw SQLiteCensusError(store: path, problem: .moved)
    }

    /// Runs `body` in one transaction.
    func write<Result: Sendable>(
        _ operation: String, _ body: (Database) throws -> Result
    ) throws(SQLiteCensusError) -> Result {
        try checkPlace()
        do {
            return try queue.write(body)
        } catch {
            throw SQLiteCensusError(store: path, problem: .of(error, operation: operation, store: path))
        }
    }

    func read<Result>(_ operation: String, _ body: (Database) throws -> Result) throws(SQLiteCensusError) -> Result {
        do {
            return try queue.read(body)
        } catch {
            throw SQLiteCensusError(store: path, problem: .of(error, operation: operation, store: path))
        }
    }
}
