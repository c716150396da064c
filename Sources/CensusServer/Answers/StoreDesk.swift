import CensusModel
import Digests
import Foundation
import NetworkTypes
import Synchronization

/// The store, opened as often as there are questions at a time, and which version of it there is.
final class StoreDesk: Sendable {
    private struct State {
        /// Only looks for changes, so that it never waits for an answer.
        var watch: any CensusStore
        var idle: [any CensusStore] = []
        /// Drawn with each opening, for revisions of two openings do not compare.
        var epoch = DrawnToken.draw()
        /// The version that was looked for last, and its revision.
        var known: (revision: UInt64, version: StoreVersion)?

        /// Looks for changes, which costs little where there are none.
        mutating func version() throws -> StoreVersion {
            let revision = try watch.revision()
            if let known, known.revision == revision { return known.version }
            let marks = try (watch as? any MarkedFlowSource)?.hourMarks()
            var extent = marks?.extent
            if marks == nil {
                let hours = try watch.coverage(in: HourRange()).keys
                extent = hours.min().flatMap { first in hours.max().map { first...$0 } }
            }
            let version = StoreVersion(text: "\(epoch)-\(revision)", epoch: epoch, marks: marks, extent: extent)
            known = (revision, version)
            return version
        }
    }

    private let name: String
    private let stores: any StoreOpener
    private let state: Mutex<State>

    /// Stores that stay open without a question.
    private static let mostIdle = 4

    /// - Throws: why the store cannot be read.
    init(_ name: String, _ stores: any StoreOpener) throws {
        (self.name, self.stores) = (name, stores)
        state = Mutex(State(watch: try stores.open(name, for: .read)))
    }

    /// The version of the store that there is. A store that was replaced is opened again.
    func version() throws -> StoreVersion {
        try state.withLock { state in
            do {
                return try state.version()
            } catch let failure as any StoreFailure where failure.isGone {
                state = State(watch: try stores.open(name, for: .read))
                return try state.version()
            }
        }
    }

    /// Lends a store to `body`, which alone uses it meanwhile.
    func withStore<Result>(_ body: (any CensusStore) throws -> Result) throws -> Result {
        let (lent, epoch) = state.withLock { ($0.idle.popLast(), $0.epoch) }
        let store = try lent ?? stores.open(name, for: .read)
        defer {
            state.withLock { state in
                if state.epoch == epoch, state.idle.count < Self.mostIdle { state.idle.append(store) }
            }
        }
        return try body(store)
    }
}
