import CensusModel
import CensusNotice
import Digests
import Foundation
import HourlyRollup
import NetworkTypes
import Testing
import TextFormats

@testable import CensusEvents

/// Events as they leave.
enum Specimens {
    static let time = Timestamp(nanoseconds: 1_370_041_098_415_000_000)
    static let noted = Timestamp(nanoseconds: 1_370_041_105_000_000_000)

    static func event(_ kind: EventKind = .hostAffected, _ change: (inout CensusEvent) -> Void = { _ in })
        -> CensusEvent
    {
        var event = CensusEvent(identifier: String(repeating: "a1", count: 16), kind: kind, time: time, noted: noted)
        event.hour = Hour(containing: time)
        (event.origin, event.originPort) = (IPAddress(parsing: "203.0.113.9".utf8), 443)
        (event.host, event.hostPort) = (IPAddress(parsing: "10.1.2.3".utf8), 50_000)
        (event.transport, event.threatClass, event.grade) = (.tcp, .c2, .exchanged)
        (event.country, event.labels) = (CountryCode("RU"), ["zeus"])
        (event.hostName, event.sector) = ("web-1", "energy")
        change(&event)
        return event
    }

    /// One of each kind, all members set.
    static let all = EventKind.allCases.map { kind in
        event(kind) { event in
            (event.subject, event.count, event.limit) = (kind.subjectName.map { _ in "sub ject" }, 7, 3)
            (event.coverage, event.minimumCoverage, event.reason) = (0.5, 0.9, "because")
        }
    }

    /// What nobody should be able to put into a line.
    static let hostile = "x|y=z\\ \"q\"\r\nCEF:0|a|b <1>1 \u{202E}\u{0}\u{7F}{}[]"

    static func object(_ line: [UInt8]) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
    }
}

@Suite("An event")
struct EventFormatTests {
    private let pseudonyms = HostDisclosure.pseudonym(HostPseudonyms(key: SymmetricKey(data: Array(0..<32))))

    @Test("comes back from its JSON as it was", arguments: Specimens.all)
    func roundTrip(event: CensusEvent) throws {
        var text: [UInt8] = []
        event.json().write(to: &text)
        var event = event
        if event.kind.subjectName == nil { event.subject = nil }
        let json = try #require(JSONText.value(String(decoding: text, as: UTF8.self)))
        #expect(CensusEvent(json) == event)
    }

    @Test("is one line in every format, whatever labels hold", arguments: EventFormat.allCases)
    func hostileLabels(format: EventFormat) throws {
        for specimen in Specimens.all {
            var event = specimen
            event.labels = [Specimens.hostile, "second"]
            (event.reason, event.sector, event.hostName) = (Specimens.hostile, Specimens.hostile, Specimens.hostile)
            if event.subject != nil { event.subject = Specimens.hostile }
            let line = format.line(event, hosts: .show)
            #expect(!line.contains { $0 < 0x20 || $0 == 0x7F }, "\(format): \(String(decoding: line, as: UTF8.self))")
            switch format {
            case .json, .ecs, .eve: _ = try Specimens.object(line)
            case .cef:
                let (header, fields) = try CEFParser.parse(String(decoding: line, as: UTF8.self))
                #expect(header.count == 7 && header[4] == event.kind.rawValue)
                #expect(fields["cs1"]?.hasPrefix("x|y=z\\ \"q\"") == true)
                #expect(fields["externalId"] == event.identifier)
                #expect(Set(fields.keys).isSubset(of: CEFParser.known), "\(fields.keys)")
            case .text: #expect(String(decoding: line, as: UTF8.self).hasSuffix("[\(event.identifier)]"))
            }
        }
    }

