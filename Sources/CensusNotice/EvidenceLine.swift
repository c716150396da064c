package import CensusExport
import CensusModel
package import HourlyRollup
import NetworkTypes

/// A line of a notice's evidence: one flow, with the internal host as the notice shows it.
package struct EvidenceLine: ExportRow {
    private let flow: JudgedFlow
    private let host: DisclosedHost
    private let lists: String

    package static let columns = [
        "first_seen", "last_seen", "protocol", "origin", "origin_port", "host", "host_port", "initiator", "grade",
        "class", "label", "list", "packets", "bytes", "origin_packets", "origin_bytes", "host_packets", "host_bytes",
    ]

    package init(_ flow: JudgedFlow, terms: NoticeTerms) {
        self.flow = flow
        host = terms.hosts.disclosed(flow.key.host)
        lists = terms.listNames(of: flow.record).joined(separator: ";")
    }

    package var cells: [Cell] {
        let key = flow.key
        return [
            Cell(flow.record.firstSeen, Cell.time), Cell(flow.record.lastSeen, Cell.time),
            .text(key.transport.description),
            .address(key.origin), .number(UInt64(key.originPort)), .text(host.text), .number(UInt64(key.hostPort)),
            .text(flow.initiator == .fromHost ? "host" : "origin"), .text(flow.grade.name),
            .text(key.threatClass.name), Cell(labels: flow.labels),
            .outside(lists), .number(flow.record.packets), .number(flow.record.bytes),
            .number(flow.fromOrigin.packets), .number(flow.fromOrigin.bytes),
            .number(flow.fromHost.packets), .number(flow.fromHost.bytes),
        ]
    }
}
