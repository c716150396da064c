import CensusModel
import CensusNotice
import NetworkTypes
import TextFormats

/// An event as Suricata would write it to eve.json (docs.suricata.io, "EVE JSON Format"): threats as an `alert`, the rest as an
/// event type of our own.
struct EVERecord {
    private let event: CensusEvent
    private let hosts: HostDisclosure
    private let ends: EventEnds

    init(_ event: CensusEvent, hosts: HostDisclosure) {
        (self.event, self.hosts, ends) = (event, hosts, EventEnds(event, hosts: hosts))
    }

    var json: JSONValue {
        let port = { (end: EventEnds.End?) in JSONValue.optional(end?.port) { .number(UInt64($0)) } }
        let record: JSONValue = [
            "timestamp": .text(Self.time(event.time)),
            "event_type": event.kind.isOfThreat ? "alert" : "flowcensus",
            // A host that is not shown whole has no place among addresses.
            "src_ip": .optional(ends.source?.address) { .text($0.description) }, "src_port": port(ends.source),
            "dest_ip": .optional(ends.destination?.address) { .text($0.description) },
            "dest_port": port(ends.destination),
            "proto": .optional(event.transport) { .text("\($0)".uppercased()) },
            "alert": event.kind.isOfThreat ? alert : .null,
            "flowcensus": event.json(hosts),
        ]
        return record.withoutNulls
    }

    private var alert: JSONValue {
        let of = [event.threatClass?.name].compactMap(\.self) + event.labels
        let signature = "FLOWCENSUS \(event.kind.title)\(of.isEmpty ? "" : ": \(of.joined(separator: ", "))")"
        return [
            "action": "allowed", "gid": 1, "signature_id": .number(event.kind.signature), "rev": 1,
            "signature": .text(signature.printable),
            "category": .text(
                event.kind == .backdoorEntered
                    ? "Attempted Administrator Privilege Gain" : "A Network Trojan was detected"),
            "severity": .number(event.severity.suricataSeverity),
            "metadata": ["tag": .texts(of)],
        ]
    }

    /// `2013-05-31T23:59:59.000001+0000`.
    private static func time(_ time: Timestamp) -> String {
        "\(time.description.dropLast())+0000"
    }
}
