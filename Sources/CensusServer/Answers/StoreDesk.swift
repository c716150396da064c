import CensusModel
import Digests
import Foundation
import Synchronization

/// The store, opened as often as there are questions at a time, and which version of it there is.
final class StoreDesk: Sendable {
    private struct State {
        /// Only looks for changes, so that it never waits for an answer.
        var watch: any CensusStore
        var idle: [any CensusStore] = []
        /// Drawn with each opening, for revisions of two openings do not compare.
        var epoch = DrawnToken.draw()
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

    /// What differs once anything was committed. A store that was replaced is opened again.
    func version() throws -> String {
        try state.withLock { state in
            do {
                return "\(state.epoch)-\(try state.watch.revision())"
            } catch let failure as any StoreFailure where failure.isGone {
                state = State(watch: try stores.open(name, for: .read))
                return "\(state.epoch)-\(try state.watch.revision())"
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
