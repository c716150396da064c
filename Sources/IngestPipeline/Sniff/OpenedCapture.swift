import PacketCapture
import PacketDecoding
import Synchronization

/// A handle that waits for its thread.
final class OpenedCapture: Sendable {
    let interface: NetworkInterface
    /// Whether it is the first of its interface's.
    let isFirst: Bool
    private let capture: Mutex<LiveCapture?>

    init(_ capture: consuming LiveCapture, isFirst: Bool) {
        interface = capture.interface
        self.isFirst = isFirst
        self.capture = Mutex(consume capture)
    }

    /// Hands the handle over, once.
    func take() -> LiveCapture? {
        capture.withLock { $0.take() }
    }

    /// Opens as many handles for every interface as there are to be workers: what takes privileges.
    static func openAll(_ options: SniffOptions) throws(CaptureError) -> [OpenedCapture] {
        var opened: [OpenedCapture] = []
        for name in options.interfaces {
            var group = options.running.workers > 1 ? FanoutGroup() : nil
            for number in 0..<options.running.workers {
                let capture = try LiveCapture(
                    NetworkInterface(name), options.live, sharing: &group, isKnown: LinkHeader.isKnown)
                opened.append(OpenedCapture(capture, isFirst: number == 0))
            }
        }
        return opened
    }
}
