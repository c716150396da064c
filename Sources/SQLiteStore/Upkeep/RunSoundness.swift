import CensusModel
import FlowRuns
import GRDB
import HourlyRollup
import NetworkTypes

/// Whether the runs of a store can be read, and say what can be.
struct RunSoundness {
    private let database: Database
    private let reading: PageReading
    private let sources: Set<Int64>
    private let attributions: Set<Int64>
    /// The last attribution that was found; the next record most often has the same.
    private var lastKnown: Int64?
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
        self.database = database
        reading = try PageReading(database)
        sources = Set(try Int64.fetchAll(database, sql: "SELECT id FROM source"))
        attributions = Set(try Int64.fetchAll(database, sql: "SELECT id FROM attribution"))
    }

    /// Everything that is wrong, a sentence each.
    static func findings(_ database: Database) throws -> [String] {
        var soundness = try RunSoundness(database)
        let runs = try Row.fetchCursor(database, sql: "SELECT * FROM run ORDER BY id")
        while let row = try runs.next() { try soundness.look(at: row) }
        return try soundness.findings + soundness.crossed()
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

    private mutating func look(at row: Row) throws {
        do {
            try look(at: RunRow(row))
        } catch let error as DatabaseError {
            guard let damage = error.damage else { throw error }
            damages.append(damage)
            damagedHours = nil
        }
    }

    private mutating func look(at run: RunRow) throws {
        hours.insert(run.hour)
        if !sources.contains(run.source) { note(.source, Int(clamping: run.totals.records)) }
        var (totals, isDamaged) = (RunTotals(), false)
        var last: FlowTuple?
        for place in 0..<run.pages {
            do {
                let records = try reading.records(of: run, place)
                if let last, records.tuple(at: 0) < last {
                    throw run.damage(ofPage: place, .impossible("flows that are not in their order"))
                }
                for index in 0..<records.count {
                    let record = records.record(at: index)
                    totals.add(record)
                    look(at: record)
                }
                last = records.tuple(at: records.count - 1)
            } catch let error as DatabaseError {
                guard let damage = error.damage else { throw error }
                isDamaged = true
                damages.append(damage)
                damagedHours?.insert(run.hour)
            }
        }
        if !isDamaged, totals != run.totals { note(.totals) }
    }

    private mutating func look(at record: RunRecord) {
        if record.attribution != lastKnown {
            if attributions.contains(record.attribution) { lastKnown = record.attribution } else { note(.attribution) }
        }
        if !record.fromHost.hasSent && !record.fromOrigin.hasSent { note(.silent) }
        let isPackets = record.exporter.isPackets
        if isPackets, record.fromHost.packets == 0 && record.fromOrigin.packets == 0 { note(.packets) }
        if Self.areImpossible(record.fromHost, isPackets: isPackets) { note(.counters) }
        if Self.areImpossible(record.fromOrigin, isPackets: isPackets) { note(.counters) }
    }

    private static func areImpossible(_ counters: DirectionCounters, isPackets: Bool) -> Bool {
        counters.refusals > counters.packets || counters.packets > 0 && !counters.hasSent
            || isPackets && counters.packets == 0 && counters.hasSent
    }

    /// What does not agree between tables.
    private func crossed() throws -> [String] {
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
