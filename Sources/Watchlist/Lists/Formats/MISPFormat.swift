import CensusModel
import NetworkTypes
import TextFormats

/// Events of MISP, exported or from a feed: attributes of the types `ip-src`, `ip-dst`, both with `|port`, and `domain|ip`,
/// on their own or in objects.
///
/// The event's title is the label, or else what stands beside the attribute: its comment, its most telling tag, its category.
/// An attribute holds from its `first_seen` through its `last_seen`, as MISP's own export to STIX has it. One that is deleted
/// or not meant for detection (`to_ids`) is passed over and counted.
struct MISPFormat: ListReading {
    private var titles = WrappingTitles()
    /// The number of the object at hand, which an event is or wraps; `nil` outside of objects.
    private var event: Int?

    mutating func parse(_ reader: ListReader, into list: inout ParsedList) throws(WatchlistError.Problem) {
        let json = JSONReader(reader)
        try takeContainer(json, &list)
        try json.finish()
        titles.replaceMarks(in: &list)
    }

    /// Whatever holds attributes: an event, a response with events or attributes, an array of such.
    private mutating func takeContainer(
        _ json: JSONReader, _ list: inout ParsedList
    ) throws(WatchlistError.Problem) {
        switch try json.peek() {
        case UInt8(ascii: "["):
            try json.forEachElement { () throws(WatchlistError.Problem) in try takeContainer(json, &list) }
        case UInt8(ascii: "{"):
            let (outer, number) = (event, titles.begin())
            event = number
            try json.forEachMember { name throws(WatchlistError.Problem) in
                switch name {
                case "Event", "response": try takeContainer(json, &list)
                case "info": titles[number] = try json.value().text
                case "Attribute": try forEachElement(of: json, &list) { take($0, line: $1, &$2) }
                case "Object": try forEachElement(of: json, &list) { takeObject($0, line: $1, &$2) }
                default: try json.skip()
                }
            }
            event = outer
        default: try json.skip()
        }
    }

    /// Takes each of an array, or the one that stands alone, as MISP answers for a single attribute or object.
    private func forEachElement(
        of json: JSONReader, _ list: inout ParsedList, _ take: (JSONValue, Int, inout ParsedList) -> Void
    ) throws(WatchlistError.Problem) {
        switch try json.peek() {
        case UInt8(ascii: "["):
            try json.forEachElement { () throws(WatchlistError.Problem) in try takeElement(json, &list, take) }
        case UInt8(ascii: "{"): try takeElement(json, &list, take)
        default: try json.skip()
        }
    }

    private func takeElement(
        _ json: JSONReader, _ list: inout ParsedList, _ take: (JSONValue, Int, inout ParsedList) -> Void
    ) throws(WatchlistError.Problem) {
        let line = json.line
        if let element = try json.valueIfBounded() {
            take(element, line, &list)
        } else {
            list.refuseOverfull(line)
        }
        try list.checkSize()
    }

    /// An object that names one destination port gives it to its addresses.
    private func takeObject(_ object: JSONValue, line: Int, _ list: inout ParsedList) {
        let attributes = object["Attribute"]?.elements ?? []
        if object["deleted"]?.isTrue == true {
            for attribute in attributes { Self.skip(attribute, line, "is deleted", &list) }
            return
        }
        let ports = attributes.filter { $0["object_relation"]?.text == "dst-port" && $0["deleted"]?.isTrue != true }
        let port = ports.count == 1 ? ports[0]["value"]?.text : nil
        for attribute in attributes { take(attribute, line: line, &list, objectPort: port) }
    }

    private static func skip(_ attribute: JSONValue, _ line: Int, _ reason: String, _ list: inout ParsedList) {
        list.skip(line, reason: reason, attribute["value"]?.text ?? "an attribute without value")
    }

    private func take(_ attribute: JSONValue, line: Int, _ list: inout ParsedList, objectPort: String? = nil) {
        guard let type = attribute["type"]?.text, let value = attribute["value"]?.text else {
            return list.refuse(line, "an attribute has no type or no value")
        }
        guard let address = Self.address(in: value, type: type) else {
            return Self.skip(attribute, line, "is not an address (\(type))", &list)
        }
        if attribute["deleted"]?.isTrue == true { return Self.skip(attribute, line, "is deleted", &list) }
        if attribute["to_ids"].map(\.isTrue) == false {
            return Self.skip(attribute, line, "is not meant for detection (to_ids)", &list)
        }
        var profile = list.blank
        let tags = attribute["Tag"]?.elements.compactMap { $0["name"]?.text } ?? []
        profile.labels = label(of: attribute, tags).map { [$0] } ?? []
        let classes = (tags + [attribute["comment"]?.text ?? ""]).compactMap { ThreatClass(describedBy: $0) }
        profile.threatClass = classes.min { $0.rank < $1.rank } ?? profile.threatClass
        if let port = address.port ?? (type.hasPrefix("ip-dst") ? objectPort : nil) {
            guard let number = AddressText.portNumber(Array(port.utf8)[...]) else {
                return list.refuse(line, "'\(port.prefix(80))' is not a port")
            }
            profile.port = number
        }
        guard profile.setValidity(from: attribute["first_seen"], through: attribute["last_seen"]) else {
            return list.refuse(line, "first_seen and last_seen of '\(value.prefix(80))' are no times in order")
        }
        list.add(Array(address.text.utf8)[...], profile, line: line)
    }

    /// The title of the event, or a mark for it; else what stands beside the attribute.
    private func label(of attribute: JSONValue, _ tags: [String]) -> String? {
        if let title = attribute["Event"]?["info"]?.text { return title }
        let words = [attribute["comment"]?.text, MISPTag.leading(tags), attribute["category"]?.text]
        let own = words.compactMap(\.self).first { !$0.isEmpty }
        return event.map { titles.mark($0, otherwise: own) } ?? own
    }

    /// The address, and the port, of a value of some type; `nil` for types without an address.
    private static func address(in value: String, type: String) -> (text: Substring, port: String?)? {
        let parts = value.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        switch type {
        case "ip-src", "ip-dst": return (value[...], nil)
        case "ip-src|port", "ip-dst|port": return (parts[0], parts.count == 2 ? String(parts[1]) : "")
        case "domain|ip": return (parts.count == 2 ? parts[1] : "", nil)
        default: return nil
        }
    }
}

extension EntryProfile {
    /// Takes times of which the last one belongs to the interval; false when they are not times, or in the wrong order.
    fileprivate mutating func setValidity(from first: JSONValue?, through last: JSONValue?) -> Bool {
        if let first {
            guard let time = first.text.flatMap({ Timestamp(parsing: $0) }) else { return false }
            validity.from = time
        }
        if let last {
            guard let time = last.text.flatMap({ Timestamp(parsing: $0) }), time.nanoseconds < .max else {
                return false
            }
            validity.until = Timestamp(nanoseconds: time.nanoseconds + 1)
        }
        return validity.from < validity.until
    }
}
