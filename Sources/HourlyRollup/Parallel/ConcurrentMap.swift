import Dispatch
import Foundation
import Synchronization

/// Makes others of some values, on all cores.
package enum ConcurrentMap {
    /// How many threads are worth it.
    package static var threads: Int { min(max(ProcessInfo.processInfo.activeProcessorCount, 1), 8) }

    /// - Parameter body: takes each value once, on any thread; nobody else holds it then, so that it is changed in its place.
    /// - Returns: what `body` returned, in the order of the values.
    package static func map<Value: Sendable, Output: Sendable, Failure: Error>(
        _ values: [Value], _ body: @Sendable (inout Value) throws(Failure) -> Output
    ) throws(Failure) -> [Output] {
        let count = values.count
        let rest = Mutex<[Value?]>(values)
        let results = Mutex<[Result<Output, Failure>?]>(Array(repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { place in
            guard var value = rest.withLock({ $0[place].take() }) else { return }
            let result = Result { () throws(Failure) in try body(&value) }
            results.withLock { $0[place] = result }
        }
        var outputs: [Output] = []
        for result in results.withLock({ $0 }) { if let result { outputs.append(try result.get()) } }
        return outputs
    }
}
