import CensusExport
import CensusModel
import CensusNotice

/// A capture, a log or a session, as the API shows it.
struct CountedSource {
    let source: StoreSummary.Source
    let name: String

    /// Names of files and interfaces may hold addresses of ours, which viewers do not see.
    init(_ source: StoreSummary.Source, _ pseudonyms: HostPseudonyms?) {
        self.source = source
        name = pseudonyms == nil ? source.name : ""
    }
}

extension CountedSource: ExportRow {
    static let columns: [Column<CountedSource>] = [
        Column("kind") { .text($0.source.kind) },
        Column("name") { .outside($0.name) },
        Column("packets") { .number($0.source.packets) },
        Column("records") { .number($0.source.records) },
        Column("dropped") { .number($0.source.dropped) },
        Column("begun_at") { .text($0.source.begun) },
        Column("committed_at") { .text($0.source.committed) },
        Column("lists") { Cell(labels: $0.source.lists.flatMap(\.lists).map(\.name)) },
    ]
}
