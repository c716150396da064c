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
    /// The name of the sensor that counted it.
    var sensor = ""
    /// Drawn at random; empty of an input.
    var identity = ""
    /// `nil` of what was counted here.
    var shipment: ShipmentClaim?

    var bytes: [UInt8] {
        let totals = shipment?.totals ?? countedTotals
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
        writer.add(totals.packets)
        writer.add(totals.records)
        writer.add(totals.dropped)
        writer.add(lists)
        writer.add(length: runs.runs.count)
        for run in runs.runs { writer.add(fixed: run) }
        writer.add(runs.flows)
        addCoverage(&writer)
        addShipping(&writer)
        return writer.bytes
    }

    private var countedTotals: SourceTotals {
        var whole = Coverage()
        for part in coverage { whole.merge(part.coverage) }
        return SourceTotals(packets: whole.seen, records: whole.allRecords.seen, dropped: whole.lost)
    }

    private func addShipping(_ writer: inout RowWriter) {
        writer.add(sensor)
        writer.add(identity)
        writer.add(row.shipped?.identity ?? "")
        writer.add(shipment?.mark.sequence ?? 0)
        writer.add(shipment?.mark.identity ?? "")
        writer.add(row.shipped?.generation ?? 0)
        writer.add(row.shipped?.part ?? 0)
        writer.add(row.shipped?.newestList ?? "")
        writer.add(shipment?.begun ?? "")
        writer.add(shipment?.committed ?? "")
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

/// What a claim says of the shipment that it came with.
struct ShipmentClaim {
    let mark: ShipmentMark
    /// What it adds to those of the claims before.
    let totals: SourceTotals
    let begun: String
    let committed: String
}

/// What was counted of a source.
struct SourceTotals: Equatable {
    var packets: UInt64 = 0
    var records: UInt64 = 0
    var dropped: UInt64 = 0

    /// What is more than there was.
    func subtracting(_ other: SourceTotals) -> SourceTotals {
        let rest = { (one: UInt64, other: UInt64) in one - min(one, other) }
        return SourceTotals(
            packets: rest(packets, other.packets), records: rest(records, other.records),
            dropped: rest(dropped, other.dropped))
    }
}
