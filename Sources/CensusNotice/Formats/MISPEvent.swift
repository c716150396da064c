import CensusModel
import CensusReport
import HourlyRollup
import NetworkTypes
import TextFormats

/// A notice as an event of MISP, after draft-dulaunoy-misp-core-format-18: an attribute for each way in which an origin
/// was in contact, with a sighting.
///
/// Identifiers of the receiving instance are 0, which it replaces. The event stays with the organisation that imports it
/// until somebody there shares it.
package struct MISPEvent {
    private let notice: Notice

    package init(_ notice: Notice) {
        self.notice = notice
    }

    /// - Parameter output: takes the text in pieces of one attribute.
    package func write(to output: ([UInt8]) throws -> Void) rethrows {
        var document = JSONDocument(event, array: "Attribute", in: "Event")
        for origin in notice.origins {
            for attribute in attributes(of: origin) { try document.add(attribute, to: output) }
        }
        try document.finish(output)
    }

    private var event: JSONValue {
        let light = notice.terms.trafficLight
        let organisation: JSONValue = [
            "id": "0", "name": .text(notice.terms.reporter.name.printable), "uuid": .text(reporterIdentifier),
        ]
        return [
            "id": "0", "org_id": "0", "orgc_id": "0", "uuid": .text("\(notice.identifier("event"))"),
            "info": .text("[\(light.label)] \(notice.headline)"),
            "date": .text(String(notice.traffic.firstSeen?.description.prefix(10) ?? "1970-01-01")),
            "threat_level_id": "4", "analysis": "2", "distribution": "0", "sharing_group_id": "0",
            "published": false, "publish_timestamp": "0", "timestamp": seconds(notice.traffic.lastSeen),
            "attribute_count": .text("\(notice.origins.map { attributes(of: $0).count }.reduce(0, +))"),
            "Org": organisation, "Orgc": organisation, "Tag": [["name": .text(light.tag)]],
        ]
    }

    private var reporterIdentifier: String {
        let reporter = notice.terms.reporter
        return "\(NamedIdentifier(["organisation", reporter.name, reporter.contact]))"
    }

    /// What hosts went to, with and without a known port, and what came to them.
    private func attributes(of origin: OriginEvidence) -> [JSONValue] {
        var attributes = origin.services.sorted { $0.key < $1.key }.map { service, occurrence in
            attribute("ip-dst|port", "\(origin.origin)|\(service.port)", occurrence, origin, "\(service.transport)")
        }
        if origin.otherServices.flows > 0 {
            attributes.append(attribute("ip-dst", "\(origin.origin)", origin.otherServices, origin, ""))
        }
        if origin.incoming.flows > 0 {
            attributes.append(attribute("ip-src", "\(origin.origin)", origin.incoming, origin, ""))
        }
        return attributes
    }

    private func attribute(
        _ type: String, _ value: String, _ occurrence: Occurrence, _ origin: OriginEvidence, _ transport: String
    ) -> JSONValue {
        let words = [type, value, origin.threatClass.name, transport]
        let identifier = { (kind: String) in
            JSONValue.text("\(notice.identifier(kind, words[0], words[1], words[2], words[3]))")
        }
        let kind = transport.isEmpty ? "" : transport + " "
        let flows = ReportWords.count(occurrence.flows, "\(kind)flow", "\(kind)flows")
        let comment = "\(origin.title): \(flows); \(origin.summary)"
        return [
            "uuid": identifier("attribute"), "type": .text(type), "category": "Network activity",
            "value": .text(value), "to_ids": .boolean(origin.threatClass.deservesAlarm), "comment": .text(comment),
            "first_seen": time(occurrence.firstSeen), "last_seen": time(occurrence.lastSeen),
            "timestamp": seconds(occurrence.lastSeen), "distribution": "5", "sharing_group_id": "0",
            "deleted": false, "disable_correlation": false,
            "Sighting": [
                [
                    "uuid": identifier("sighting"), "type": "0", "date_sighting": seconds(occurrence.lastSeen),
                    "source": .text(notice.terms.reporter.name.printable),
                ]
            ],
        ]
    }

    /// With the offset in digits, as MISP writes it.
    private func time(_ time: Timestamp?) -> JSONValue {
        .optional(time) { .text($0.description.dropLast() + "+00:00") }
    }

    private func seconds(_ time: Timestamp?) -> JSONValue {
        .text("\((time?.nanoseconds ?? 0).floorQuotient(by: Timestamp.nanosecondsPerSecond))")
    }
}

extension ThreatClass {
    /// Whether traffic to such an address is worth an alarm wherever it is seen.
    fileprivate var deservesAlarm: Bool {
        switch self {
        case .c2, .backdoor, .malware: true
        case .sinkhole, .scanner, .other: false
        }
    }
}