    @Test("in our own JSON has names that stay")
    func own() throws {
        let object = try Specimens.object(EventFormat.json.line(Specimens.event(), hosts: .show))
        #expect(
            Set(object.keys) == [
                "id", "event", "severity", "time", "noted", "hour", "origin", "origin_port", "country", "host",
                "host_port", "host_name", "sector", "transport", "class", "labels", "grade", "message",
            ])
        #expect(object["origin_port"] as? Int == 443 && object["labels"] as? [String] == ["zeus"])
        #expect(object["time"] as? String == "2013-05-31T22:58:18.415000Z")
        #expect(
            object["message"] as? String
                == "10.1.2.3 is affected: it exchanged data with 203.0.113.9 port 443 (c2, RU, zeus)")
    }

    @Test("of each kind says what its number and its subject are")
    func subjects() throws {
        for event in Specimens.all {
            let object = try Specimens.object(EventFormat.json.line(event, hosts: .show))
            #expect(object["event"] as? String == event.kind.rawValue)
            if let name = event.kind.subjectName { #expect(object[name] as? String == "sub ject") }
            #expect((object["message"] as? String)?.isEmpty == false)
        }
        #expect(Set(EventKind.allCases.map(\.signature)).count == EventKind.allCases.count)
    }

    @Test("shows of a host what it may, in every format", arguments: EventFormat.allCases)
    func disclosure(format: EventFormat) {
        for hosts in [HostDisclosure.prefix, pseudonyms] {
            for event in Specimens.all {
                let text = String(decoding: format.line(event, hosts: hosts), as: UTF8.self)
                #expect(!text.contains("10.1.2.3") && !text.contains("web-1"), "\(text)")
            }
        }
        let shown = String(decoding: format.line(Specimens.event(), hosts: .prefix), as: UTF8.self)
        #expect(shown.contains("10.1.2.0/24"))
    }

    @Test("in ECS has the fields that the schema requires, of its types and values")
    func ecs() throws {
        for event in Specimens.all {
            let object = try Specimens.object(EventFormat.ecs.line(event, hosts: .show))
            try ECSSchema.check(object)
            let about = try #require(object["event"] as? [String: Any])
            try ECSSchema.checkTypes(about)
            #expect(about["id"] as? String == event.identifier && about["action"] as? String == event.kind.rawValue)
        }
        let object = try Specimens.object(EventFormat.ecs.line(Specimens.event(), hosts: .show))
        let (source, destination) = (object["source"] as? [String: Any], object["destination"] as? [String: Any])
        #expect(source?["ip"] as? String == "10.1.2.3" && destination?["ip"] as? String == "203.0.113.9")
        #expect((destination?["geo"] as? [String: Any])?["country_iso_code"] as? String == "RU")
        let entered = try Specimens.object(EventFormat.ecs.line(Specimens.event(.backdoorEntered), hosts: pseudonyms))
        #expect((entered["source"] as? [String: Any])?["ip"] as? String == "203.0.113.9")
        let inside = entered["destination"] as? [String: Any]
        #expect(inside?["ip"] == nil && (inside?["address"] as? String)?.hasPrefix("host-") == true)
    }

    @Test("in EVE is an alert as Suricata writes it")
    func eve() throws {
        let object = try Specimens.object(EventFormat.eve.line(Specimens.event(), hosts: .show))
        #expect(
            object["event_type"] as? String == "alert"
                && object["timestamp"] as? String == "2013-05-31T22:58:18.415000+0000")
        #expect(object["src_ip"] as? String == "10.1.2.3" && object["dest_port"] as? Int == 443)
        #expect(object["proto"] as? String == "TCP")
        let alert = try #require(object["alert"] as? [String: Any])
        #expect(
            Set(alert.keys) == [
                "action", "gid", "signature_id", "rev", "signature", "category", "severity", "metadata",
            ])
        #expect(alert["signature_id"] as? Int == 8_471_002 && alert["severity"] as? Int == 2)
        for event in Specimens.all {
            try EVESchema.check(Specimens.object(EventFormat.eve.line(event, hosts: .show)))
        }
        for event in Specimens.all where !event.kind.isOfThreat {
            let object = try Specimens.object(EventFormat.eve.line(event, hosts: .show))
            #expect(object["event_type"] as? String == "flowcensus" && object["alert"] == nil)
        }
    }

    @Test("in CEF has the fields of the dictionary, IPv6 among them")
    func cef() throws {
        let event = Specimens.event { $0.origin = IPAddress(parsing: "2001:db8::9".utf8) }
        let (header, fields) = try CEFParser.parse(
            String(decoding: EventFormat.cef.line(event, hosts: .show), as: UTF8.self))
        #expect(header == ["0", "Flowcensus", "flowcensus", "1", "host_affected", "Host affected", "6"])
        #expect(fields["src"] == "10.1.2.3" && fields["c6a3"] == "2001:db8::9" && fields["dst"] == nil)
        #expect(fields["c6a3Label"] == "Destination IPv6 Address" && fields["proto"] == "TCP")
        #expect(fields["start"] == "1370041098415" && fields["deviceDirection"] == "1")
    }

    @Test(
        "in CEF has values as long as the dictionary lets them be, whatever is spelt out or stands on one letter",
        arguments: ["é", "e\u{301}\u{302}", "\u{202E}", "\\="])
    func longValues(repeated: String) throws {
        let long = String(repeating: repeated, count: 10_000)
        for specimen in Specimens.all {
            var event = specimen
            (event.labels, event.reason, event.sector, event.hostName) = ([long], long, long, long)
            if event.subject != nil { event.subject = long }
            let (_, fields) = try CEFParser.parse(
                String(decoding: EventFormat.cef.line(event, hosts: pseudonyms), as: UTF8.self))
            for (key, value) in fields {
                let longest = CEFParser.longest(key)
                #expect(CEFParser.known.contains(key) && value.unicodeScalars.count <= longest, "\(key)")
            }
        }
    }

    @Test("in syslog follows RFC 5424, and no label begins a message of its own")
    func syslog() throws {
        let event = Specimens.event(.backdoorEntered) { $0.labels = [Specimens.hostile] }
        let line = EventFormat.text.line(event, hosts: .show)
        let message = SyslogMessage(event, line: line, facility: 16, host: "sensor 1\n", process: 42)
        let text = String(decoding: message.datagram, as: UTF8.self)
        #expect(
            text.hasPrefix("<130>1 2013-05-31T22:58:25.000000Z sensor1 flowcensus 42 backdoor_entered - \u{FEFF}"),
            "\(text)")
        #expect(!message.datagram.contains { $0 < 0x20 })
        let frame = message.frame
        let end = try #require(frame.firstIndex(of: UInt8(ascii: " ")))
        #expect(Int(String(decoding: frame[..<end], as: UTF8.self)) == frame.count - end - 1)
        let long = SyslogMessage(
            event, line: Array(String(repeating: "é", count: 60_000).utf8), facility: 0, host: "", process: 1)
        #expect(long.datagram.count <= SyslogMessage.longestDatagram)
        #expect(String(validating: long.datagram, as: UTF8.self) != nil)
    }
}

