import CensusModel
import FlowRuns
import GRDB
import HourlyRollup
import NetworkTypes

/// Whether the runs of a store can be read, and say what can be.
struct RunSoundness {
    private let sources: Set<Int64>
    /// The run of which pages were looked at last, and what they hold.
    private var current: (run: RunRow, totals: RunTotals, isDamaged: Bool, last: FlowTuple?)?
    private var damages: [String] = []
    /// The hours of all runs, and of those with a damaged page; `nil` where it is not known which that are.
    private var hours: Set<Hour> = []
    private var damagedHours: Set<Hour>? = []
    private var counts = [Int](repeating: 0, count: Violation.allCases.count)

    /// What may be wrong with a record; the raw value is the sentence for it.
    private enum Violation: String, CaseIterable {
        case source = "flows of an unknown source"
        case attribution = "flows of an unknown attribution"
        case packets = "flows without packets"
        case silent = "flows of which neither end sent"
        case counters = "flows with impossible counters"
        case totals = "runs that hold another number of flows or packets than they state"
    }

    /// More damaged pages are counted, and not named.
    private static let mostDamages = 20

    private init(_ database: Database) throws {
        sources = Set(try Int64.fetchAll(database, sql: "SELECT id FROM source"))
    }

    /// Everything that is wrong, a sentence each.
    static func findings(_ database: Database) throws -> [String] {
        var soundness = try RunSoundness(database)
        let attributions = try Int64.fetchAll(database, sql: "SELECT id FROM attribution")
        let reading = try PageReading(database)
        let inspection = PageInspection(attributions: Dictionary(attributions.map { ($0, $0) }) { first, _ in first })
        try inspection.run { body in
            let rows = try Row.fetchCursor(database, sql: "SELECT * FROM run ORDER BY id")
            while let row = try rows.next() {
                switch Result(catching: { try RunRow(row) }) {
                case .success(let run):
                    for place in 0..<run.pages {
                        try body(.init(run: run, page: Result { try reading.stored(of: run, place) }))
                    }
                case .failure(let error): try body(.init(run: nil, page: .failure(error)))
                }
            }
        } take: {
            try soundness.take($0)
        }
        soundness.finishRun()
        return try soundness.findings + crossed(database)
    }

    private var findings: [String] {
        let named = damages.prefix(Self.mostDamages)
        let more = damages.count - named.count
        let violations = zip(Violation.allCases, counts).compactMap { violation, count in
            count == 0 ? nil : "\(violation.rawValue): \(count)"
        }
        return named + (more > 0 ? ["\(more) more pages or runs are damaged"] : []) + [readable].compactMap(\.self)
            + violations
    }

    /// Which hours export as they were, where others are damaged: those that neither are nor have one among the hours that tell who
    /// began.
    private var readable: String? {
        guard !damages.isEmpty, let damagedHours else { return nil }
        let sound = hours.filter { hour in
            !(0...EvidenceWindow.hoursBefore).contains { damagedHours.contains(hour.advanced(by: -$0)) }
        }
        guard !sound.isEmpty else { return "no hour can be read" }
        var spans: [ClosedRange<Hour>] = []
        for hour in sound.sorted() {
            if let last = spans.last, last.upperBound.advanced(by: 1) == hour {
                spans[spans.count - 1] = last.lowerBound...hour
            } else {
                spans.append(hour...hour)
            }
        }
        let texts = spans.prefix(Self.mostDamages).map { span in
            span.lowerBound == span.upperBound ? "\(span.lowerBound)" : "\(span.lowerBound) to \(span.upperBound)"
        }
        let more = spans.count - texts.count
        return "hours that can still be read: " + texts.joined(separator: ", ")
            + (more > 0 ? " and \(more) more spans" : "")
    }

    private mutating func note(_ violation: Violation, _ count: Int = 1) {
        if let place = Violation.allCases.firstIndex(of: violation) { counts[place] += count }
    }

    /// Takes the next page.
    private mutating func take(_ found: PageInspection.Finding<InspectedPage>) throws {
        if let run = found.run, current?.run.id != run.id { begin(run) }
        do {
            try take(found.page.get())
        } catch let error as DatabaseError {
            guard let damage = error.damage else { throw error }
            damages.append(damage)
            guard let run = found.run else {
                damagedHours = nil
                return
            }
            current?.isDamaged = true
            damagedHours?.insert(run.hour)
        }
    }

    private mutating func begin(_ run: RunRow) {
        finishRun()
        current = (run, RunTotals(), false, nil)
        hours.insert(run.hour)
        if !sources.contains(run.source) { note(.source, Int(clamping: run.totals.records)) }
    }

    private mutating func take(_ page: InspectedPage) throws {
        let (run, place) = (page.stored.run, page.stored.place)
        if let last = current?.last, page.first < last {
            throw run.damage(ofPage: place, .impossible("flows that are not in their order"))
        }
        current?.last = page.last
        current?.totals.add(page.totals)
        note(.attribution, page.unattributed)
        note(.silent, page.flaws.silent)
        note(.packets, page.flaws.withoutPackets)
        note(.counters, page.flaws.counters)
    }

    private mutating func finishRun() {
        if let current, !current.isDamaged, current.totals != current.run.totals { note(.totals) }
        current = nil
    }

    /// What does not agree between tables, whatever pages hold.
    static func catalogueFindings(_ database: Database) throws -> [String] {
        let strays = try Int64.fetchOne(
            database, sql: "SELECT ifnull(sum(records), 0) FROM run WHERE source NOT IN (SELECT id FROM source)")
        return (strays == 0 ? [] : ["\(Violation.source.rawValue): \(strays ?? 0)"]) + (try crossed(database))
    }

    private static func crossed(_ database: Database) throws -> [String] {
        let orphans = try Int.fetchOne(
            database, sql: "SELECT count(*) FROM page WHERE id >> 20 NOT IN (SELECT id FROM run)")
        let hours = try Int.fetchOne(
            database,
            sql: """
                SELECT count(*) FROM (SELECT hour, source, total(packets) AS packets, total(matched) AS matched FROM (
                    SELECT hour, source, packets, 0 AS matched FROM run WHERE pruned = 0
                    UNION ALL SELECT hour, source, 0, packets FROM coverage
                        WHERE kind = 'matched' AND typeof(exporter) = 'integer' AND exporter = 0)
                GROUP BY hour, source) WHERE packets <> matched
                """)
        return [
            ("pages of no run", orphans), ("hours in which flows hold other packets than those that match", hours),
        ].compactMap { finding, count in count.flatMap { $0 == 0 ? nil : "\(finding): \($0)" } }
    }
}
