import Foundation
import Synchronization

/// A value that has to be made again once something has changed: by one of those who ask, while the others wait, or take the one before
/// if they may.
///
/// So however many ask, it is made once at a time, and nobody waits for more than two makings: the one that was under way when they
/// came, and the next. Where several came during the last making, and may take one of before, none of them makes the next: a thread
/// in the background does, again and again as long as they come.
final class Renewed<Value: Sendable>: Sendable {
    /// A value, and how long ago it was made, or found to hold.
    struct Aged: Sendable {
        let value: Value
        let age: Duration
    }

    private struct State {
        var value: Value?
        /// When the making began that gave the value, by a clock that is never set.
        var begun = ContinuousClock.now
        /// What that making took.
        var cost = Duration.zero
        /// Until when nobody makes another in the background.
        var rest = ContinuousClock.now
        var isMaking = false
        /// How many came while it was being made.
        var crowd = 0
        /// Whether several came during the last makings.
        var isCrowded = false

        /// What there is for who may take a value of some age, and whether another is to be made in the background, which counts as begun.
        mutating func take(at time: ContinuousClock.Instant, upTo age: Duration) -> (aged: Aged, isToBeMade: Bool)? {
            if isMaking { crowd += 1 }
            // While another is being made for many, nobody waits for that.
            let isMadeForMany = isMaking && (isCrowded || crowd > Renewed.leastCrowd)
            let most = isMadeForMany ? Renewed.mostAge : max(age, min(cost * 3, Renewed.mostAge))
            guard let value, time - begun <= most else { return nil }
            let aged = Aged(value: value, age: max(time - begun, .zero))
            guard !isMaking else { return (aged, false) }
            guard isCrowded else { return nil }
            guard time >= rest else { return (aged, false) }
            begin()
            return (aged, true)
        }

        mutating func begin() {
            (isMaking, crowd) = (true, 0)
        }

        mutating func end(
            _ outcome: Result<Value, any Error>, begunAt start: ContinuousClock.Instant, upTo age: Duration?
        ) {
            let end = ContinuousClock.now
            isCrowded = crowd >= Renewed.leastCrowd || isCrowded && crowd > 0
            isMaking = false
            rest = start + max((end - start) * 2, min((end - start) * Renewed.makingsOfRest, (age ?? .zero) / 2))
            if case .success(let made) = outcome { (value, begun, cost) = (made, start, end - start) }
        }
    }

    private let state = Mutex(State())
    private let changed = NSCondition()

    /// A value that is made in the background takes a quarter of the time, or half where that would make it too old.
    private static var makingsOfRest: Int { 4 }
    private static var leastCrowd: Int { 2 }
    /// The greatest age, however long making takes.
    private static var mostAge: Duration { .seconds(60) }

    /// The value as it was when this was called, or later.
    ///
    /// - Parameter make: makes it, from the one before: the same where that holds.
    func value(make: (Value?) throws -> Value) throws -> Value {
        let called = ContinuousClock.now
        changed.lock()
        defer { changed.unlock() }
        return try value(at: called, upTo: nil, make).value
    }

    /// The value as it was some time ago, where waiting for another would hold many up.
    ///
    /// - Parameters:
    ///   - age: how old it may be; where making it takes long, three times as long as that; and while it is made for many, a minute.
    ///   - make: makes it, from the one before: the same where that holds. It is called on this thread or on another.
    func value(upTo age: Duration, make: @escaping @Sendable (Value?) throws -> Value) throws -> Aged {
        let called = ContinuousClock.now
        changed.lock()
        defer { changed.unlock() }
        guard let (aged, isToBeMade) = state.withLock({ $0.take(at: called, upTo: age) }) else {
            return try value(at: called, upTo: age, isCounted: true, make)
        }
        if isToBeMade {
            BackgroundThread.start { [self] in
                changed.lock()
                _ = try? made(upTo: age, make)
                changed.unlock()
            }
        }
        return aged
    }

    /// Waits for a value, or makes it. It is called with the lock held.
    private func value(
        at called: ContinuousClock.Instant, upTo age: Duration?, isCounted: Bool = false,
        _ make: (Value?) throws -> Value
    ) throws -> Aged {
        var isCounted = isCounted
        while true {
            let (found, isMaking) = state.withLock { state -> (Value?, Bool) in
                if state.isMaking, !isCounted { state.crowd += 1 }
                return (state.begun >= called ? state.value : nil, state.isMaking)
            }
            if let found { return Aged(value: found, age: .zero) }
            guard isMaking else { break }
            isCounted = true
            changed.wait()
        }
        state.withLock { $0.begin() }
        return Aged(value: try made(upTo: age, make), age: .zero)
    }

    /// Makes it once its making counts as begun. It is called with the lock held, and lets go of it meanwhile.
    private func made(upTo age: Duration?, _ make: (Value?) throws -> Value) throws -> Value {
        let old = state.withLock { $0.value }
        changed.unlock()
        let start = ContinuousClock.now
        let outcome = Result { try make(old) }
        changed.lock()
        state.withLock { $0.end(outcome, begunAt: start, upTo: age) }
        changed.broadcast()
        return try outcome.get()
    }
}
