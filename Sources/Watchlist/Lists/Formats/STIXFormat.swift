import CensusModel
import NetworkTypes
import TextFormats

/// STIX 2.1 (OASIS): the addresses in the patterns of its indicators, valid from `valid_from` up to, not including,
/// `valid_until` (section 4.7). The indicators stand in a bundle (section 8), in the envelope of TAXII 2.1 (section 3.7), in an
/// array, or alone.
struct STIXFormat: ListReading {
    func parse(_ reader: ListReader, into list: inout ParsedList) throws(WatchlistError.Problem) {
        let json = JSONReader(reader, longMember: "pattern")
        // One document, or one a line.
        repeat { try takeObjects(json, &list) } while try json.peek() != nil
    }

    /// An object, an array of objects, or an object that holds some.
    private func takeObjects(_ json: JSONReader, _ list: inout ParsedList) throws(WatchlistError.Problem) {
        if try json.peek() == UInt8(ascii: "[") {
            return try json.forEachElement { () throws(WatchlistError.Problem) in
                let line = json.line
                if let object = try json.valueIfBounded() {
                    take(object: object, line: line, &list)
                } else {
                    list.refuseOverfull(line)
                }
                try list.checkSize()
            }
        }
        let line = json.line
        var members: [(name: String, value: JSONValue)] = []
        try json.forEachMember { name throws(WatchlistError.Problem) in
            if name == "objects", try json.peek() == UInt8(ascii: "[") {
                try takeObjects(json, &list)
            } else {
                members.append((name, try json.value()))
                guard members.count <= Self.maximumMembers else {
                    throw .damagedJSON(line: json.line, reason: "an object has too many members")
                }
            }
        }
        let object = JSONValue.object(members)
        if object["more"]?.isTrue == true {
            let reason = "is one page of a collection that has more: these objects are not all"
            list.notice(line, reason: reason, "the envelope \(reason)")
        }
        take(object: object, line: line, &list)
    }

    /// How many members an object outside of any array may have.
    private static let maximumMembers = 4_096

    private func take(object: JSONValue, line: Int, _ list: inout ParsedList) {
        switch object["type"]?.text {
        case "indicator": take(object, line: line, &list)
        case "ipv4-addr", "ipv6-addr", "network-traffic", "observed-data":
            list.skip(line, reason: "is an observation, and no indicator", object["value"]?.text ?? "an object")
        default: break
        }
    }

    private func take(_ indicator: JSONValue, line: Int, _ list: inout ParsedList) {
        guard let pattern = indicator["pattern"]?.text else {
            return list.refuse(line, "an indicator has no pattern")
        }
        if let reason = Self.reasonToSkip(indicator) { return list.skip(line, reason: reason, pattern) }
        var profile = list.blank
        if let problem = profile.set(from: indicator) { return list.refuse(line, problem) }
        guard pattern.utf8.count < JSONReader.maximumLongLength else {
            return list.refuse(line, "a pattern has \(JSONReader.maximumLongLength) bytes or more")
        }
        var parser = STIXPattern(pattern)
        guard let alternatives = parser.parse() else {
            return list.refuse(line, "'\(pattern.prefix(80))' is not a STIX pattern")
        }
        for alternative in alternatives {
            switch alternative.target {
            case .success(let address):
                profile.port = alternative.port
                profile.transport = alternative.transport
                list.add(Array(address.utf8)[...], profile, line: line)
            case .failure(let unsupported):
                list.skip(line, reason: unsupported.reason, pattern)
            }
        }
    }
}

extension STIXFormat {
    /// Why an indicator that is well formed says nothing to us.
    private static func reasonToSkip(_ indicator: JSONValue) -> String? {
        if indicator["revoked"]?.isTrue == true { return "is revoked" }
        if indicator["indicator_types"]?.elements.contains(.string("benign")) == true { return "is benign" }
        guard let language = indicator["pattern_type"]?.text, language != "stix" else { return nil }
        return "is a pattern of another language (\(language))"
    }
}

extension EntryProfile {
    /// Takes over what an indicator says beside its pattern.
    /// - Returns: what is wrong with it.
    fileprivate mutating func set(from indicator: JSONValue) -> String? {
        labels = indicator["name"]?.text.map { [$0] } ?? []
        let phases = indicator["kill_chain_phases"]?.elements.compactMap { $0["phase_name"]?.text } ?? []
        let words = ["indicator_types", "labels"].flatMap { indicator[$0]?.elements.compactMap(\.text) ?? [] }
        let classes = (phases + words + labels).compactMap { ThreatClass(describedBy: $0) }
        threatClass = classes.min { $0.rank < $1.rank } ?? threatClass
        if let confidence = indicator["confidence"]?.text {
            guard let number: UInt8 = decimalNumber(confidence), number <= 100 else {
                return "'\(confidence.prefix(80))' is not a value for 'confidence'"
            }
            self.confidence = number
        }
        for (name, path) in [("valid_from", \Validity.from), ("valid_until", \Validity.until)] {
            guard let text = indicator[name]?.text else { continue }
            guard let time = Timestamp(parsing: text) else {
                return "'\(text.prefix(80))' is not a value for '\(name)'"
            }
            validity[keyPath: path] = time
        }
        return validity.from < validity.until ? nil : "valid_until is not after valid_from"
    }
}
