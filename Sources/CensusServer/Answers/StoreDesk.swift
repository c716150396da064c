import CensusModel
import Digests
import Foundation
import NetworkTypes
import Synchronization

/// The store, opened as often as there are questions at a time, and which version of it there is.
final class StoreDesk: Sendable {
    /// The store as somebody saw it who looked for changes.
    private struct Sight: Sendable {
        /// Only looks for changes, so that it never waits for an answer; nobody but who looks uses it.
        let watch: any CensusStore
        let revision: UInt64
        let version: StoreVersion
    }

    private struct Idle {
        var stores: [any CensusStore] = []
        /// Of the opening that they belong to.
        var epoch = ""
    }

    private let name: String
    private let stores: any StoreOpener
    private let sight = Renewed<Sight>()
    private let idle = Mutex(Idle())

    /// Stores that stay open without a question.
    private static let mostIdle = 4

    /// - Throws: why the store cannot be read.
    init(_ name: String, _ stores: any StoreOpener) throws {
        (self.name, self.stores) = (name, stores)
        _ = try version()
    }

    /// The version of the store that there is, as one looks who asks for all. A store that was replaced is opened again.
    func version() throws -> StoreVersion {
        try sight.value { old in
            guard let old else { return try sight(of: stores.open(name, for: .read)) }
            do {
                return try look(old)
            } catch let failure as any StoreFailure where failure.isGone {
                return try sight(of: stores.open(name, for: .read))
            }
        }.version
    }

    private func sight(of store: any CensusStore) throws -> Sight {
        // Drawn with each opening, for revisions of two openings do not compare.
        let epoch = DrawnToken.draw()
        let sight = try Self.sight(store, store.revision(), epoch)
        idle.withLock { $0 = Idle(epoch: epoch) }
        return sight
    }

    /// Looks for changes, which costs little where there are none.
    private func look(_ old: Sight) throws -> Sight {
        let revision = try old.watch.revision()
        return try revision == old.revision ? old : Self.sight(old.watch, revision, old.version.epoch)
    }

    /// - Parameter revision: of before, so that what comes meanwhile is seen the next time.
    private static func sight(_ store: any CensusStore, _ revision: UInt64, _ epoch: String) throws -> Sight {
        let marks = try (store as? any MarkedFlowSource)?.hourMarks()
        var extent = marks?.extent
        if marks == nil {
            let hours = try store.coverage(in: HourRange()).keys
            extent = hours.min().flatMap { first in hours.max().map { first...$0 } }
        }
        let version = StoreVersion(text: "\(epoch)-\(revision)", epoch: epoch, marks: marks, extent: extent)
        return Sight(watch: store, revision: revision, version: version)
    }

    /// Lends a store to `body`, which alone uses it meanwhile.
    func withStore<Result>(_ body: (any CensusStore) throws -> Result) throws -> Result {
        let (lent, epoch) = idle.withLock { ($0.stores.popLast(), $0.epoch) }
        let store = try lent ?? stores.open(name, for: .read)
        defer {
            idle.withLock { idle in
                if idle.epoch == epoch, idle.stores.count < Self.mostIdle { idle.stores.append(store) }
            }
        }
        return try body(store)
    }
}
