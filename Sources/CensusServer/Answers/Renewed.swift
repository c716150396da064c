import Foundation
import Synchronization

/// A value that has to be made again once something has changed: by one of those who ask, while the others wait, or take the one before
/// if they may.
///
/// So however many ask, it is made once at a time, and nobody waits for more than two makings: the one that was under way when they
/// came, and the next.
final class Renewed<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        /// When the making began that gave the value, by a clock that is never set.
        var begun = ContinuousClock.now
        /// Until when those who may take the one before do, although nobody makes another.
        var rest = ContinuousClock.now
        var isMaking = false
        /// How many came while it was being made.
        var crowd = 0

        /// What there is for who may take a value of some age.
        func value(at time: ContinuousClock.Instant, upTo age: Duration?) -> Value? {
            guard begun < time else { return value }
            guard let age else { return nil }
            // While it rests there has to be time left for the next making.
            return isMaking ? (time - begun <= age ? value : nil) : time < min(rest, begun + age / 2) ? value : nil
        }
    }

    private let state = Mutex(State())
    private let changed = NSCondition()

    /// For so long as so many makings take others go on with what was made, where some came during the last one: who makes it waits,
    /// and those are to be few of all who ask.
    private static var makingsOfRest: Int { 12 }
    private static var leastCrowd: Int { 2 }

    /// The value as it was when this was called, or later.
    ///
    /// - Parameters:
    ///   - age: takes one that was made, or found to hold, so long ago at most, where waiting for another would hold many up; `nil`
    ///     where none may be older than the call.
    ///   - make: makes it, from the one before: the same where that holds.
    func value(upTo age: Duration? = nil, make: (Value?) throws -> Value) throws -> Value {
        let called = ContinuousClock.now
        changed.lock()
        defer { changed.unlock() }
        var isCounted = false
        while true {
            let (value, isMaking) = state.withLock { state in
                if state.isMaking, !isCounted { state.crowd += 1 }
                return (state.value(at: called, upTo: age), state.isMaking)
            }
            if let value { return value }
            guard isMaking else { break }
            isCounted = true
            changed.wait()
        }
        let old = state.withLock { state in
            (state.isMaking, state.crowd) = (true, 0)
            return state.value
        }
        changed.unlock()
        let start = ContinuousClock.now
        let result = Result { try make(old) }
        changed.lock()
        defer { changed.broadcast() }
        state.withLock { state in
            state.isMaking = false
            guard let value = try? result.get() else { return }
            (state.value, state.begun) = (value, start)
            let cost = state.crowd < Self.leastCrowd ? .zero : ContinuousClock.now - start
            state.rest = start + cost * Self.makingsOfRest
        }
        return try result.get()
    }
}
