import Dispatch
import HourlyRollup
import Synchronization

/// Works on items on several threads, and takes the results in the order of the items.
///
/// The caller's thread makes the items and takes the results: it waits where there are enough under way, so that memory holds a
/// few of each, whichever side is slower.
enum OrderedWork {
    /// A result that is being worked on.
    private final class Pending<Value: Sendable>: Sendable {
        private let result = Mutex<Result<Value, any Error>?>(nil)
        private let done = DispatchSemaphore(value: 0)

        func set(_ value: Result<Value, any Error>) {
            result.withLock { $0 = value }
            done.signal()
        }

        func wait() throws -> Value {
            done.wait()
            guard let result = result.withLock({ $0 }) else {
                preconditionFailure("a result is set before it is signalled")
            }
            return try result.get()
        }
    }

    /// How many threads are worth it.
    static var threads: Int { ConcurrentMap.threads }

    /// - Parameters:
    ///   - items: hands each item to its argument.
    ///   - work: is called on another thread.
    ///   - take: is called on the caller's thread, in the order of the items.
    static func run<Item: Sendable, Value: Sendable, Outcome>(
        _ items: ((Item) throws -> Void) throws -> Outcome, work: @escaping @Sendable (Item) throws -> Value,
        take: (Value) throws -> Void
    ) throws -> Outcome {
        let queue = DispatchQueue(label: "flowcensus.ordered-work", attributes: .concurrent)
        // Nobody works on after an error: what is under way ends with its item.
        defer { queue.sync(flags: .barrier) {} }
        return try withoutActuallyEscaping(take) { take in
            var pending: [Pending<Value>] = []
            let outcome = try items { item in
                if pending.count > threads { try take(pending.removeFirst().wait()) }
                let next = Pending<Value>()
                pending.append(next)
                queue.async { next.set(Result { try work(item) }) }
            }
            while !pending.isEmpty { try take(pending.removeFirst().wait()) }
            return outcome
        }
    }
}
