import Foundation
import NetworkTypes
import Synchronization

/// The connections that are open, which keep within the limits.
final class ConnectionTable: Sendable {
    private struct State {
        var open: [ObjectIdentifier: Connection] = [:]
        var ofPeer: [IPAddress: Int] = [:]
        var isStopping = false
        /// Those that were ended for others, and whose threads are not over yet.
        var ending: Set<ObjectIdentifier> = []

        /// Forgets a connection, unless it is forgotten already.
        mutating func remove(_ connection: Connection) {
            guard open.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
            let rest = ofPeer[connection.peer, default: 1] - 1
            ofPeer[connection.peer] = rest > 0 ? rest : nil
        }
    }

    private let limits: ListenerLimits
    private let state = Mutex(State())
    private let ended = NSCondition()

    init(_ limits: ListenerLimits) {
        self.limits = limits
    }

    var isStopping: Bool { state.withLock { $0.isStopping } }
    var count: Int { state.withLock { $0.open.count } }

    /// Adds a connection. Where there are too many, the one that has kept the server waiting for longest is ended for it, or where
    /// none does, the one that has asked most often: clients that say nothing, take nothing or never cease do not keep others
    /// out.
    ///
    /// - Returns: false where all others are being answered, and have asked a few times at most; or where as many as there may be
    ///   connections were ended just now.
    func add(_ connection: Connection) -> Bool {
        state.withLock { state in
            guard !state.isStopping,
                state.ofPeer[connection.peer, default: 0] < limits.connectionsOfPeer || connection.peer.isLoopback
            else { return false }
            if state.open.count >= limits.connections {
                guard state.ending.count < limits.connections, let other = Self.leastMissed(state.open.values)
                else { return false }
                other.end()
                state.remove(other)
                state.ending.insert(ObjectIdentifier(other))
            }
            state.open[ObjectIdentifier(connection)] = connection
            state.ofPeer[connection.peer, default: 0] += 1
            return true
        }
    }

    /// Who asks as often as this on one connection can open another.
    private static let manyRequests = 100

    private static func leastMissed(_ connections: some Collection<Connection>) -> Connection? {
        let waiting = connections.compactMap { open in open.waitsSince.map { (open, $0) } }
        if let longest = waiting.min(by: { $0.1 < $1.1 }) { return longest.0 }
        return connections.max { $0.requests < $1.requests }.flatMap { $0.requests >= manyRequests ? $0 : nil }
    }

    func remove(_ connection: Connection) {
        ended.lock()
        state.withLock { state in
            state.remove(connection)
            state.ending.remove(ObjectIdentifier(connection))
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
