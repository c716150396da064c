import CensusModel
import NetworkTypes
import TextFormats

/// One record of a feed, field by field.
struct Record {
    private var text: ArraySlice<UInt8>?
    private var range: (first: ArraySlice<UInt8>?, last: ArraySlice<UInt8>?) = (nil, nil)
    private var netmask: ArraySlice<UInt8>?
    private var kind: String?
    private var ports: [PortText] = []
    private var profile: EntryProfile
    private var comment: String?
    private var tag: String?
    /// What the address does, in the feed's words: the label where there is no other.
    private var activity: String?
    /// The class that label, comment and tags mean.
    private var describedClass: ThreatClass?
    private var skipReason: String?
    /// What is odd about the values taken.
    private var oddities: [String] = []
    private let isOwn: Bool
    private let labelsSayClass: Bool

    /// - Parameters:
    ///   - profile: what an entry says that states nothing.
    ///   - isOwn: whether values have to fit their columns.
    ///   - labelsSayClass: whether label, comment and tags are where the feed says what an address does.
    init(_ profile: EntryProfile, isOwn: Bool, labelsSayClass: Bool = false) {
        (self.profile, self.isOwn, self.labelsSayClass) = (profile, isOwn, labelsSayClass)
    }

    /// What feeds write for no value.
    private static let nothing: Set<String> = ["", "-", "null", "none", "n/a", "nan", "nil", "\\n", "(null)"]

    static func isNothing(_ value: String) -> Bool { nothing.contains(value.lowercased()) }

    /// Takes one field's value; false when it is not a value of that field, so that the record does not count.
    mutating func set(_ field: RecordField, _ value: String) -> Bool {
        guard !Self.isNothing(value) else { return true }
        let bytes = Array(value.utf8)[...]
        switch field {
        case .address: text = Self.withoutScope(bytes)
        case .first: range.first = bytes
        case .last: range.last = bytes
        case .netmask: netmask = bytes.first == UInt8(ascii: "/") ? bytes.dropFirst() : bytes
        case .kind:
            kind = value
            if let threatClass = ThreatClass(describedBy: value), !isOwn { profile.threatClass = threatClass }
        case .port: return setPorts(bytes)
        case .detection: if Self.saysNo(value) { skipReason = "is not meant for detection" }
        case .withdrawn: if Self.saysYes(value) { skipReason = "is taken back" }
        case .label:
            profile.labels = [value]
            noteClass(value)
        case .comment:
            comment = value
            noteClass(value)
        case .tag:
            tag = MISPTag.leading(in: value)
            noteClass(value)
        case .source: profile.sources = [value]
        case .activity:
            if let threatClass = ThreatClass(describedBy: value) { profile.threatClass = threatClass }
            activity = value
        case .transport, .threatClass, .confidence, .validFrom, .validUntil: return setStrictly(field, value)
        }
        return true
    }

    /// Takes the class that words mean; of several the one that counts before the others.
    private mutating func noteClass(_ words: String) {
        guard labelsSayClass, let threatClass = ThreatClass(describedBy: words) else { return }
        if let describedClass, describedClass.rank < threatClass.rank { return }
        describedClass = threatClass
        profile.threatClass = threatClass
    }

    /// Values that have to fit in our own columns, and are passed over where they do not fit in those of others.
    private mutating func setStrictly(_ field: RecordField, _ value: String) -> Bool {
        switch field {
        case .transport:
            if let transport = TransportProtocol(parsing: value) {
                profile.transport = transport
                return true
            }
        case .threatClass:
            if let threatClass = ThreatClass(name: value) ?? (isOwn ? nil : ThreatClass(describedBy: value)) {
                profile.threatClass = threatClass
                return true
            }
        case .confidence:
            let whole = isOwn ? value : String(value.prefix { $0 != "." && $0 != "%" })
            if let number: UInt8 = decimalNumber(whole), number <= 100 {
                profile.confidence = number
                return true
            }
        default:
            if let time = Timestamp(parsing: Self.date(value)) {
                if field == .validFrom { profile.validity.from = time } else { profile.validity.until = time }
                return true
            }
        }
        if !isOwn { oddities.append(Self.oddity(of: field)) }
        return !isOwn
    }

    /// A date with hyphens, where it has slashes behind a year: `2022/06/13`.
    private static func date(_ value: String) -> String {
        let parts = value.prefix(10).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2] else { return value }
        return parts.joined(separator: "-") + value.dropFirst(10)
    }

    /// What is said of a value that does not fit its column in a table of others.
    private static func oddity(of field: RecordField) -> String {
        switch field {
        case .transport: "its protocol is unknown: taken for any"
        case .threatClass: "its class is unknown: taken for the list's"
        case .confidence: "its confidence is not a number from 0 to 100: taken without"
        default: "a date of it is not understood: taken without"
        }
    }

    private static func saysNo(_ value: String) -> Bool { ["0", "false", "no"].contains(value.lowercased()) }
    private static func saysYes(_ value: String) -> Bool { ["1", "true", "yes"].contains(value.lowercased()) }

    /// An address without the word that says what it is, as in `Ip:192.0.2.1`.
    private static func withoutScope(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")),
            ["ip", "range"].contains(String(decoding: text[..<colon], as: UTF8.self).lowercased())
        else { return text }
        return text[(colon + 1)...].trimmed
    }

    /// One port, or several in one field.
    private mutating func setPorts(_ text: ArraySlice<UInt8>) -> Bool {
        if !isOwn, [Array("any".utf8), Array("*".utf8), Array("0".utf8)].contains(Array(text)) { return true }
        guard let ports = PortText.list(text, allowsSeveral: !isOwn) else { return false }
        self.ports = ports
        return true
    }
}

