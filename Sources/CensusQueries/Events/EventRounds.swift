package import CensusModel
import Dispatch
import Foundation
package import Logging
package import Runtime
import Synchronization

/// A watch that can begin again with other options while it runs. Until the new one is made the old one is ended, so that at every
/// time one sees to the store's events.
package final class EventRounds: Sendable {
    /// Makes a watch that runs until the flag is set, of the store that all rounds share, or else of one that it opens.
    package typealias Maker = @Sendable (StopFlag, (any CensusStore)?) throws -> EventWatch

    private struct State: Sendable {
        /// Made and not yet run.
        var watch: EventWatch?
        var maker: Maker?
        var store: (any CensusStore)?
        /// By what to begin again.
        var next: Maker?
        var flag = StopFlag()
        var isOver = false
    }

    private let state = Mutex(State())
    private let logger: Logger

    package init(logger: Logger) {
        self.logger = logger
    }

    /// Makes the first watch.
    /// - Parameter store: what all rounds watch; `nil` where each opens it.
    package func begin(_ maker: @escaping Maker, in store: (any CensusStore)? = nil) throws {
        state.withLock { $0.store = store }
        let watch = try make(maker)
        state.withLock { ($0.watch, $0.maker) = (watch, maker) }
    }

    /// Ends the watch that runs, and begins with another; where that cannot be made, with the one before once more. Where none was
    /// begun nothing happens.
    package func restart(_ maker: @escaping Maker) {
        state.withLock { state in
            guard state.maker != nil, !state.isOver else { return }
            state.next = maker
            state.flag.set()
        }
    }

    /// Has the watch look once more and end.
    package func stop() {
        state.withLock { state in
            (state.isOver, state.next) = (true, nil)
            state.flag.set()
        }
    }

    /// Watches until it is stopped, or a watch ends of itself.
    package func run() {
        while let watch = takeNext() { watch.run() }
    }

    private func takeNext() -> EventWatch? {
        let (made, next, old) = state.withLock { state in
            defer { (state.watch, state.next) = (nil, nil) }
            return (state.watch, state.next, state.maker)
        }
        if let made { return made }
        guard let next else { return nil }
        do {
            let watch = try make(next)
            state.withLock { $0.maker = next }
            return watch
        } catch {
            logger.error("\(error); events are told as before")
        }
        do {
            return try old.map(make)
        } catch {
            logger.error("\(error); no events are told any more")
            return nil
        }
    }

    private func make(_ maker: Maker) throws -> EventWatch {
        let flag = StopFlag()
        let store = state.withLock { state in
            state.flag = flag
            if state.isOver { flag.set() }
            return state.store
        }
        return try maker(flag, store)
    }

    /// Watches on a thread of its own, where one was begun.
    /// - Returns: ends the watch, after it has reported all events there are.
    package func start() -> () -> Void {
        guard state.withLock({ $0.watch != nil }) else { return {} }
        let end = DispatchSemaphore(value: 0)
        Thread.detachNewThread { [self] in
            run()
            end.signal()
        }
        return { [self] in
            stop()
            end.wait()
        }
    }
}
