import Foundation
import HTTPListener
import Synchronization

/// Tells of each commit as it comes, by server-sent events (HTML standard, section 9.2).
final class LiveEvents: Sendable {
    private let listeners = Mutex(0)

    /// Each holds a thread for as long as it listens.
    private static let mostListeners = 64
    private static let secondsBetweenLooks = 0.5
    private static let looksBetweenSigns = 30

    /// - Parameter version: what differs after a commit.
    func answer(_ version: @escaping @Sendable () throws -> String) throws -> HTTPAnswer {
        guard listeners.withLock({ $0 < Self.mostListeners }) else {
            throw APIProblem(.unavailable, "\(Self.mostListeners) listen already")
        }
        return HTTPAnswer(
            headers: [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")],
            body: .stream { [self] output in
                listeners.withLock { $0 += 1 }
                defer { listeners.withLock { $0 -= 1 } }
                try Self.tell(version, to: output)
            })
    }

    private static func tell(_ version: () throws -> String, to output: BodyOutput) throws {
        var known = try version()
        try output.write(Array("retry: 2000\nevent: hello\ndata: \(known)\n\n".utf8))
        var looks = 0
        while !output.isStopping {
            Thread.sleep(forTimeInterval: secondsBetweenLooks)
            // A store that is away for a moment, as where another takes its place, has no commit to tell of.
            let current = (try? version()) ?? known
            looks += 1
            if current != known {
                try output.write(Array("event: commit\ndata: \(current)\n\n".utf8))
                (known, looks) = (current, 0)
            } else if looks >= looksBetweenSigns {
                // A line that says nothing shows whether somebody is still there.
                try output.write(Array(":\n\n".utf8))
                looks = 0
            }
        }
    }
}