// MARK: - The entry

extension Record {
    /// Adds the entry to its list, or says there why it is not one.
    ///
    /// - Parameters:
    ///   - addressName: the name of the field that holds the address.
    ///   - other: finds what the record is about where it names no address.
    ///   - label: what labels an entry that has neither label nor comment nor tag, given what its address does in the feed's
    ///     words.
    func add(
        to list: inout ParsedList, line: Int, addressName: String, other: () -> OtherIndicator? = { nil },
        label: (String?) -> String? = { $0 }
    ) {
        guard let text = self.text ?? range.first else {
            if let other = other() { return other.skip(in: &list, line) }
            return list.refuse(line, "the field '\(addressName)' is empty")
        }
        if let skipReason { return list.skip(line, reason: skipReason, String(decoding: text, as: UTF8.self)) }
        let kind = kind.map { IndicatorType($0) }
        if kind == .other {
            return list.skip(
                line, reason: IndicatorKind.reason(self.kind ?? ""), String(decoding: text.prefix(80), as: UTF8.self))
        }
        guard let addresses = addresses(text, pair: kind == .addressAndMore) else {
            return refuse(text, kind, &list, line)
        }
        guard profile.validity.from < profile.validity.until else {
            return list.refuse(line, "valid_until is not after valid_from")
        }
        var profile = profile
        let other = isOwn ? label(nil) : comment ?? tag ?? label(activity)
        if profile.labels.isEmpty, let other { profile.labels = [other] }
        for oddity in oddities { list.notice(line, reason: oddity, oddity) }
        for address in addresses {
            for port in ports.isEmpty ? [PortText.any] : ports {
                list.add(address, port.narrowing(profile), line: line)
            }
        }
    }

    private func refuse(_ text: ArraySlice<UInt8>, _ kind: IndicatorType?, _ list: inout ParsedList, _ line: Int) {
        if range.first != nil, self.text == nil {
            return list.refuse(line, "\(text.quoted) and what follows is not a range of addresses")
        }
        if kind != .named, kind != .address, let other = IndicatorKind(text) ?? Self.kindOfSeveral(text) {
            return list.skip(line, reason: other.reason, String(decoding: text.prefix(80), as: UTF8.self))
        }
        if kind == .unknown || kind == .named, let words = self.kind {
            return list.skip(
                line, reason: IndicatorKind.reason(words), String(decoding: text.prefix(80), as: UTF8.self))
        }
        list.refuse(line, "\(text.quoted) \(ParsedList.noAddress)")
    }

    /// - Parameter pair: whether an address stands behind or before something else, with a bar between them.
    private func addresses(_ text: ArraySlice<UInt8>, pair: Bool) -> [AddressText]? {
        if let first = range.first, let last = range.last {
            if let block = AddressText(from: first, through: last) { return [block] }
            // Beside an address the two could be dates.
            guard self.text != nil else { return nil }
        }
        if let netmask, AddressText(netmask) == nil || text.allSatisfy({ $0 != UInt8(ascii: "/") }) {
            if let address = AddressText(text, mask: netmask) { return [address] }
        }
        if let address = AddressText(text) { return [address] }
        let bar = UInt8(ascii: "|")
        if let end = text.firstIndex(of: bar) {
            let (before, behind) = (text[..<end].trimmed, text[(end + 1)...].trimmed)
            if let address = AddressText(before + [UInt8(ascii: ":")] + behind)
                ?? AddressText(
                    [UInt8(ascii: "[")] + before + Array("]:".utf8) + behind)
            {
                return [address]
            }
            return pair ? AddressText(behind).map { [$0] } : Self.several(text)
        }
        return Self.several(text)
    }

    /// Several addresses in one field, each once.
    private static func several(_ text: ArraySlice<UInt8>) -> [AddressText]? {
        let words = words(of: text)
        guard words.count > 1 else { return nil }
        var seen: Set<ArraySlice<UInt8>> = []
        var addresses: [AddressText] = []
        for word in words {
            guard let address = AddressText(word) else { return nil }
            if seen.insert(word).inserted { addresses.append(address) }
        }
        return addresses
    }

    /// The kind of the first of several things in one field of which none is an address, as the hashes of one file.
    private static func kindOfSeveral(_ text: ArraySlice<UInt8>) -> IndicatorKind? {
        let kinds = words(of: text).map { IndicatorKind($0) }
        return kinds.contains(nil) ? nil : kinds.first ?? nil
    }

    private static func words(of text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        text.split { " ,;|\t".utf8.contains($0) }
    }
}
