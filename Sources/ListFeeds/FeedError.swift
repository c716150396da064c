package import HTTPClient

/// Why a feed cannot be had, or is not as it should be: what failed, and where.
package enum FeedError: Error, Equatable {
    /// A setting of a feed that says nothing, or too much.
    case setting(feed: String, reason: String)
    /// The file of feeds.
    case file(path: String, reason: String)
    case server(HTTPError)
    /// The server answered, and with no list; `retryAfter` in seconds, where it says when to ask again.
    case answer(address: String, status: Int, retryAfter: Int?)
    /// What came is not what the protocol has.
    case damaged(what: String, reason: String)
    /// The new version is not to be used.
    case refused(reason: String)
    case secret(SecretFile.Problem)
    /// The feed's folder, or a file in it.
    case folder(path: String, reason: String)
    /// Somebody else is updating the feed.
    case locked(path: String)
}

extension FeedError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .setting(let feed, let reason): "feed \(feed): \(reason)"
        case .file(let path, let reason), .folder(let path, let reason): "\(path): \(reason)"
        case .server(let error): "\(error)"
        case .answer(let address, let status, _): "\(address): answers with status \(status)\(Self.meaning(of: status))"
        case .damaged(let what, let reason): "\(what): \(reason)"
        case .refused(let reason): "the new version is refused: \(reason)"
        case .secret(let problem): "\(problem)"
        case .locked(let path): "\(path): another update is at work here"
        }
    }

    private static func meaning(of status: Int) -> String {
        switch status {
        case 206: ": that is a part of a list"
        case 401, 403: ": it wants a key, or another one"
        case 404, 410: ": there is no such list"
        case 429: ": it was asked too often"
        case 500...599: ": it is out of order"
        default: ""
        }
    }

    /// Seconds after which the server is to be asked again, where it says so.
    var retryAfter: Int? {
        if case .answer(_, _, let seconds) = self { seconds } else { nil }
    }
}
