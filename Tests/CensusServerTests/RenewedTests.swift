import Foundation
import Synchronization
import Testing

@testable import CensusServer

@Suite("A value that is made again")
struct RenewedTests {
    private static let long = Duration.seconds(1_000)

    /// A making that begins and ends when a test says so.
    private final class Making: Sendable {
        let begun = DispatchSemaphore(value: 0)
        let mayEnd = DispatchSemaphore(value: 0)

        func make(_ value: Int) -> Int {
            begun.signal()
            mayEnd.wait()
            return value
        }
    }

    /// What a call on a thread of its own gave, once it is over.
    private final class Outcome: Sendable {
        private let value = Mutex<Int?>(nil)
        private let done = DispatchSemaphore(value: 0)

        init(_ body: @escaping @Sendable () throws -> Int) {
            Thread { [self] in
                let result = try? body()
                value.withLock { $0 = result }
                done.signal()
            }.start()
        }

        func wait() -> Int? {
            done.wait()
            return value.withLock { $0 }
        }
    }

    @Test("is the one before for those who may take it, while another is made")
    func old() throws {
        let (value, making) = (Renewed<Int>(), Making())
        #expect(try value.value { _ in 1 } == 1)
        let maker = Outcome { try value.value { _ in making.make(2) } }
        making.begun.wait()
        #expect(try value.value(upTo: Self.long) { _ in 3 }.value == 1)
        making.mayEnd.signal()
        #expect(maker.wait() == 2)
    }

    @Test("is made by none of those who may take the one before, where several came while it was made")
    func background() throws {
        let (value, first, second) = (Renewed<Int>(), Making(), Making())
        #expect(try value.value { _ in 1 } == 1)
        let maker = Outcome { try value.value { _ in first.make(2) } }
        first.begun.wait()
        for _ in 0..<2 { #expect(try value.value(upTo: Self.long) { _ in 0 }.value == 1) }
        first.mayEnd.signal()
        #expect(maker.wait() == 2)
        // None is made for a while after the last; then one is, and who asks does not wait for it.
        repeat {
            #expect(try value.value(upTo: Self.long) { _ in second.make(3) }.value == 2)
        } while second.begun.wait(timeout: .now() + .milliseconds(1)) == .timedOut
        let old = try value.value(upTo: Self.long) { _ in 0 }
        #expect(old.value == 2 && old.age > .zero)
        second.mayEnd.signal()
        #expect(try value.value { $0 ?? 0 } == 3)
    }

    @Test("is made by who asks where nobody else came, and the newest then")
    func alone() throws {
        let value = Renewed<Int>()
        for number in 1...3 {
            let made = try value.value(upTo: Self.long) { ($0 ?? 0) + 1 }
            #expect(made.value == number && made.age == .zero)
        }
    }

    @Test("is never older than the call for those who want it so")
    func newest() throws {
        let (value, making) = (Renewed<Int>(), Making())
        let maker = Outcome { try value.value { _ in making.make(1) } }
        making.begun.wait()
        let other = Outcome { try value.value { old in (old ?? 0) + 10 } }
        making.mayEnd.signal()
        #expect(maker.wait() == 1)
        // Whether it came while the first was being made, or afterwards: what began before its call is not enough.
        #expect(other.wait() == 11)
    }

    @Test("is made once at a time, however many ask")
    func once() throws {
        let (value, counters) = (Renewed<Int>(), Counters())
        let outcomes = (0..<16).map { _ in
            Outcome {
                try value.value { old in
                    counters.enter()
                    defer { counters.leave() }
                    return (old ?? 0) + 1
                }
            }
        }
        for outcome in outcomes { #expect((1...16).contains(outcome.wait() ?? 0)) }
        #expect(counters.most == 1)
    }

    private final class Counters: Sendable {
        private let state = Mutex((now: 0, most: 0))

        var most: Int { state.withLock { $0.most } }

        func enter() {
            state.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
        }

        func leave() {
            state.withLock { $0.now -= 1 }
        }
    }

    @Test("is made by the next who asks where making it failed, and stays what it was")
    func failure() throws {
        struct Failure: Error {}
        let value = Renewed<Int>()
        #expect(throws: Failure.self) { try value.value { _ in throw Failure() } }
        #expect(try value.value { $0 ?? 5 } == 5)
        #expect(throws: Failure.self) { try value.value { _ in throw Failure() } }
        #expect(try value.value { $0 ?? 6 } == 5)
    }
}
