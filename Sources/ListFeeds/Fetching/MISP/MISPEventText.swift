package import TextFormats

/// An event of MISP without what no list needs: attributes of other types, attached files, relations.
package enum MISPEventText {
    /// The types of attributes that hold addresses.
    package static let types = ["ip-src", "ip-dst", "ip-src|port", "ip-dst|port", "domain|ip"]

    private static let attributeMembers: Set<String> = [
        "type", "value", "to_ids", "deleted", "comment", "category", "first_seen", "last_seen", "object_relation",
    ]

    /// The event in one line.
    /// - Parameter name: of what is read, for messages.
    package static func reduced(_ bytes: [UInt8], named name: String) throws(FeedError) -> [UInt8] {
        let json = JSONReader<FeedError>(bytes, named: name)
        guard try json.peek() == UInt8(ascii: "{") else { throw .damaged(what: name, reason: "is no event of MISP") }
        var event: JSONValue?
        try json.forEachMember { member throws(FeedError) in
            guard member == "Event", try json.peek() == UInt8(ascii: "{") else { return try json.skip() }
            event = try reducedEvent(json)
        }
        try json.finish()
        guard let event else { throw .damaged(what: name, reason: "is no event of MISP") }
        var text: [UInt8] = []
        JSONValue.object([(name: "Event", value: event)]).write(to: &text)
        return text
    }

    private static func reducedEvent(_ json: JSONReader<FeedError>) throws(FeedError) -> JSONValue {
        var (title, attributes, objects): (JSONValue, [JSONValue], [JSONValue]) = (.null, [], [])
        try json.forEachMember { member throws(FeedError) in
            switch member {
            case "info": title = try json.value()
            case "Attribute": attributes += try elements(json).bounded.compactMap { attribute($0) }
            case "Object": objects += try elements(json).bounded.compactMap { object($0) }
            default: try json.skip()
            }
        }
        return .object([
            (name: "info", value: title), (name: "Attribute", value: .array(attributes)),
            (name: "Object", value: .array(objects)),
        ])
    }

    /// The elements of an array but those that are too large to be looked at, and how many there are with these; none of what is no
    /// array.
    private static func elements(
        _ json: JSONReader<FeedError>
    ) throws(FeedError) -> (bounded: [JSONValue], count: Int) {
        guard try json.peek() == UInt8(ascii: "[") else {
            try json.skip()
            return ([], 0)
        }
        var (elements, count) = ([JSONValue](), 0)
        try json.forEachElement { () throws(FeedError) in
            count += 1
            if let element = try json.valueIfBounded() { elements.append(element) }
        }
        return (elements, count)
    }

    /// An attribute with what is read of it; `nil` for one without an address, and without the port of one.
    private static func attribute(_ value: JSONValue, inObject: Bool = false) -> JSONValue? {
        guard case .object(let members) = value else { return nil }
        let isAddress = value["type"]?.text.map(types.contains) ?? false
        guard isAddress || inObject && value["object_relation"]?.text == "dst-port" else { return nil }
        var kept = members.filter { attributeMembers.contains($0.name) }
        let tags = value["Tag"]?.elements.compactMap { $0["name"] } ?? []
        if !tags.isEmpty {
            kept.append((name: "Tag", value: .array(tags.map { .object([(name: "name", value: $0)]) })))
        }
        return .object(kept)
    }

    private static func object(_ value: JSONValue) -> JSONValue? {
        let attributes = value["Attribute"]?.elements.compactMap { attribute($0, inObject: true) } ?? []
        guard !attributes.isEmpty else { return nil }
        let deleted = value["deleted"].map { [(name: "deleted", value: $0)] } ?? []
        return .object(deleted + [(name: "Attribute", value: .array(attributes))])
    }

    /// The attributes of one answer of MISP's search: `{"response": {"Attribute": […]}}`.
    /// - Returns: those that hold addresses, and how many there were.
    package static func attributes(
        _ bytes: [UInt8], named name: String
    ) throws(FeedError) -> (kept: [JSONValue], count: Int) {
        let json = JSONReader<FeedError>(bytes, named: name)
        guard try json.peek() == UInt8(ascii: "{") else {
            throw .damaged(what: name, reason: "is no answer of MISP's search")
        }
        var found: (bounded: [JSONValue], count: Int)?
        try json.forEachMember { member throws(FeedError) in
            guard member == "response", try json.peek() == UInt8(ascii: "{") else { return try json.skip() }
            try json.forEachMember { member throws(FeedError) in
                guard member == "Attribute" else { return try json.skip() }
                found = try elements(json)
            }
        }
        try json.finish()
        guard let found else { throw .damaged(what: name, reason: "is no answer of MISP's search") }
        return (found.bounded.compactMap(attributeWithEvent), found.count)
    }

    /// An attribute with the title of its event.
    private static func attributeWithEvent(_ value: JSONValue) -> JSONValue? {
        guard let kept = attribute(value) else { return nil }
        guard let title = value["Event"]?["info"] else { return kept }
        return kept + .object([(name: "Event", value: .object([(name: "info", value: title)]))])
    }
}
