import FlowLogs
import NetworkTypes
import Synchronization

/// A socket that waits for its thread.
final class OpenedReceiver: Sendable {
    let address: ReceptionAddress
    /// Which of its address's it is, counted from 0.
    let number: Int
    private let receiver: Mutex<DatagramReceiver?>

    init(_ receiver: sending DatagramReceiver, at address: ReceptionAddress, number: Int) {
        self.address = address
        self.number = number
        self.receiver = Mutex(receiver)
    }

    /// Hands the socket over, once.
    func take() -> sending DatagramReceiver? {
        receiver.withLock { $0.take() }
    }

    /// Opens as many sockets for every address as there are to be workers: what may take privileges.
    static func openAll(_ options: CollectOptions) throws(ReceptionError) -> [OpenedReceiver] {
        var opened: [OpenedReceiver] = []
        for address in options.addresses {
            // For port 0 the system chooses one, which the others share.
            var bound = address
            for number in 0..<options.running.workers {
                let receiver = try DatagramReceiver(
                    bound, buffer: options.bufferLength, sharesPort: options.running.workers > 1)
                bound = ReceptionAddress(address: address.address, port: receiver.port)
                opened.append(OpenedReceiver(receiver, at: bound, number: number))
            }
        }
        return opened
    }
}
