import Foundation
import Synchronization

/// Makes others of some values, on all cores.
///
/// Threads of its own and the caller's take the values one after another. It is not `DispatchQueue.concurrentPerform`, for the
/// caller's thread may end: what libdispatch keeps for a thread that took part in that is freed twice then (Swift 6.3, Linux).
package enum ConcurrentMap {
    /// How many threads are worth it.
    package static var threads: Int { min(max(ProcessInfo.processInfo.activeProcessorCount, 1), 8) }

    /// - Parameter body: takes each value once, on any thread; nobody else holds it then, so that it is changed in its place.
    /// - Returns: what `body` returned, in the order of the values.
    package static func map<Value: Sendable, Output: Sendable, Failure: Error>(
        _ values: [Value], _ body: @escaping @Sendable (inout Value) throws(Failure) -> Output
    ) throws(Failure) -> [Output] {
        let work = MappedValues<Value, Output, Failure>(values)
        let ended = DispatchSemaphore(value: 0)
        let helpers = max(0, min(threads, values.count) - 1)
        for _ in 0..<helpers {
            Thread.detachNewThread {
                work.run(body)
                ended.signal()
            }
        }
        work.run(body)
        for _ in 0..<helpers { ended.wait() }
        return try work.outputs()
    }
}

/// Values that wait, and what came of the others.
private final class MappedValues<Value: Sendable, Output: Sendable, Failure: Error>: Sendable {
    private let rest: Mutex<[Value?]>
    private let results: Mutex<[Result<Output, Failure>?]>
    private let next = Atomic<Int>(0)
    private let count: Int

    init(_ values: [Value]) {
        count = values.count
        rest = Mutex(values)
        results = Mutex(Array(repeating: nil, count: values.count))
    }

    /// Takes values until there are no more.
    func run(_ body: @Sendable (inout Value) throws(Failure) -> Output) {
        while true {
            let place = next.add(1, ordering: .relaxed).oldValue
            guard place < count, var value = rest.withLock({ $0[place].take() }) else { return }
            let result = Result { () throws(Failure) in try body(&value) }
            results.withLock { $0[place] = result }
        }
    }

    func outputs() throws(Failure) -> [Output] {
        var outputs: [Output] = []
        for result in results.withLock({ $0 }) { if let result { outputs.append(try result.get()) } }
        return outputs
    }
}