/// Takes a line of CEF apart as its standard says.
enum CEFParser {
    static let known: Set<String> = [
        "externalId", "rt", "start", "cat", "src", "dst", "spt", "dpt", "shost", "dhost", "proto", "deviceDirection",
        "reason", "msg", "cs1", "cs2", "cs3", "cs4", "cs5", "cs6", "cn1", "cn2", "cfp1", "c6a2", "c6a3", "cs1Label",
        "cs2Label", "cs3Label", "cs4Label", "cs5Label", "cs6Label", "cn1Label", "cn2Label", "cfp1Label", "c6a2Label",
        "c6a3Label",
    ]

    /// Characters that the dictionary gives a field (ArcSight CEF implementation standard, version 25, tables of the producer's and
    /// the consumer's fields).
    static func longest(_ key: String) -> Int {
        switch key {
        case "externalId": 40
        case "proto": 31
        case "cs1", "cs2", "cs3", "cs4", "cs5", "cs6": 4_000
        default: 1_023
        }
    }

    static func parse(_ line: String) throws -> (header: [String], fields: [String: String]) {
        var rest = Substring(line)
        try #require(rest.hasPrefix("CEF:"))
        rest = rest.dropFirst(4)
        let take = { () throws -> Character in
            let next = rest.popFirst()
            return try #require(next)
        }
        var (header, part) = ([String](), "")
        while header.count < 7 {
            let next = try take()
            if next == "\\" {
                part.append(try take())
            } else if next == "|" {
                header.append(part)
                part = ""
            } else {
                part.append(next)
            }
        }
        // A key is the word before an equals sign that is not escaped.
        var (fields, key, value, word) = ([String: String](), "", "", "")
        while let next = rest.popFirst() {
            if next == "\\" {
                word.append(try take())
            } else if next == " " {
                value += word + " "
                word = ""
            } else if next == "=" {
                if !key.isEmpty { fields[key] = String(value.dropLast()) }
                (key, value, word) = (word, "", "")
            } else {
                word.append(next)
            }
        }
        fields[key] = value + word
        return (header, fields)
    }
}

