import CensusModel
import NetworkTypes
import TextFormats

/// A bundle of STIX 2.1 (OASIS, section 8): the addresses in the patterns of its indicators, valid from `valid_from` up to,
/// not including, `valid_until` (section 4.7).
struct STIXFormat {
    func parse(_ json: JSONReader, into list: inout ParsedList) throws(WatchlistError.Problem) {
        try json.forEachMember { name throws(WatchlistError.Problem) in
            guard name == "objects", try json.peek() == UInt8(ascii: "[") else { return try json.skip() }
            try json.forEachElement { () throws(WatchlistError.Problem) in
                let line = json.line
                let object = try json.value()
                if object["type"]?.text == "indicator" { take(object, line: line, &list) }
                try list.checkSize()
            }
        }
        try json.finish()
    }

    private func take(_ indicator: JSONValue, line: Int, _ list: inout ParsedList) {
        guard let pattern = indicator["pattern"]?.text else {
            return list.refuse(line, "an indicator has no pattern")
        }
        if let reason = Self.reasonToSkip(indicator) { return list.skip(line, reason: reason, pattern) }
        var profile = EntryProfile()
        if let problem = profile.set(from: indicator) { return list.refuse(line, problem) }
        var parser = STIXPattern(pattern)
        guard let alternatives = parser.parse() else {
            return list.refuse(line, "'\(pattern.prefix(80))' is no STIX pattern")
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
        if let types = indicator["indicator_types"]?.elements, types.contains(.string("anonymization")) {
            threatClass = .other
        }
        if let confidence = indicator["confidence"]?.text {
            guard let number: UInt8 = decimalNumber(confidence), number <= 100 else {
                return "'\(confidence.prefix(80))' is no value for 'confidence'"
            }
            self.confidence = number
        }
        for (name, path) in [("valid_from", \Validity.from), ("valid_until", \Validity.until)] {
            guard let text = indicator[name]?.text else { continue }
            guard let time = Timestamp(parsing: text) else { return "'\(text.prefix(80))' is no value for '\(name)'" }
            validity[keyPath: path] = time
        }
        return validity.from < validity.until ? nil : "valid_until is not after valid_from"
    }
}
