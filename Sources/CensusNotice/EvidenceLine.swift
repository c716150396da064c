package import CensusExport
import CensusModel
package import HourlyRollup
import NetworkTypes

/// A line of a notice's evidence: one flow, with the internal host as the notice shows it.
package struct EvidenceLine: ExportRow {
    private let flow: JudgedFlow
    private let host: DisclosedHost
    private let lists: String

    package static let columns: [Column<EvidenceLine>] = [
        Column("first_seen") { Cell($0.flow.record.firstSeen, Cell.time) },
        Column("last_seen") { Cell($0.flow.record.lastSeen, Cell.time) },
        Column("protocol") { .text($0.flow.key.transport.description) },
        Column("origin") { .address($0.flow.key.origin) },
        Column("origin_port") { .number(UInt64($0.flow.key.originPort)) },
        Column("host") { .text($0.host.text) },
        Column("host_port") { .number(UInt64($0.flow.key.hostPort)) },
        Column("initiator") { .text($0.flow.initiator == .fromHost ? "host" : "origin") },
        Column("grade") { .text($0.flow.grade.name) },
        Column("class") { .text($0.flow.key.threatClass.name) },
        Column("label") { Cell(labels: $0.flow.labels) },
        Column("list") { .outside($0.lists) },
        Column("packets") { .number($0.flow.record.packets) },
        Column("bytes") { .number($0.flow.record.bytes) },
        Column("origin_packets") { .number($0.flow.fromOrigin.packets) },
        Column("origin_bytes") { .number($0.flow.fromOrigin.bytes) },
        Column("host_packets") { .number($0.flow.fromHost.packets) },
        Column("host_bytes") { .number($0.flow.fromHost.bytes) },
    ]

    package init(_ flow: JudgedFlow, terms: NoticeTerms) {
        self.flow = flow
        host = terms.hosts.disclosed(flow.key.host)
        lists = terms.listNames(of: flow.record).joined(separator: ";")
    }
}
