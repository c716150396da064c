import Foundation
import Synchronization

/// Works on items on several threads, and takes the results in the order of the items.
///
/// The caller's thread makes the items and takes the results: it waits where there are enough under way, and so does who works on an
/// item that has handed on enough before its turn. So memory holds a few of each, whichever side is slower. Each item has a thread of
/// its own: of libdispatch's there are few, and those that wait for a slow reader would be missing elsewhere.
package enum OrderedWork {
    /// Results of an item that is being worked on.
    private final class Pending<Value: Sendable>: Sendable {
        private struct State {
            var values: [Value] = []
            var outcome: Result<Void, any Error>?
            var isGivenUp = false
        }

        private struct GivenUp: Error {}

        private let state = Mutex(State())
        /// How many more results find room. Counted up from nothing, for one that began higher must not end lower.
        private let room = DispatchSemaphore(value: 0)
        /// How many results, and the outcome, wait to be taken.
        private let waiting = DispatchSemaphore(value: 0)
        private let ended = DispatchSemaphore(value: 0)

        init() {
            for _ in 0..<4 { room.signal() }
        }

        /// Waits for room.
        func hand(_ value: Value) throws {
            room.wait()
            try state.withLock { state in
                guard !state.isGivenUp else { throw GivenUp() }
                state.values.append(value)
            }
            waiting.signal()
        }

        func end(_ outcome: Result<Void, any Error>) {
            state.withLock { $0.outcome = outcome }
            waiting.signal()
            ended.signal()
        }

        /// Lets who works on it end.
        func giveUp() {
            state.withLock { $0.isGivenUp = true }
            room.signal()
        }

        /// Waits until nobody works on it any more.
        func waitForEnd() { ended.wait() }

        /// Takes results up to one that ends a round.
        /// - Returns: false where all were taken.
        func takeRound(_ take: (Value) throws -> Void, _ endsRound: (Value) -> Bool) throws -> Bool {
            while true {
                waiting.wait()
                let value = state.withLock { $0.values.isEmpty ? nil : $0.values.removeFirst() }
                guard let value else { break }
                room.signal()
                try take(value)
                if endsRound(value) { return true }
            }
            try state.withLock { $0.outcome }?.get()
            return false
        }
    }

    /// How many threads are worth it.
    package static var threads: Int { ConcurrentMap.threads }

    /// - Parameters:
    ///   - items: hands each item to its argument.
    ///   - work: is called on another thread.
    ///   - take: is called on the caller's thread, in the order of the items.
    package static func run<Item: Sendable, Value: Sendable, Outcome>(
        _ items: ((Item) throws -> Void) throws -> Outcome, work: @escaping @Sendable (Item) throws -> Value,
        take: (Value) throws -> Void
    ) throws -> Outcome {
        try run(items, inPieces: { item, hand in try hand(work(item)) }, take: take)
    }

    /// The same with any number of results of each item.
    ///
    /// - Parameters:
    ///   - isBesideNext: whether an item and the next one are taken together, round by round: of each the results up to one that ends a
    ///     round.
    ///   - work: hands each result to its second argument, which throws where nobody takes it any more.
    ///   - endsRound: whether a result does.
    package static func run<Item: Sendable, Value: Sendable, Outcome>(
        _ items: ((Item) throws -> Void) throws -> Outcome, isBesideNext: @escaping (Item) -> Bool = { _ in false },
        inPieces work: @escaping @Sendable (Item, (Value) throws -> Void) throws -> Void,
        take: (Value) throws -> Void, endsRound: @escaping (Value) -> Bool = { _ in false }
    ) throws -> Outcome {
        var pending: [Group<Value>] = []
        // Nobody works on after an error: what is under way ends with its item, or where it would wait for room.
        defer {
            for item in pending.flatMap(\.items) { item.giveUp() }
            for item in pending.flatMap(\.items) { item.waitForEnd() }
        }
        return try withoutActuallyEscaping(take) { take in
            let outcome = try items { item in
                if let first = pending.first, first.isWhole, pending.reduce(0, { $0 + $1.items.count }) > threads {
                    try first.takeAll(take, endsRound)
                    pending.removeFirst()
                }
                let next = Pending<Value>()
                if pending.last?.isWhole ?? true { pending.append(Group()) }
                pending[pending.count - 1].items.append(next)
                pending[pending.count - 1].isWhole = !isBesideNext(item)
                Thread.detachNewThread { next.end(Result { try work(item) { try next.hand($0) } }) }
            }
            while let first = pending.first {
                try first.takeAll(take, endsRound)
                pending.removeFirst()
            }
            return outcome
        }
    }

    /// Items that are taken together.
    private struct Group<Value: Sendable> {
        var items: [Pending<Value>] = []
        /// Whether there are no more to come.
        var isWhole = true

        func takeAll(_ take: (Value) throws -> Void, _ endsRound: (Value) -> Bool) throws {
            var rest = items
            while !rest.isEmpty { rest = try rest.filter { try $0.takeRound(take, endsRound) } }
        }
    }
}
