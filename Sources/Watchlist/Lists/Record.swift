import CensusModel
import NetworkTypes
import TextFormats

/// What a named field of a feed's records says, whether the records are lines of CSV or objects of JSON.
enum RecordField: Sendable {
    case address
    /// An address with a port behind it, where the record's type says that it is one.
    case indicator
    case indicatorType
    case port
    case transport
    case threatClass
    /// The class in the feed's own words.
    case threatType
    case label
    case source
    case confidence
    case validFrom
    case validUntil
}

/// The names under which a feed's records state their fields.
struct RecordLayout: Sendable {
    let fields: [String: RecordField]
    /// The name of the field without which there is no entry.
    let addressName: String

    private init(address: String, _ fields: [String: RecordField]) {
        addressName = address
        self.fields = fields
    }

    /// The project's own CSV.
    static let own = RecordLayout(
        address: "address",
        [
            "address": .address, "port": .port, "protocol": .transport, "class": .threatClass, "label": .label,
            "source": .source, "confidence": .confidence, "valid_from": .validFrom, "valid_until": .validUntil,
        ])

    /// Feodo Tracker, CSV and JSON. A server that was seen last some time ago stays listed, so `last_online` ends nothing.
    static let feodo = RecordLayout(
        address: "dst_ip",
        [
            "dst_ip": .address, "ip_address": .address, "dst_port": .port, "port": .port,
            "first_seen_utc": .validFrom, "first_seen": .validFrom, "malware": .label,
        ])

    /// ThreatFox, CSV and JSON. What was seen last some time ago stays listed, as above.
    static let threatFox = RecordLayout(
        address: "ioc_value",
        [
            "ioc_value": .indicator, "ioc": .indicator, "ioc_type": .indicatorType, "threat_type": .threatType,
            "malware_printable": .label, "confidence_level": .confidence, "first_seen_utc": .validFrom,
            "first_seen": .validFrom,
        ])
}

/// One record of a feed, field by field.
struct Record {
    private var text: ArraySlice<UInt8>?
    private var address: AddressText?
    private var profile = EntryProfile()
    private var indicatorType: String?

    /// Takes one field's value; false when it is none for that field.
    mutating func set(_ field: RecordField, _ value: String) -> Bool {
        switch field {
        case .address:
            text = Array(value.utf8)[...]
            address = text.flatMap { AddressText($0) }
            return address?.port == nil
        case .indicator: text = Array(value.utf8)[...]
        case .indicatorType: indicatorType = value
        case .port: return set(\.port, AddressText.portNumber(Array(value.utf8)[...]))
        case .transport: return set(\.transport, TransportProtocol(parsing: value))
        case .threatClass: return set(ThreatClass(name: value)) { $0.threatClass = $1 }
        case .threatType: profile.threatClass = ThreatClass(describedBy: value)
        case .label: profile.labels = [value]
        case .source: profile.sources = [value]
        case .confidence:
            let number: UInt8? = decimalNumber(value)
            return set(\.confidence, number.flatMap { $0 <= 100 ? $0 : nil })
        case .validFrom: return set(Timestamp(parsing: value)) { $0.validity.from = $1 }
        case .validUntil: return set(Timestamp(parsing: value)) { $0.validity.until = $1 }
        }
        return true
    }

    private mutating func set<Value>(_ path: WritableKeyPath<EntryProfile, Value?>, _ value: Value?) -> Bool {
        set(value) { $0[keyPath: path] = $1 }
    }

    private mutating func set<Value>(_ value: Value?, _ assign: (inout EntryProfile, Value) -> Void) -> Bool {
        guard let value else { return false }
        assign(&profile, value)
        return true
    }

    /// Adds the entry to its list, or says there why it is none.
    func add(to list: inout ParsedList, line: Int, layout: RecordLayout) {
        guard let text else { return list.refuse(line, "the field '\(layout.addressName)' is empty") }
        if let indicatorType, indicatorType != "ip:port" {
            return list.skip(
                line, reason: "is no address (\(indicatorType))", String(decoding: text.prefix(80), as: UTF8.self))
        }
        guard let address = address ?? AddressText(text) else {
            return list.refuse(line, "\(text.quoted) \(ParsedList.noAddress)")
        }
        guard profile.validity.from < profile.validity.until else {
            return list.refuse(line, "valid_until is not after valid_from")
        }
        list.add(address, profile, line: line)
    }
}
