import Dispatch
import NetworkTypes
import Synchronization

/// Where the session and a worker meet: orders lie on it one way, segments the other.
///
/// The worker looks at one number between batches; the lock is taken only when that has changed.
final class WorkerDesk: Sendable {
    private struct Contents {
        var list: ListInUse
        var stopTime: Timestamp?
        var segment: LiveSegment?
    }

    private let contents: Mutex<Contents>
    private let orders = Atomic<Int>(noOrder)
    /// Counts orders, and segments that were taken.
    private let news = DispatchSemaphore(value: 0)

    init(list: ListInUse) {
        contents = Mutex(Contents(list: list))
    }

    /// Stands for the last order where there was none.
    static let noOrder = 0

    /// The number of the last order; a new one means that a segment is wanted.
    var lastOrder: Int { orders.load(ordering: .acquiring) }

    /// The list to go on with, and whether to come to an end with what came before some time.
    var orderDetails: (list: ListInUse, stopTime: Timestamp?) {
        contents.withLock { ($0.list, $0.stopTime) }
    }

    /// Asks for what was counted so far, to go on with some list.
    func askForSegment(continuingWith list: ListInUse) {
        contents.withLock { $0.list = list }
        orders.add(1, ordering: .releasing)
        news.signal()
    }

    /// Asks for the last segment: everything that came before a time.
    func askToStop(at time: Timestamp) {
        contents.withLock { $0.stopTime = time }
        orders.add(1, ordering: .releasing)
        news.signal()
    }

    func deliver(_ segment: LiveSegment) {
        contents.withLock { contents in
            precondition(contents.segment == nil, "the segment before was taken")
            contents.segment = segment
        }
    }

    /// Whether the last segment was not taken yet.
    var isOccupied: Bool { contents.withLock { $0.segment != nil } }

    func takeSegment() -> LiveSegment? {
        let segment = contents.withLock { $0.segment.take() }
        if segment != nil { news.signal() }
        return segment
    }

    /// Waits until there is an order or a segment was taken, for so many nanoseconds at the most; for the worker.
    func waitForNews(atMost nanoseconds: Int64) {
        _ = news.wait(timeout: .now() + .nanoseconds(Int(nanoseconds)))
    }
}
