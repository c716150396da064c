import Digests
import Synchronization

/// Browsers that have shown a token, and carry a word of ours in its place.
final class Sessions: Sendable {
    private struct Session {
        let digest: [UInt8]
        let identity: Identity
        /// Seconds of a clock that is never set.
        let ends: Int64
    }

    private let sessions = Mutex<[Session]>([])

    static let cookie = "flowcensus"
    static let seconds: Int64 = 12 * 3_600
    /// Of more the oldest ends.
    private static let most = 1_000

    /// - Returns: the word for the cookie.
    func begin(_ identity: Identity, at now: Int64) -> String {
        let word = DrawnToken.draw()
        sessions.withLock { sessions in
            sessions.removeAll { $0.ends <= now }
            if sessions.count >= Self.most { sessions.removeFirst() }
            sessions.append(
                Session(digest: SHA256.hash(data: word.utf8), identity: identity, ends: now + Self.seconds))
        }
        return word
    }

    func identity(of word: String, at now: Int64) -> Identity? {
        let digest = SHA256.hash(data: word.utf8)
        return sessions.withLock { sessions in
            var found: Identity?
            for session in sessions where session.ends > now && AccessTokens.isEqual(session.digest, digest) {
                found = session.identity
            }
            return found
        }
    }
}
