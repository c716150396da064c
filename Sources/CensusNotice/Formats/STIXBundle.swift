import CensusExport
import CensusModel
import HourlyRollup
import NetworkTypes
import TextFormats

/// A notice as a bundle of STIX 2.1: an indicator and a sighting for each origin, and its first flows as observed data.
package struct STIXBundle {
    private let notice: Notice
    private let identity: String
    private let marking: String
    /// The cyber-observable objects that are in the bundle: one address appears in many flows.
    private var written: Set<String> = []

    package init(_ notice: Notice) {
        self.notice = notice
        let reporter = notice.terms.reporter
        identity = "identity--\(NamedIdentifier(["identity", reporter.name, reporter.contact]))"
        marking = notice.terms.trafficLight.stixMarking
    }

    /// - Parameter output: takes the text in pieces of one object.
    package mutating func write(to output: ([UInt8]) throws -> Void) rethrows {
        var document = JSONDocument(
            ["type": "bundle", "id": .text("bundle--\(notice.identifier("bundle"))")], array: "objects")
        try document.add(markingDefinition, to: output)
        try document.add(reporter, to: output)
        for origin in notice.origins {
            for object in objects(of: origin) { try document.add(object, to: output) }
        }
        try document.finish(output)
    }

    private var markingDefinition: JSONValue {
        let light = notice.terms.trafficLight
        return [
            "type": "marking-definition", "spec_version": "2.1", "id": .text(marking),
            "created": "2022-10-01T00:00:00.000Z", "name": .text(light.label),
            "extensions": [
                "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": [
                    "extension_type": "property-extension", "tlp_2_0": .text(light.rawValue),
                ]
            ],
        ]
    }

    /// The same in every bundle of the same reporter, its times too, so that it is one version of one object.
    private var reporter: JSONValue {
        let reporter = notice.terms.reporter
        return object(
            "identity", id: identity, created: Self.identityTime, modified: Self.identityTime,
            [
                "name": .text(reporter.name.printable), "identity_class": "organization",
                "contact_information": .text(reporter.contact.printable),
            ])
    }

    private static let identityTime = Timestamp(nanoseconds: 0)

    /// The indicator, the flows and the sighting that joins them.
    private mutating func objects(of origin: OriginEvidence) -> [JSONValue] {
        let indicator =
            "indicator--\(notice.identifier("indicator", origin.origin.description, origin.threatClass.name))"
        var objects = [self.indicator(indicator, of: origin)]
        var observed: [String] = []
        for (place, flow) in origin.observations.enumerated() {
            let id = "observed-data--\(observationIdentifier(of: flow, place))"
            objects += self.observed(flow, id: id)
            observed.append(id)
        }
        return objects + [sighting(of: indicator, observed, origin)]
    }

    /// Made of what the bundle shows: of the host's address itself a name could be undone by trying all.
    private func observationIdentifier(of flow: JudgedFlow, _ place: Int) -> NamedIdentifier {
        notice.identifier(
            "observed-data", flow.key.origin.description, flow.key.threatClass.name, "\(place)",
            flow.record.firstSeen?.description ?? "")
    }

    private func indicator(_ id: String, of origin: OriginEvidence) -> JSONValue {
        object(
            "indicator", id: id, created: origin.traffic.firstSeen, modified: origin.traffic.lastSeen,
            [
                "name": .text(origin.title),
                "description": .text(origin.summary),
                "indicator_types": [.text(origin.threatClass.stixIndicatorType)],
                "labels": .texts([origin.threatClass.name] + origin.labels.map(\.printable)),
                "pattern": .text("[\(origin.origin.stixType):value = '\(origin.origin)']"),
                "pattern_type": "stix", "pattern_version": "2.1",
                "valid_from": .time(origin.traffic.firstSeen),
            ])
    }

    private func sighting(of indicator: String, _ observed: [String], _ origin: OriginEvidence) -> JSONValue {
        let id = notice.identifier("sighting", origin.origin.description, origin.threatClass.name)
        return object(
            "sighting", id: "sighting--\(id)", created: origin.traffic.firstSeen, modified: origin.traffic.lastSeen,
            [
                "description": .text(origin.summary),
                "first_seen": .time(origin.traffic.firstSeen),
                "last_seen": .time(origin.traffic.lastSeen),
                "count": .number(min(origin.traffic.flows, Self.maximumCount)),
                "sighting_of_ref": .text(indicator),
                "observed_data_refs": .texts(observed),
                "where_sighted_refs": [.text(identity)],
            ])
    }

    /// The most that a sighting may count (section 5.2).
    private static let maximumCount: UInt64 = 999_999_999

    /// A flow: its observed data, and the addresses and the traffic that this refers to.
    private mutating func observed(_ flow: JudgedFlow, id: String) -> [JSONValue] {
        let host = notice.terms.hosts.disclosed(flow.key.host)
        let observables = STIXTraffic(flow, host: host, marking: marking).objects
        let new = observables.filter { written.insert($0.id).inserted }
        let data = object(
            "observed-data", id: id, created: flow.record.firstSeen, modified: flow.record.lastSeen,
            [
                "labels": .texts(["grade-\(flow.grade.name)", host.text]),
                "first_observed": .time(flow.record.firstSeen),
                "last_observed": .time(flow.record.lastSeen),
                "number_observed": 1,
                "object_refs": .texts(observables.map(\.id)),
            ])
        return new.map(\.tree) + [data]
    }

    /// An object of ours, with the properties that all have.
    private func object(
        _ type: String, id: String, created: Timestamp?, modified: Timestamp?, _ members: JSONValue
    ) -> JSONValue {
        let common: JSONValue = [
            "type": .text(type), "spec_version": "2.1", "id": .text(id), "created_by_ref": .text(identity),
            "created": .time(created), "modified": .time(modified),
            "object_marking_refs": [.text(marking)],
        ]
        return common + members
    }
}

extension ThreatClass {
    /// The word of the open vocabulary for indicators (section 10.9).
    fileprivate var stixIndicatorType: String {
        switch self {
        case .c2, .backdoor, .malware: "malicious-activity"
        case .sinkhole: "benign"
        case .scanner, .other: "anomalous-activity"
        }
    }
}
