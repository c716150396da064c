import ByteInput
package import NetworkTypes
package import TextFormats

/// What is known of a feed from one update to the next, kept as JSON beside its versions.
package struct FeedState: Equatable, Sendable {
    /// SHA-256 of the source's address: what a server said holds for that address alone.
    package var source = ""
    /// As the server sent them (RFC 9110 section 8.8).
    package var entityTag: String?
    package var lastModified: String?
    /// Up to where a collection of TAXII was read.
    package var addedAfter: String?
    package var lastAttempt: Timestamp?
    package var lastSuccess: Timestamp?
    package var lastChange: Timestamp?
    /// Why the last attempt failed; `nil` when it did not.
    package var lastError: String?
    package var nextDue: Timestamp?
    /// What the current version holds, and its SHA-256.
    package var entries: Int?
    package var refusedLines: Int?
    package var version: String?

    package init() {}

    private static let maximumLength = 1_024 * 1_024

    /// The state in a file; an empty one where there is none, or none that can be read: then everything is fetched again.
    package init(file path: String) {
        self.init()
        guard let bytes = try? OpenedInput(path: path).readAll(limit: Self.maximumLength) else { return }
        self = FeedState(bytes)
    }

    package init(_ bytes: [UInt8]) {
        self.init()
        guard let json = try? JSONReader<FeedError>(bytes, named: "state").value() else { return }
        let time = { (name: String) in json[name]?.text.flatMap { Timestamp(parsing: $0) } }
        let number = { (name: String) in json[name]?.text.flatMap { Int($0) } }
        source = json["source"]?.text ?? ""
        (entityTag, lastModified) = (json["etag"]?.text, json["last_modified"]?.text)
        addedAfter = json["added_after"]?.text
        (lastAttempt, lastSuccess, lastChange) = (time("last_attempt"), time("last_success"), time("last_change"))
        (lastError, nextDue) = (json["last_error"]?.text, time("next_due"))
        (entries, refusedLines, version) = (number("entries"), number("refused_lines"), json["version"]?.text)
    }

    package var json: JSONValue {
        let time = { (value: Timestamp?) in JSONValue.optional(value) { .text($0.description) } }
        let text = { (value: String?) in JSONValue.optional(value, JSONValue.text) }
        let number = { (value: Int?) in JSONValue.optional(value) { .number(UInt64(clamping: $0)) } }
        return [
            "source": .text(source), "etag": text(entityTag), "last_modified": text(lastModified),
            "added_after": text(addedAfter), "last_attempt": time(lastAttempt), "last_success": time(lastSuccess),
            "last_change": time(lastChange), "last_error": text(lastError), "next_due": time(nextDue),
            "entries": number(entries), "refused_lines": number(refusedLines), "version": text(version),
        ]
    }
}
