import TextFormats

/// The manifest of a feed of MISP: which events there are, and when each was changed last.
package struct MISPManifest: Equatable {
    /// An event: the name of its file, and a mark that changes with it.
    package struct Event: Hashable {
        package let identifier: String
        package let timestamp: String

        /// The name of the file in which it is kept here.
        package var fileName: String { "\(identifier).\(timestamp)" }
    }

    /// In the order of their identifiers.
    package let events: [Event]

    package static let maximumEvents = 100_000

    /// - Parameter name: of what is read, for messages.
    package init(_ bytes: [UInt8], named name: String) throws(FeedError) {
        let json = JSONReader<FeedError>(bytes, named: name)
        guard try json.peek() == UInt8(ascii: "{") else {
            throw .damaged(what: name, reason: "is no manifest of a MISP feed")
        }
        var events: [String: Event] = [:]
        try json.forEachMember { identifier throws(FeedError) in
            let timestamp = try json.value()["timestamp"]?.text ?? ""
            // Both become part of a file's name.
            guard Self.isIdentifier(identifier), Self.isNumber(timestamp) else {
                throw .damaged(what: name, reason: "'\(identifier.printable.prefix(80))' is no event with a timestamp")
            }
            events[identifier] = Event(identifier: identifier, timestamp: timestamp)
            guard events.count <= Self.maximumEvents else {
                throw .damaged(what: name, reason: "names more than \(Self.maximumEvents) events")
            }
        }
        try json.finish()
        self.events = events.values.sorted { $0.identifier < $1.identifier }
    }

    /// Whether a text is a UUID (RFC 9562 section 4).
    private static func isIdentifier(_ text: String) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.allSatisfy { $0.allSatisfy { Character(UnicodeScalar($0)).isHexDigit } }
    }

    private static func isNumber(_ text: String) -> Bool {
        1...19 ~= text.utf8.count && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
}
