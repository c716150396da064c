import CensusModel
import NetworkTypes
import PacketCapture

/// A thread that counts what is live, as its session sees it.
protocol LiveWorker: AnyObject, Sendable {
    /// What it counts, as the operator named it.
    var name: String { get }
    /// Whether it is the one of several workers that speaks of what they count.
    var isFirst: Bool { get }
    var desk: WorkerDesk { get }
    var counters: WorkerCounters { get }
    /// Why it has given up for good; `nil` while it has not.
    var whyLost: String? { get }

    /// Starts the thread, which counts from `begin` on.
    func start(from begin: Timestamp)
    /// What there is to say of losses, a sentence each.
    func warnings(of losses: PacketLoss) -> [String]
    /// Is called when everything that it has handed over is in the store, to keep there what it must know to go on.
    func keepState(in store: any CensusStore) throws
    /// Is called when it has learned what it must know to read on, whatever is committed.
    func keepLearned(in store: any CensusStore) throws
}

extension LiveWorker {
    func keepState(in store: any CensusStore) {}
    func keepLearned(in store: any CensusStore) {}
}
