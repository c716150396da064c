import CensusExport
import CensusModel
import Digests
import Foundation
import HourlyRollup
import NetworkTypes
import TextFormats

/// One origin of a notice as a report in X-ARF version 4.2 (xarf.org): category `infrastructure`, type `botnet`.
package struct AbuseReport {
    private let origin: OriginEvidence
    private let notice: Notice

    /// - Returns: `nil` for an origin that affected nobody, or whose class is not a threat: to say that it is of a botnet would
    ///   claim more than is known.
    package init?(_ origin: OriginEvidence, of notice: Notice) {
        guard origin.threatClass.isThreat, origin.grades.affected > 0 else { return nil }
        self.origin = origin
        self.notice = notice
    }

    /// `203.0.113.10-c2.json`; colons of IPv6 become hyphens.
    package var fileName: String {
        "\(origin.origin)-\(origin.threatClass.name).json".split(separator: ":", omittingEmptySubsequences: false)
            .joined(separator: "-")
    }

    package var text: [UInt8] {
        var text: [UInt8] = []
        (core + botnet).withoutNulls.write(to: &text)
        text.append(UInt8(ascii: "\n"))
        return text
    }

    /// What every report has.
    private var core: JSONValue {
        [
            "xarf_version": "4.2.0",
            "report_id": .text("\(notice.identifier("report", "\(origin.origin)", origin.threatClass.name))"),
            "timestamp": .time(origin.traffic.lastSeen),
            "reporter": party, "sender": party,
            "source_identifier": .address(origin.origin), "source_port": port,
            "category": "infrastructure", "type": "botnet", "evidence_source": "flow_analysis",
            "description": .text(Self.cut("\(origin.title): \(origin.summary).", to: 1_000)), "tags": tags,
            "evidence": [evidence],
        ]
    }

    /// What reports of this type have.
    private var botnet: JSONValue {
        [
            "compromise_evidence": .text(
                "\(origin.summary) between \(text(origin.traffic.firstSeen)) and \(text(origin.traffic.lastSeen)), "
                    + "matched with lists of known servers and graded by who began and whether payload went both ways"),
            "malware_family": origin.labels.isEmpty ? .null : .text(Self.cut(origin.labelText, to: 200)),
            "c2_server": origin.threatClass == .c2 ? .address(origin.origin) : .null,
            "c2_protocol": transport,
            "first_seen": .time(origin.traffic.firstSeen),
            "last_seen": .time(origin.traffic.lastSeen),
        ]
    }

    private var party: JSONValue {
        let reporter = notice.terms.reporter
        return [
            "org": .text(Self.cut(reporter.name.printable, to: 200)), "contact": .text(reporter.contact),
            "domain": .text(reporter.domain),
        ]
    }

    private var tags: JSONValue {
        .texts([
            notice.terms.trafficLight.tag, "class:\(origin.threatClass.name)", "grade:\(origin.strongestGrade.name)",
        ])
    }

    /// The port, where there was one only.
    private var port: JSONValue {
        guard let service = origin.services.keys.first, origin.services.count == 1, origin.otherServices.flows == 0,
            origin.incoming.flows == 0
        else { return .null }
        return .number(UInt64(service.port))
    }

    /// Where all that hosts began went by one protocol that the format knows.
    private var transport: JSONValue {
        let transports = Set(origin.services.keys.map(\.transport))
        guard origin.threatClass == .c2, transports.count == 1, origin.otherServices.flows == 0,
            let transport = transports.first, transport == .tcp || transport == .udp
        else { return .null }
        return .text("\(transport)")
    }

    /// The first flows, as the evidence of the notice has them.
    private var evidence: JSONValue {
        let writer = TableWriter<EvidenceLine>(format: .csv)
        var text = Array(writer.header.utf8)
        for flow in origin.observations { writer.write(EvidenceLine(flow, terms: notice.terms), to: &text) }
        return [
            "content_type": "text/csv",
            "description": .text("The first \(origin.observations.count) of \(origin.traffic.flowWords)"),
            "payload": .text(Data(text).base64EncodedString()),
            "hash": .text("sha256:\(SHA256.hash(data: text).hexadecimal)"), "size": .number(UInt64(text.count)),
        ]
    }

    private func text(_ time: Timestamp?) -> String { time?.description ?? "" }

    /// Not more characters than a field may have.
    private static func cut(_ text: String, to length: Int) -> String {
        text.unicodeScalars.count <= length
            ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(length)))
    }
}
