import CensusExport
import CensusModel
import CensusReport
import CommandSupport
import HourlyRollup
import NetworkTypes
import TextFormats

// What was seen, and by which lists it was looked at.

extension PageQuestion {
    func fillCoverage(_ page: inout Page) throws {
        page.title = "Coverage"
        page.statement = [
            "What was seen, and what was missed. A count is a lower bound; an hour that nobody observed is unknown, not zero."
        ]
        let coverage = try store.coverage(in: hours)
        var total: [Hour: Coverage] = [:]
        if let first = coverage.keys.min() {
            total[first] = coverage.values.reduce(into: Coverage()) { $0.merge($1) }
        }
        page.show(Self.seen(coverage))
        page.notices = staleLists
        page.tables = [
            Page.Table(
                "coverage", "Over the whole period", request: "coverage?\(range)",
                CoverageCount.rows(total, context.pseudonyms), of: CoverageCount.columns,
                showing: ["unit", "exporter", "measure", "reason", "count"]),
            Page.Table(
                "sources", "What was counted", request: "sources",
                try store.sources().map { CountedSource($0, context.pseudonyms) },
                of: CountedSource.columns,
                showing: ["name", "kind", "packets", "records", "dropped", "begun_at", "committed_at", "lists"]),
            try listTable(),
        ]
    }

    private static func seen(_ coverage: [Hour: Coverage]) -> TimeDrawings {
        let hours = coverage.mapValues { $0.seen.addingClamped($0.allRecords.seen) }
        var days: [Hour: UInt64] = [:]
        if hours.count > TimeDrawings.mostHoursAsCurve {
            for (hour, seen) in hours {
                days[Period.day.start(of: hour), default: 0] = (days[Period.day.start(of: hour)] ?? 0).addingClamped(
                    seen)
            }
        }
        return TimeDrawings("Packets and records seen", hours: hours, days: days)
    }

    func fillLists(_ page: inout Page) throws {
        page.title = "Lists"
        page.statement = ["The watchlists that say which addresses are origins, the oldest first."]
        page.notices = staleLists
        page.tables = [try listTable()]
    }

    private func listTable() throws -> Page.Table {
        Page.Table(
            "lists", "Lists that were used", request: "lists", try AgedList.all(store, now: RequestTime.now),
            of: AgedList.shownColumns,
            showing: ["name", "state", "age", "confirmed_at", "entries", "first_used_at", "inputs", "version"])
    }

    private var staleLists: [String] {
        ages.stale.isEmpty
            ? []
            : [
                "Stale lists: what their feeds have named since is missing. "
                    + ages.stale.map { "\($0.list.record.name.printable) was confirmed \($0.age ?? "") ago" }
                    .joined(separator: "; ")
            ]
    }
}
