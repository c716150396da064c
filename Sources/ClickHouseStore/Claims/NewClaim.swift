import CensusModel
import NetworkTypes

/// A claim on its way into the table.
struct NewClaim {
    var row: ClaimRow
    var kind: SourceKind
    var name: String
    var head: SourceIdentity?
    var tail: [UInt8] = []
    var lists = ""
    var runs = InsertedRuns()
    /// By hour; what several tallies say of one hour stands one after another.
    var coverage: [(hour: Hour, coverage: Coverage)] = []

    var bytes: [UInt8] {
        var whole = Coverage()
        for part in coverage { whole.merge(part.coverage) }
        let records = whole.allRecords
        let lost = records.lost.values.reduce(0 as UInt64) { $0.addingClamped($1) }
        var writer = RowWriter()
        writer.add(fixed: row.id)
        writer.add(row.source)
        writer.add(fixed: row.parent)
        writer.add(row.generation)
        writer.add(row.number)
        writer.add(row.attempt)
        writer.add(kind.rawValue)
        writer.add(name)
        addHead(&writer)
        writer.add(whole.seen)
        writer.add(records.seen)
        writer.add(whole.dropped.values.reduce(lost) { $0.addingClamped($1) })
        writer.add(lists)
        writer.add(length: runs.runs.count)
        for run in runs.runs { writer.add(fixed: run) }
        writer.add(runs.flows)
        addCoverage(&writer)
        return writer.bytes
    }

    private func addHead(_ writer: inout RowWriter) {
        writer.add(head?.beginning ?? [])
        add(head?.marks ?? [], &writer)
        writer.add(head?.trail == nil ? 0 : 1 as UInt8)
        add(head?.trail?.records ?? [], &writer)
        add(head?.trail?.probes ?? [], &writer)
        writer.add(tail)
    }

    private func add(_ numbers: [some FixedWidthInteger], _ writer: inout RowWriter) {
        writer.add(length: numbers.count)
        for number in numbers { writer.add(number) }
    }

    private func addCoverage(_ writer: inout RowWriter) {
        let counters = coverage.flatMap { part in
            part.coverage.counters.map { (hour: part.hour, counter: $0) }
        }
        let hours = counters.map(\.hour) + runs.hours
        writer.add(hours.min()?.startSeconds ?? 1)
        writer.add(hours.max()?.startSeconds ?? 0)
        add(counters.map(\.hour.startSeconds), &writer)
        for text in [counters.map(\.counter.kind), counters.map(\.counter.name)] {
            writer.add(length: text.count)
            for text in text { writer.add(text) }
        }
        writer.add(length: counters.count)
        for counter in counters { writer.add(fixed: counter.counter.exporter.code) }
        add(counters.map(\.counter.count), &writer)
    }
}
