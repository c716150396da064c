import CensusModel
import Classification
import FlowLogs
import Foundation
import NetworkTypes
import PacketCapture
import Synchronization

/// One socket at which exporters send, and the thread that reads it: what the session sees of both.
final class CollectWorker: LiveWorker {
    let name: String
    let isFirst: Bool
    let desk: WorkerDesk
    let counters = WorkerCounters()
    let settings: CollectSettings
    /// The name under which the store keeps what it must know to go on.
    private let stateName: String
    private let receiver: OpenedReceiver
    private let lossReason = Mutex<String?>(nil)
    private let state = Mutex(State())

    /// What it must know to go on, and what the store has of it.
    private struct State {
        var templates: [UInt8] = []
        /// Where sequence numbers stand at the end of the last segment that was handed over, and of the last that was committed.
        var (handedOver, committed): ([UInt8], [UInt8]) = ([], [])
        var kept: [UInt8] = []
    }

    init(_ receiver: OpenedReceiver, settings: CollectSettings, list: ListInUse) {
        name = "\(receiver.address)"
        isFirst = receiver.number == 0
        stateName = "\(receiver.address) \(receiver.number)"
        self.settings = settings
        desk = WorkerDesk(list: list)
        self.receiver = receiver
    }

    func start(from begin: Timestamp) {
        Thread.detachNewThread { [self] in
            guard let receiver = receiver.take() else { return }
            var loop = CollectLoop(receiver, of: self)
            loop.run()
        }
    }

    var whyLost: String? {
        get { lossReason.withLock { $0 } }
        set { lossReason.withLock { $0 = newValue } }
    }

    func warnings(of losses: PacketLoss) -> [String] {
        guard losses.kernel > 0 else { return [] }
        return [
            "\(name): the kernel dropped \(losses.kernel) datagrams, for the socket's buffer was full; a larger --buffer or more --workers may help"
        ]
    }

    /// Notes what exporters have said of later records.
    func note(templates: [UInt8]) {
        state.withLock { $0.templates = templates }
    }

    /// Notes what must be known to go on from where the last segment ends.
    func note(templates: [UInt8], sequences: [UInt8]) {
        state.withLock { ($0.templates, $0.handedOver) = (templates, sequences) }
    }

    func keepState(in store: any CensusStore) throws {
        state.withLock { $0.committed = $0.handedOver }
        try keepLearned(in: store)
    }

    func keepLearned(in store: any CensusStore) throws {
        let now = state.withLock { $0.templates + $0.committed }
        guard !now.isEmpty, now != state.withLock({ $0.kept }) else { return }
        try store.keep(now, ofCollector: stateName)
        state.withLock { $0.kept = now }
    }
}

/// What all workers of a collector have in common.
struct CollectSettings: Sendable {
    let worker: WorkerSettings
    let record: RecordRules
    /// The exporters that are known; empty for all.
    let exporters: PrefixSet
    /// What collectors kept in the store when it was opened, the oldest first.
    let states: [[UInt8]]
}
