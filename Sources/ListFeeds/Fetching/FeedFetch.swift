import Digests
import HTTPClient
import NetworkTypes
import Watchlist

/// Fetches the list of one feed into its folder, within bounds.
///
/// Belongs to the thread that updates the feed.
final class FeedFetch {
    let feed: Feed
    let folder: FeedFolder
    /// What was known before; what the source says now is noted here.
    var state: FeedState
    private let client: HTTPClient
    private let credentials: HTTPCredentials?
    private let isCancelled: HTTPClient.Cancellation
    private let deadline: ContinuousClock.Instant

    /// What a source has.
    enum Result {
        /// The version that is in use.
        case unchanged
        case version(PrivateFile)
    }

    /// Bytes of one answer that is looked at as a whole: a page of TAXII, a manifest, an event.
    static let maximumPage = 64 * 1_024 * 1_024

    init(
        _ feed: Feed, folder: FeedFolder, state: FeedState, isCancelled: @escaping HTTPClient.Cancellation
    ) throws(FeedError) {
        (self.feed, self.folder, self.state, self.isCancelled) = (feed, folder, state, isCancelled)
        credentials = try feed.secret?.credentials()
        deadline = .now + .seconds(feed.http.timeout)
        do {
            client = try HTTPClient()
        } catch {
            throw .server(error)
        }
    }

    /// Fetches what is new. What a server said holds for one address: with another one everything is fetched.
    func run() throws(FeedError) -> Result {
        let source = SHA256.hash(data: Array("\(feed.source.identity) \(feed.reading)".utf8)).hexadecimal
        if state.source != source {
            (state.source, state.entityTag, state.lastModified, state.addedAfter) = (source, nil, nil, nil)
        }
        return switch feed.source {
        case .list(let address): try fetchList(address)
        case .taxii(let collection): try fetchCollection(collection)
        case .mispFeed(let address): try fetchEvents(address)
        case .mispSearch(let address, let last): try fetchAttributes(address, last: last)
        case .files(let pattern): try fetchFile(pattern)
        }
    }

    /// A request with the feed's settings, for as long as is left.
    func request(_ address: HTTPAddress, accept: String? = nil) throws(FeedError) -> HTTPRequest {
        var request = HTTPRequest(address)
        (request.settings, request.credentials) = (feed.http, credentials)
        let left = (deadline - .now) / .seconds(1)
        guard left > 0 else {
            throw .damaged(
                what: feed.source.place, reason: "took longer than \(Int(feed.http.timeout)) seconds in all")
        }
        request.settings.timeout = left
        if let accept { request.headers = [HTTPHeader("Accept", accept)] }
        return request
    }

    /// Sends a request; an answer without success is an error, but for 304.
    func send(_ request: HTTPRequest, taking take: @escaping ([UInt8]) throws -> Void) throws(FeedError) -> HTTPResponse
    {
        let response: HTTPResponse
        do {
            response = try client.send(request, isCancelled: isCancelled, taking: take)
        } catch let error as FeedError {
            throw error
        } catch let error as HTTPError {
            throw .server(error)
        } catch {
            throw .damaged(what: "\(request.address)", reason: "\(error)")
        }
        // A part that nobody requested (206) is not a whole list.
        guard response.isSuccess && response.status != 206 || response.status == 304 else {
            throw .answer(
                address: "\(response.address)", status: response.status, retryAfter: response.retryAfter)
        }
        return response
    }

    /// An answer that is looked at as a whole.
    func page(_ request: HTTPRequest) throws(FeedError) -> (response: HTTPResponse, body: [UInt8]) {
        var request = request
        request.settings.maximumUnpackedSize = min(request.settings.maximumUnpackedSize, Self.maximumPage)
        let page = Page()
        let response = try send(request) { page.bytes += $0 }
        return (response, page.bytes)
    }

    private final class Page {
        var bytes: [UInt8] = []
    }

    /// A new file for a version.
    func newVersion() throws(FeedError) -> PrivateFile {
        try PrivateFile(in: folder.path, limit: feed.http.maximumUnpackedSize)
    }

    /// Whether there is a version that what is new can be added to, or that a server can say is still the one.
    var hasCurrent: Bool { folder.list.currentTarget != nil && state.version != nil }
}

extension FeedSource {
    /// What makes two sources the same.
    fileprivate var identity: String {
        switch self {
        case .list(let address), .taxii(let address), .mispFeed(let address): "\(kind) \(address.text)"
        case .mispSearch(let address, let last): "\(kind) \(address.text) \(last ?? "")"
        case .files(let pattern): "\(kind) \(pattern)"
        }
    }
}
