package import HTTPClient

/// A list that is fetched: where from, how often, and how it is read.
package struct Feed: Equatable, Sendable {
    /// The name of its folder: letters, digits, `-`, `_` and `.`.
    package let name: String
    package var source: FeedSource
    /// What stands before the colon of a list argument: format, class, label, confidence.
    package var reading = ""
    /// Seconds between two updates.
    package var interval = 3_600
    /// Seconds without a successful update after which the list is stale; `nil` for three intervals, and a day at least.
    package var statedStaleAfter: Int?
    package var http = HTTPSettings()
    /// How the secret is shown, and the file that holds it.
    package var secret: FeedSecret?
    /// Whether a version is taken although it has shrunk by more than half.
    package var allowsShrink = false
    /// How long, in seconds, and how many versions are kept; the current one always is.
    package var keptTime = 400 * 86_400
    package var keptVersions = 1_000

    package init(name: String, source: FeedSource) {
        (self.name, self.source) = (name, source)
    }

    package var staleAfter: Int { statedStaleAfter ?? max(3 * interval, 86_400) }

    /// Whether a text can be the name of a feed, and so of its folder.
    package static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64 && !text.hasPrefix(".")
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}

/// A secret that a server wants to see.
package struct FeedSecret: Equatable, Sendable {
    package let scheme: HTTPCredentials.Scheme
    package let file: String

    package init(scheme: HTTPCredentials.Scheme, file: String) {
        (self.scheme, self.file) = (scheme, file)
    }

    /// What is shown to the server.
    func credentials() throws(FeedError) -> HTTPCredentials {
        let text: String
        do {
            text = try SecretFile.read(file)
        } catch {
            throw .secret(error)
        }
        guard let credentials = HTTPCredentials(scheme, secret: text) else {
            let form = scheme == .basic ? "user:password in one line" : "one line"
            throw .file(path: file, reason: "is not a secret that can be shown: it should be \(form)")
        }
        return credentials
    }
}

/// Where the versions of a list come from.
package enum FeedSource: Equatable, Sendable {
    /// A file in any format of lists.
    case list(HTTPAddress)
    /// A collection of a server of TAXII 2.1 (OASIS, section 5).
    case taxii(HTTPAddress)
    /// A folder of events with a manifest, as MISP publishes it.
    case mispFeed(HTTPAddress)
    /// The attributes that a MISP finds; `last` limits how long ago they were published, as in `30d`.
    case mispSearch(HTTPAddress, last: String?)
    /// The newest of the files whose path matches a pattern with `*` and `?` in its last part.
    case files(pattern: String)

    /// Where, for people.
    package var place: String {
        switch self {
        case .list(let address), .taxii(let address), .mispFeed(let address), .mispSearch(let address, _): "\(address)"
        case .files(let pattern): pattern
        }
    }

    /// The word for the kind in a file of feeds.
    package var kind: String {
        switch self {
        case .list: "list"
        case .taxii: "taxii"
        case .mispFeed: "misp-feed"
        case .mispSearch: "misp-search"
        case .files: "files"
        }
    }
}
