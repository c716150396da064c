import ByteInput
import HTTPClient
import NetworkTypes
import TextFormats
import Watchlist

extension FeedFetch {
    /// The media type of TAXII 2.1 (section 1.6.8.1).
    private static let mediaType = "application/taxii+json;version=2.1"
    private static let maximumPages = 100_000
    /// Indicators of a collection.
    private static let maximumIndicators = 4_000_000

    /// Reads a collection page by page (TAXII 2.1 section 5.4), from where it was left the last time, and joins it with the
    /// version in use: of an indicator the latest state counts, and one that was revoked goes.
    func fetchCollection(_ collection: HTTPAddress) throws(FeedError) -> Result {
        var objects = CollectedIndicators(limit: feed.http.maximumUnpackedSize)
        let continues = hasCurrent && state.addedAfter != nil
        if continues, let path = folder.list.currentTarget { _ = try objects.add(currentVersion(path)) }
        var addedAfter = continues ? state.addedAfter : nil
        var latest = addedAfter
        var (next, seen): (String?, Set<String>) = (nil, [])
        var hasChanged = !continues
        for number in 0... {
            guard number < Self.maximumPages, objects.count <= Self.maximumIndicators else {
                throw .damaged(what: "\(collection)", reason: "has more pages or indicators than any collection")
            }
            let (envelope, last) = try page(of: collection, addedAfter: addedAfter, next: next)
            hasChanged = try objects.add(envelope) || hasChanged
            if let last { latest = last }
            guard envelope.hasMore else { break }
            if let following = envelope.next {
                guard seen.insert(following).inserted else {
                    throw .damaged(what: "\(collection)", reason: "leads to the same page again and again")
                }
                next = following
            } else {
                // Without a mark for the next page, what was added after the last object is that page.
                guard let last, last != addedAfter else {
                    throw .damaged(what: "\(collection)", reason: "says that there is more, and not where")
                }
                (addedAfter, next) = (last, nil)
            }
        }
        state.addedAfter = latest
        guard hasChanged else { return .unchanged }
        let file = try newVersion()
        try objects.write(to: file)
        return .version(file)
    }

    private func currentVersion(_ path: String) throws(FeedError) -> TAXIIEnvelope {
        do {
            let bytes = try OpenedInput(path: path).readAll(limit: feed.http.maximumUnpackedSize)
            return try TAXIIEnvelope(bytes, named: path)
        } catch let error as FeedError {
            throw error
        } catch {
            throw .folder(path: path, reason: "\(error)")
        }
    }

    /// - Returns: a page, and when its last object was added to the collection (section 3.8).
    private func page(
        of collection: HTTPAddress, addedAfter: String?, next: String?
    ) throws(FeedError) -> (envelope: TAXIIEnvelope, last: String?) {
        var address: HTTPAddress
        do {
            address = try collection.appending("objects/").adding(["match[type]": "indicator"])
            if let addedAfter { address = try address.adding(["added_after": addedAfter]) }
            if let next { address = try address.adding(["next": next]) }
        } catch {
            throw .server(error)
        }
        let (response, body) = try page(request(address, accept: Self.mediaType))
        let last = response.headers["x-taxii-date-added-last"].flatMap { Timestamp(parsing: $0) == nil ? nil : $0 }
        return (try TAXIIEnvelope(body, named: "\(address)"), last)
    }
}

/// The indicators of a collection, each in its latest state.
struct CollectedIndicators {
    private var indicators: [String: TAXIIEnvelope.Indicator] = [:]
    private var bytes = 0
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    var count: Int { indicators.count }

    /// Takes in a page.
    /// - Returns: whether anything became different.
    /// - Throws: when it is all too much.
    mutating func add(_ envelope: TAXIIEnvelope) throws(FeedError) -> Bool {
        var hasChanged = false
        for indicator in envelope.indicators {
            let old = indicators[indicator.id]
            guard old.map({ $0.modified <= indicator.modified && $0 != indicator }) ?? true else { continue }
            hasChanged = true
            var text: [UInt8] = []
            indicator.object.write(to: &text)
            bytes += text.count
            indicators[indicator.id] = indicator
        }
        guard bytes <= limit else { throw .damaged(what: "the collection", reason: "holds more than \(limit) bytes") }
        return hasChanged
    }

    /// Writes those that were not revoked as one envelope, which is a form of list, in the order of their names.
    func write(to file: PrivateFile) throws(FeedError) {
        var document = JSONDocument(["more": false], array: "objects")
        do {
            for indicator in indicators.values.sorted(by: { $0.id < $1.id }) where !indicator.isRevoked {
                try document.add(indicator.object) { try file.write($0) }
            }
            try document.finish { try file.write($0) }
        } catch let error as FeedError {
            throw error
        } catch {
            throw .folder(path: file.path, reason: "\(error)")
        }
    }
}
