import Dispatch
import NetworkTypes
import Synchronization

/// Where the session and a worker meet: orders lie on it one way, slices the other.
///
/// The worker looks at one number between batches; the lock is taken only when that has changed.
final class WorkerDesk: Sendable {
    private struct Contents {
        var list: ListInUse
        var stopTime: Timestamp?
        var slice: LiveSlice?
    }

    private let contents: Mutex<Contents>
    private let orders = Atomic<Int>(0)
    /// Counts orders, and slices that were taken.
    private let news = DispatchSemaphore(value: 0)

    init(list: ListInUse) {
        contents = Mutex(Contents(list: list))
    }

    /// The number of the last order; a new one means that a slice is asked for.
    var lastOrder: Int { orders.load(ordering: .acquiring) }

    /// The list to go on with, and whether to come to an end with what came before some time.
    var orderDetails: (list: ListInUse, stopTime: Timestamp?) {
        contents.withLock { ($0.list, $0.stopTime) }
    }

    /// Asks for what was counted so far, to go on with some list.
    func askForSlice(continuingWith list: ListInUse) {
        contents.withLock { $0.list = list }
        orders.add(1, ordering: .releasing)
        news.signal()
    }

    /// Asks for the last slice: everything that came before a time.
    func askToStop(at time: Timestamp) {
        contents.withLock { $0.stopTime = time }
        orders.add(1, ordering: .releasing)
        news.signal()
    }

    func deliver(_ slice: LiveSlice) {
        contents.withLock { contents in
            precondition(contents.slice == nil, "the slice before was taken")
            contents.slice = slice
        }
    }

    /// Whether the last slice was not taken yet.
    var isOccupied: Bool { contents.withLock { $0.slice != nil } }

    func takeSlice() -> LiveSlice? {
        let slice = contents.withLock { $0.slice.take() }
        if slice != nil { news.signal() }
        return slice
    }

    /// Waits until there is an order or a slice was taken, for so many nanoseconds at the most; for the worker.
    func waitForNews(atMost nanoseconds: Int64) {
        _ = news.wait(timeout: .now() + .nanoseconds(Int(nanoseconds)))
    }
}
