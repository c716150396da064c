import ByteInput
import Glibc
import HTTPClient
import TextFormats

extension FeedFetch {
    /// Fetches the events of a feed that are new or were changed, and joins all into one list.
    ///
    /// Each event is kept as soon as it is there, so that an update that breaks off goes on where it was.
    func fetchEvents(_ feedAddress: HTTPAddress) throws(FeedError) -> Result {
        let manifestAddress = try below(feedAddress, "manifest.json")
        let manifest = try MISPManifest(page(request(manifestAddress)).body, named: "\(manifestAddress)")
        let kept = Set(folder.names(in: folder.partsPath))
        for event in manifest.events where !kept.contains(event.fileName) {
            let address = try below(feedAddress, "\(event.identifier).json")
            let text = try MISPEventText.reduced(page(request(address)).body, named: "\(address)")
            try PrivateFile.write(text, as: "\(folder.partsPath)/\(event.fileName)")
        }
        let wanted = Set(manifest.events.map(\.fileName))
        for name in kept where !wanted.contains(name) { _ = unsafe unlink("\(folder.partsPath)/\(name)") }
        return .version(try joined(manifest.events))
    }

    private func below(_ address: HTTPAddress, _ name: String) throws(FeedError) -> HTTPAddress {
        do {
            return try address.appending(name)
        } catch {
            throw .server(error)
        }
    }

    /// All events as one array, a line each.
    private func joined(_ events: [MISPManifest.Event]) throws(FeedError) -> PrivateFile {
        let file = try newVersion()
        for (number, event) in events.enumerated() {
            let path = "\(folder.partsPath)/\(event.fileName)"
            try file.write(Array((number == 0 ? "[\n" : ",\n").utf8))
            do {
                try file.write(OpenedInput(path: path).readAll(limit: Self.maximumPage))
            } catch let error as FeedError {
                throw error
            } catch {
                throw .folder(path: path, reason: "\(error)")
            }
        }
        try file.write(Array((events.isEmpty ? "[]\n" : "\n]\n").utf8))
        return file
    }

    /// Attributes of one answer, and of all.
    private static let pageSize = 5_000
    private static let maximumAttributes = 10_000_000

    /// Asks a MISP for all attributes with addresses that are meant for detection, page by page.
    func fetchAttributes(_ server: HTTPAddress, last: String?) throws(FeedError) -> Result {
        let address = try below(server, "attributes/restSearch")
        let file = try newVersion()
        var document = JSONDocument(["returnFormat": "json"], array: "Attribute", in: "response")
        for number in 1... {
            guard number * Self.pageSize <= Self.maximumAttributes else {
                throw .damaged(what: "\(address)", reason: "finds more than \(Self.maximumAttributes) attributes")
            }
            var request = try request(address, accept: "application/json")
            request.method = .post(Self.question(page: number, last: last), contentType: "application/json")
            let (attributes, count) = try MISPEventText.attributes(page(request).body, named: "\(address)")
            do {
                for attribute in attributes { try document.add(attribute) { try file.write($0) } }
            } catch let error as FeedError {
                throw error
            } catch {
                throw .folder(path: file.path, reason: "\(error)")
            }
            if count < Self.pageSize { break }
        }
        do {
            try document.finish { try file.write($0) }
        } catch let error as FeedError {
            throw error
        } catch {
            throw .folder(path: file.path, reason: "\(error)")
        }
        return .version(file)
    }

    private static func question(page: Int, last: String?) -> [UInt8] {
        let question: JSONValue = [
            "returnFormat": "json", "type": .texts(MISPEventText.types), "to_ids": true, "published": true,
            "includeContext": true, "page": .number(UInt64(page)), "limit": .number(UInt64(pageSize)),
            "last": .optional(last, JSONValue.text),
        ]
        var text: [UInt8] = []
        question.withoutNulls.write(to: &text)
        return text
    }
}