/// What the Elastic Common Schema 8.11.0 says of the fields in use: their types (generated/csv/fields.csv of github.com/elastic/ecs,
/// tag v8.11.0), the values that are allowed or expected, and which types of events a category expects (generated/ecs/ecs_nested.yml
/// there).
enum ECSSchema {
    private static let allowed: [String: Set<String>] = [
        "event.kind": ["alert", "asset", "enrichment", "event", "metric", "state", "pipeline_error", "signal"],
        "event.category": Set(expectedTypes.keys),
        "event.type": [
            "access", "admin", "allowed", "change", "connection", "creation", "deletion", "denied", "end", "error",
            "group",
            "indicator", "info", "installation", "protocol", "start", "user",
        ],
        "network.direction": ["ingress", "egress", "inbound", "outbound", "internal", "external", "unknown"],
        "threat.indicator.type": [
            "autonomous-system", "artifact", "directory", "domain-name", "email-addr", "file", "ipv4-addr", "ipv6-addr",
            "mac-addr", "mutex", "port", "process", "software", "url", "user-account", "windows-registry-key",
            "x509-certificate",
        ],
    ]
    private static let expectedTypes: [String: Set<String>] = [
        "intrusion_detection": ["allowed", "denied", "info"], "malware": ["info"],
        "network": ["access", "allowed", "connection", "denied", "end", "info", "protocol", "start"],
        "threat": ["indicator"],
    ]
    private static let texts: Set<String> = [
        "@timestamp", "message", "ecs.version", "event.id", "event.action", "event.module", "event.dataset",
        "event.provider", "event.created", "event.reason", "observer.vendor", "observer.product", "observer.type",
        "source.address", "source.ip", "source.geo.country_iso_code", "destination.address", "destination.ip",
        "destination.geo.country_iso_code", "network.transport", "threat.indicator.ip", "rule.name",
    ]
    private static let numbers: Set<String> = ["event.severity", "source.port", "destination.port"]
    private static let lists: Set<String> = ["tags", "event.category", "event.type"]

    /// Whether each category has one of its types, and each type is one of some category's.
    static func checkTypes(_ about: [String: Any]) throws {
        let categories = try #require(about["category"] as? [String])
        let types = Set(try #require(about["type"] as? [String]))
        for category in categories { #expect(expectedTypes[category]?.isDisjoint(with: types) == false, "\(category)") }
        #expect(categories.reduce(into: Set()) { $0.formUnion(expectedTypes[$1] ?? []) }.isSuperset(of: types))
    }

    static func check(_ object: [String: Any], _ prefix: String = "") throws {
        for (name, value) in object {
            let field = prefix + name
            guard !field.hasPrefix("flowcensus") else { continue }
            if let inner = value as? [String: Any] {
                try check(inner, field + ".")
            } else if let values = value as? [String] {
                #expect(lists.contains(field), "\(field)")
                if let allowed = allowed[field] { #expect(allowed.isSuperset(of: values), "\(field): \(values)") }
            } else if let text = value as? String {
                #expect(texts.contains(field) || allowed[field] != nil, "\(field)")
                if let allowed = allowed[field] { #expect(allowed.contains(text), "\(field): \(text)") }
                if field.hasSuffix(".ip") { #expect(IPAddress(parsing: text.utf8) != nil) }
            } else {
                #expect(numbers.contains(field) && value is NSNumber, "\(field)")
            }
        }
        if prefix.isEmpty {
            for name in ["@timestamp", "ecs", "event", "message"] { #expect(object[name] != nil, "\(name)") }
        }
    }
}

/// What Suricata says of the records in eve.json (etc/schema.json of github.com/OISF/suricata): the members in use and their types. The
/// members of `alert` and of its `metadata` are all that it knows; below `flowcensus` stands what is ours.
enum EVESchema {
    private static let texts: Set<String> = ["timestamp", "event_type", "src_ip", "dest_ip", "proto"]
    private static let numbers: Set<String> = ["src_port", "dest_port"]
    private static let alertTexts: Set<String> = ["action", "category", "rule", "signature", "xff"]
    private static let alertNumbers: Set<String> = ["gid", "rev", "severity", "signature_id"]
    private static let metadata: Set<String> = [
        "affected_product", "attack_target", "created_at", "deployment", "signature_severity", "tag", "updated_at",
    ]

    static func check(_ object: [String: Any]) throws {
        for (name, value) in object where name != "flowcensus" && name != "alert" {
            #expect(texts.contains(name) && value is String || numbers.contains(name) && value is Int, "\(name)")
        }
        let time = try #require(object["timestamp"] as? String)
        #expect(time.wholeMatch(of: /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d+[+\-]\d+/) != nil)
        guard let alert = object["alert"] as? [String: Any] else { return }
        for (name, value) in alert where name != "metadata" {
            #expect(
                alertTexts.contains(name) && value is String || alertNumbers.contains(name) && value is Int, "\(name)")
        }
        for (name, value) in try #require(alert["metadata"] as? [String: Any]) {
            #expect(metadata.contains(name) && value is [String], "\(name)")
        }
    }
}
