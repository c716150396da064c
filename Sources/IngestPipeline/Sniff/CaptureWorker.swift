import Foundation
import Logging
import NetworkTypes
import PacketCapture
import PacketDecoding
import Runtime
import Synchronization

/// One handle on an interface, and the thread that reads it: what the session sees of both.
final class CaptureWorker: Sendable {
    let interface: NetworkInterface
    /// Whether it is the one of an interface's workers that speaks of the interface.
    let isFirst: Bool
    let desk: WorkerDesk
    let counters = WorkerCounters()
    let settings: WorkerSettings
    private let capture: OpenedCapture
    private let lossReason = Mutex<String?>(nil)

    init(_ capture: OpenedCapture, settings: WorkerSettings, list: ListInUse) {
        interface = capture.interface
        isFirst = capture.isFirst
        self.settings = settings
        desk = WorkerDesk(list: list)
        self.capture = capture
    }

    /// Starts the thread, which counts packets from `begin` on.
    func start(from begin: Timestamp) {
        Thread.detachNewThread { [self] in
            guard let capture = capture.take() else { return }
            var loop = CaptureLoop(capture, of: self, from: begin)
            loop.run()
        }
    }

    /// Why the interface is given up for good; `nil` while it is not.
    var whyLost: String? {
        get { lossReason.withLock { $0 } }
        set { lossReason.withLock { $0 = newValue } }
    }
}

/// What all workers have in common.
struct WorkerSettings: Sendable {
    let internalNetworks: PrefixSet
    let tunnels: TunnelPolicy
    let budget: PacketBudget?
    let memory: SniffMemory
    let inbox: SniffInbox
    let wallClock: WallClock
    let logger: Logger
}
