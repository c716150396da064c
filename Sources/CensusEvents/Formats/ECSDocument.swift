import CensusModel
import CensusNotice
import HourlyRollup
import NetworkTypes
import TextFormats

/// An event as a document of the Elastic Common Schema 8.11 (elastic.co/guide/en/ecs/8.11/ecs-field-reference.html).
///
/// A host that is not shown whole stands in `source.address` or `destination.address` alone, which take any text; what the schema
/// has no field for stands below `flowcensus`.
struct ECSDocument {
    private let event: CensusEvent
    private let hosts: HostDisclosure
    private let ends: EventEnds

    static let version = "8.11.0"

    init(_ event: CensusEvent, hosts: HostDisclosure) {
        (self.event, self.hosts, ends) = (event, hosts, EventEnds(event, hosts: hosts))
    }

    var json: JSONValue {
        let document: JSONValue = [
            "@timestamp": .text(event.time.description),
            "ecs": ["version": .text(Self.version)],
            "message": .text(event.sentence(hosts)),
            "event": about,
            "observer": ["vendor": "Flowcensus", "product": "flowcensus", "type": "ids"],
            "source": end(ends.source, isOrigin: ends.isInbound),
            "destination": end(ends.destination, isOrigin: !ends.isInbound),
            "network": network, "threat": threat, "tags": .texts(event.labels), "rule": rule,
            "flowcensus": own,
        ]
        return document.withoutNulls
    }

    private var about: JSONValue {
        [
            "id": .text(event.identifier), "kind": event.kind.isOfThreat ? "alert" : "event",
            "category": .texts(event.kind.isOfThreat ? ["network", "threat"] : ["network"]),
            // Each category expects types of its own: `threat` an indicator, `network` none of that.
            "type": .texts(event.kind.isOfThreat ? ["indicator", "info"] : ["info"]),
            "action": .text(event.kind.rawValue), "module": "flowcensus", "dataset": "flowcensus.event",
            "provider": "flowcensus", "severity": .number(event.severity.number),
            "created": .text(event.noted.description), "reason": .optional(event.reason, JSONValue.text),
        ]
    }

    private func end(_ end: EventEnds.End?, isOrigin: Bool) -> JSONValue {
        guard let end else { return .null }
        let country = isOrigin ? event.country : nil
        return [
            "address": .text(end.text), "ip": .optional(end.address) { .text($0.description) },
            "port": .optional(end.port) { .number(UInt64($0)) },
            "geo": .optional(country) { ["country_iso_code": .text($0.description)] },
        ]
    }

    private var network: JSONValue {
        guard ends.source != nil, ends.destination != nil else { return .null }
        return [
            "direction": ends.isInbound ? "inbound" : "outbound",
            "transport": .optional(event.transport) { .text($0.description) },
        ]
    }

    private var threat: JSONValue {
        guard let origin = event.origin else { return .null }
        let type = if case .v4 = origin { "ipv4-addr" } else { "ipv6-addr" }
        return ["indicator": ["type": .text(type), "ip": .text(origin.description)]]
    }

    private var rule: JSONValue {
        guard event.kind == .thresholdCrossed, let rule = event.subject else { return .null }
        return ["name": .text(rule)]
    }

    /// What the schema has no field for.
    private var own: JSONValue {
        let text = { (text: String?) in JSONValue.optional(text, JSONValue.text) }
        let subject: JSONValue = event.kind == .thresholdCrossed ? .null : text(event.subject)
        let members: [(name: String, value: JSONValue)] = [
            (name: "hour", value: text(event.hour?.description)),
            (name: "class", value: text(event.threatClass?.name)),
            (name: "grade", value: text(event.grade?.name)),
            (name: "sector", value: text(event.sector)),
            (name: "host_name", value: text(hosts.isOpen ? event.hostName : nil)),
            (name: event.kind.subjectName ?? "subject", value: subject),
            (name: "count", value: .optional(event.count, JSONValue.number)),
            (name: "limit", value: .optional(event.limit, JSONValue.number)),
            (name: "coverage", value: .optional(event.coverage) { .number($0.description) }),
        ]
        return .object(members)
    }
}
