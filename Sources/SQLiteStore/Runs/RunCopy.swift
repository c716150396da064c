import CensusModel
import FlowRuns
import GRDB

/// Takes runs over from another store page by page: each is looked through on its way, and stays as it is but for the numbers
/// of attributions.
struct RunCopy {
    /// The numbers that sources of the other store have here.
    private let sources: [Int64: Int64]
    private let extent: MergedExtent?
    /// The run of which pages are being put in.
    private var current: Copied?

    private struct Copied {
        var insertion: RunInsertion
        var totals = RunTotals()
        var last: FlowTuple?
    }

    /// Copies the runs of some sources of the attached database `other` to the sources that they are here, with the numbers of
    /// attributions that the table `other_attribution (id, here)` gives.
    /// - Parameter extent: counts what is copied.
    /// - Throws: `DatabaseError` where one of them is not sound.
    static func copy(
        _ sources: [(there: Int64, here: Int64)], counting extent: MergedExtent?, _ database: Database
    ) throws {
        let numbers = try Dictionary(
            uniqueKeysWithValues: Row.fetchAll(database, sql: "SELECT id, here FROM temp.other_attribution").map {
                (try $0.value("id") as Int64, try $0.value("here") as Int64)
            })
        let reading = try PageReading(database, in: "other")
        var copy = RunCopy(Dictionary(uniqueKeysWithValues: sources.map { ($0.there, $0.here) }), extent)
        try PageInspection(attributions: numbers, extent: extent).run { body in
            for source in sources {
                let runs = try RunTable.runs(where: "source = ?", [source.there], database, in: "other")
                try ExtentTable.forget(runs.reduce(0) { $0.addingClamped($1.totals.records) }, database)
                for run in runs {
                    for place in 0..<run.pages {
                        try body(.init(run: run, page: .success(try reading.stored(of: run, place))))
                    }
                }
            }
        } take: {
            try copy.add(try $0.page.get(), database)
        }
    }

    private init(_ sources: [Int64: Int64], _ extent: MergedExtent?) {
        (self.sources, self.extent) = (sources, extent)
    }

    private mutating func add(_ page: InspectedPage, _ database: Database) throws {
        let (run, place) = (page.stored.run, page.stored.place)
        guard page.flaws == RecordFlaws(), page.unattributed == 0, let source = sources[run.source] else {
            throw run.damage(ofPage: place, .impossible("flows that cannot be"))
        }
        if place == 0 {
            let insertion = try RunInsertion(
                source: source, hour: run.hour, commits: run.commits, isPruned: run.isPruned, database)
            current = Copied(insertion: insertion)
        }
        if let last = current?.last, page.first < last {
            throw run.damage(ofPage: place, .impossible("flows that are not in their order"))
        }
        if page.first == current?.last { extent?.countAgain(run.hour) }
        try current?.insertion.add(page.content, first: page.stored.keys.first, last: page.stored.keys.last, database)
        current?.totals.add(page.totals)
        current?.last = page.last
        guard place == run.pages - 1 else { return }
        guard current?.totals == run.totals else {
            throw run.damage(ofPage: place, .impossible("other totals than its run's"))
        }
        try current?.insertion.finish(run.totals, database)
        current = nil
    }
}
