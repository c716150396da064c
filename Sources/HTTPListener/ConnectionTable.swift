import Foundation
import NetworkTypes
import Synchronization

/// The connections that are open, which keep within the limits.
final class ConnectionTable: Sendable {
    private struct State {
        var open: [ObjectIdentifier: Connection] = [:]
        var ofPeer: [IPAddress: Int] = [:]
        var isStopping = false
    }

    private let limits: ListenerLimits
    private let state = Mutex(State())
    private let ended = NSCondition()

    init(_ limits: ListenerLimits) {
        self.limits = limits
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }
    var count: Int { state.withLock { $0.open.count } }

    /// - Returns: false where there are too many already.
    func add(_ connection: Connection) -> Bool {
        state.withLock { state in
            let ofPeer = state.ofPeer[connection.peer, default: 0]
            guard !state.isStopping, state.open.count < limits.connections,
                ofPeer < limits.connectionsOfPeer || connection.peer.isLoopback
            else { return false }
            state.open[ObjectIdentifier(connection)] = connection
            state.ofPeer[connection.peer] = ofPeer + 1
            return true
        }
    }

    func remove(_ connection: Connection) {
        ended.lock()
        state.withLock { state in
            state.open[ObjectIdentifier(connection)] = nil
            let ofPeer = state.ofPeer[connection.peer, default: 1] - 1
            state.ofPeer[connection.peer] = ofPeer > 0 ? ofPeer : nil
        }
        ended.broadcast()
        ended.unlock()
    }

    /// Ends the silent ones, and waits for those that are being answered.
    func stop(within seconds: Double) {
        let open = state.withLock { state in
            state.isStopping = true
            return Array(state.open.values)
        }
        for connection in open { connection.stop() }
        let deadline = Date.now.addingTimeInterval(seconds)
        ended.lock()
        defer { ended.unlock() }
        while count > 0, ended.wait(until: deadline) {}
    }
}
