import Dispatch
import HTTPListener
import Synchronization

/// Lets so many questions at a time at the store, each of which may take every core for a while.
///
/// Where one waits for a place, an answer makes room whose reader has kept it waiting for long: readers that take next to nothing
/// keep nobody else out.
final class QuestionGate: Sendable {
    private struct Holder {
        let reader: AnswerReader
        let began: ContinuousClock.Instant
    }

    private let places: DispatchSemaphore
    /// Of the answers that are being made, those that somebody reads meanwhile.
    private let holders = Mutex((byNumber: [UInt64: Holder](), next: UInt64(0)))

    private static let seconds = 30
    /// Milliseconds for which a reader may keep an answer waiting while others wait for its place, and half of the answer's time.
    private static let mostWait: Int64 = 10_000

    init(places: Int) {
        self.places = DispatchSemaphore(value: places)
    }

    /// - Parameter reader: who reads what `body` makes as it is made.
    /// - Throws: a problem where no place comes free for long.
    func enter<Result>(for reader: AnswerReader? = nil, _ body: () throws -> Result) throws -> Result {
        try takePlace()
        let number = reader.map(hold)
        defer {
            if let number { holders.withLock { _ = $0.byNumber.removeValue(forKey: number) } }
            places.signal()
        }
        return try body()
    }

    private func takePlace() throws {
        for _ in 0..<Self.seconds {
            if places.wait(timeout: .now() + .seconds(1)) == .success { return }
            endSlowestReader()
        }
        throw APIProblem(.unavailable, "too many questions at a time; ask again")
    }

    private func hold(_ reader: AnswerReader) -> UInt64 {
        holders.withLock { holders in
            holders.next += 1
            holders.byNumber[holders.next] = Holder(reader: reader, began: .now)
            return holders.next
        }
    }

    private func endSlowestReader() {
        let waits = holders.withLock { holders in
            holders.byNumber.values.map {
                ($0.reader, waited: $0.reader.waited, since: (.now - $0.began) / .milliseconds(1))
            }
        }
        let slow = waits.filter { $0.waited >= Self.mostWait && Double($0.waited) * 2 >= $0.since }
        slow.max { $0.waited < $1.waited }?.0.end()
    }
}
