import CensusModel
import FlowRuns
import GRDB
import NetworkTypes

/// The flows of some tallies, packed before the store is asked for anything: whoever else writes does not wait for it.
struct PackedTallies {
    private struct Run {
        let hour: Hour
        var pages: [RunWriter.Page] = []
        var totals = RunTotals()
    }

    private var runs: [Run] = []
    /// The pages name attributions by their places here.
    private var attributions: [Attribution] = []
    private var places: [Attribution: Int64] = [:]
    /// Flows come sorted by origin, so the next look-up is most often for the same one.
    private var last: (attribution: Attribution, place: Int64)?

    var hours: [Hour] { runs.map(\.hour) }

    init(_ tallies: [any FlowTally]) {
        var writer = RunWriter()
        for tally in tallies {
            var hour: Hour?
            tally.forEachRecordInOrder { add($0, &hour, &writer) }
            finish(&writer)
        }
    }

    /// The flows of a source, which come once each.
    init(_ flows: any FlowSource) throws {
        var writer = RunWriter()
        var hour: Hour?
        try flows.forEachFlow(FlowFilter(hours: HourRange())) { add($0, &hour, &writer) }
        finish(&writer)
    }

    private mutating func add(_ flow: FlowRecord, _ hour: inout Hour?, _ writer: inout RunWriter) {
        if hour != flow.key.hour {
            finish(&writer)
            writer.begin(flow.key.hour)
            runs.append(Run(hour: flow.key.hour))
            hour = flow.key.hour
        }
        let place = place(of: flow)
        for report in flow.allReports {
            let record = RunRecord(
                flow.key.tuple, attribution: place, exporter: report.exporter, fromHost: report.fromHost,
                fromOrigin: report.fromOrigin)
            writer.add(record) { runs[runs.count - 1].pages.append($0) }
        }
    }

    /// Takes what the writer holds of the last run.
    private mutating func finish(_ writer: inout RunWriter) {
        guard !runs.isEmpty, runs[runs.count - 1].totals.records == 0 else { return }
        writer.finish { runs[runs.count - 1].pages.append($0) }
        runs[runs.count - 1].totals = writer.totals
    }

    /// The place of the attribution that a flow has, which is added where it is new.
    private mutating func place(of flow: FlowRecord) -> Int64 {
        if let last, last.attribution.threatClass == flow.key.threatClass,
            last.attribution.matchesPort == flow.matchesPort, last.attribution.labels == flow.labels
        {
            return last.place
        }
        let attribution = Attribution(
            threatClass: flow.key.threatClass, labels: flow.labels, matchesPort: flow.matchesPort)
        let place = places[attribution] ?? Int64(attributions.count)
        if place == attributions.count {
            attributions.append(attribution)
            places[attribution] = place
        }
        last = (attribution, place)
        return place
    }

    /// Puts the runs into the store, and merges small ones.
    /// - Parameter commits: the number of the commit that they are.
    func write(of source: Int64, commits: Int64, _ database: Database) throws {
        guard !runs.isEmpty else { return }
        try ExtentTable.forget(runs.reduce(0) { $0.addingClamped($1.totals.records) }, database)
        var table = try AttributionTable(database)
        let numbers = try attributions.map { try table.number(of: $0, database) }
        for run in runs {
            var insertion = try RunInsertion(source: source, hour: run.hour, commits: commits, database)
            for page in run.pages {
                var page = page
                page.page.attributions = page.page.attributions.map { numbers[Int($0)] }
                try insertion.add(page, database)
            }
            try insertion.finish(run.totals, database)
        }
        for hour in Set(runs.map(\.hour)).sorted() { try RunTiers.settle(source, hour, database) }
    }
}
