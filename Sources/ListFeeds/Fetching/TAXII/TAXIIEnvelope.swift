package import NetworkTypes
package import TextFormats

/// A page of a collection (TAXII 2.1 section 3.7): the indicators in it, and where the next page is.
package struct TAXIIEnvelope: Equatable {
    package private(set) var hasMore = false
    package private(set) var next: String?
    package private(set) var indicators: [Indicator] = []

    /// An indicator of STIX 2.1, with the members that say what it names and when.
    package struct Indicator: Equatable {
        package let id: String
        /// When it was changed last (STIX 2.1 section 3.2); the first time there is where it does not say.
        package let modified: Timestamp
        package let isRevoked: Bool
        package let object: JSONValue
    }

    /// The members that are kept.
    private static let members: Set<String> = [
        "type", "id", "created", "modified", "name", "pattern", "pattern_type", "valid_from", "valid_until",
        "indicator_types", "labels", "kill_chain_phases", "confidence", "revoked",
    ]

    /// - Parameter name: of what is read, for messages.
    package init(_ bytes: [UInt8], named name: String) throws(FeedError) {
        let json = JSONReader<FeedError>(bytes, named: name, longMember: "pattern")
        guard try json.peek() == UInt8(ascii: "{") else {
            throw .damaged(what: name, reason: "is no envelope of TAXII 2.1")
        }
        try json.forEachMember { member throws(FeedError) in
            switch member {
            case "more": hasMore = try json.value().isTrue
            case "next": next = try json.value().text
            case "objects" where try json.peek() == UInt8(ascii: "["):
                try json.forEachElement { () throws(FeedError) in
                    // One that is too large to be looked at is no indicator of anything.
                    if let indicator = try json.valueIfBounded().flatMap(Self.indicator) {
                        indicators.append(indicator)
                    }
                }
            default: try json.skip()
            }
        }
        try json.finish()
    }

    private static func indicator(_ object: JSONValue) -> Indicator? {
        guard case .object(let all) = object, object["type"]?.text == "indicator", let id = object["id"]?.text else {
            return nil
        }
        let time = (object["modified"] ?? object["created"])?.text.flatMap { Timestamp(parsing: $0) }
        return Indicator(
            id: id, modified: time ?? Timestamp(nanoseconds: .min), isRevoked: object["revoked"]?.isTrue ?? false,
            object: .object(all.filter { members.contains($0.name) }))
    }
}
