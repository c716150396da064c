import Foundation
import NetworkTypes
import PacketCapture
import Runtime
import Synchronization

/// One handle on an interface, and the thread that reads it: what the session sees of both.
final class CaptureWorker: LiveWorker {
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

    var name: String { interface.name }

    func warnings(of losses: PacketLoss) -> [String] {
        var warnings: [String] = []
        if losses.kernel > 0 {
            warnings.append(
                "\(name): the kernel dropped \(losses.kernel) packets, for the ring was full; a larger --buffer or more --workers may help"
            )
        }
        if losses.interface > 0 { warnings.append("\(name): the interface dropped \(losses.interface) packets") }
        return warnings
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
