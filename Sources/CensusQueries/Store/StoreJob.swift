package import CensusModel
import Foundation
import HourlyRollup
package import NetworkTypes
import Runtime

/// How counts are made that outlive their flows: the files that name countries and services, and the view of sensors.
package struct PruningOptions: Sendable {
    package let enrichment: EnrichmentOptions
    package let seesOneWay: Bool

    package init(_ enrichment: EnrichmentOptions, seesOneWay: Bool) {
        (self.enrichment, self.seesOneWay) = (enrichment, seesOneWay)
    }
}

/// The command `store`: what is in a store, whether it is sound, and what becomes of old hours.
package struct StoreJob {
    private let store: any CensusStore

    /// - Throws: what is wrong with the store, damage included where the last run did not end cleanly.
    package init(store name: String, of stores: any StoreOpener, for access: StoreAccess) throws {
        store = try stores.open(name, for: access)
    }

    /// Brings a store of an earlier version up to date, and says to which.
    package static func migrate(
        _ name: String, of stores: any StoreOpener, report: @escaping (StoreMigrationProgress) throws -> Void
    ) throws {
        let (before, after) = try stores.migrate(name, report: report)
        let text = before == after ? "of version \(after) already" : "brought from version \(before) to \(after)"
        try write("\(name): \(text)\n")
    }

    /// Says that the store is there.
    package func writePresence() throws {
        try write("\(store.path): is there\n")
    }

    /// Writes what is in the store.
    package func writeSummary(asJSON: Bool) throws {
        let report = StoreReport(try store.summary(), now: SystemClock.now)
        try write(asJSON ? report.json() : report.text)
    }

    /// Writes what is wrong with the store, or that nothing is.
    ///
    /// - Returns: whether it is sound.
    package func check() throws -> Bool {
        let findings = try store.findings()
        try write((findings.isEmpty ? ["sound"] : findings).map { "\(store.path): \($0)\n" }.joined())
        return findings.isEmpty
    }

    /// Writes the file again without its gaps, and says what came of it.
    package func vacuum() throws {
        let (before, after) = try store.vacuum()
        try write("\(store.path): \(before) bytes before, \(after) after\n")
    }

    /// Puts together what was committed in small pieces, and says how many there were and are.
    package func compact() throws {
        let (before, after) = try store.compact()
        try write(
            "\(store.path): \(before) runs before, \(after) after; 'flowcensus store vacuum' makes the file smaller\n")
    }

    /// Copies the store to a file, and says its bytes.
    package func backup(to path: String) throws {
        let length = try store.backup(to: path)
        try write("\(path): \(length) bytes, a copy of \(store.path)\n")
    }

    /// What ``prune(before:keeping:)`` would remove: a sentence; `nil` where that is nothing.
    package func plan(before time: Timestamp, keepsCounts: Bool = false) throws -> String? {
        if keepsCounts { _ = try countKeeping }
        let hour = Hour(containing: time)
        let hours = HourRange(from: nil, before: hour)
        var flows: UInt64 = 0
        var all = Set(try store.coverage(in: hours).keys)
        try store.forEachFlow(FlowFilter(hours: hours)) { flow in
            flows += 1
            all.insert(flow.key.hour)
        }
        let kept = try keepsCounts ? [] : (store as? any CountKeeping)?.keptHours(in: hours) ?? []
        let counts = kept.isEmpty ? "" : "the counts of \(kept.count) hours whose flows are gone"
        guard let first = all.min(), let last = all.max() else {
            return counts.isEmpty ? nil : "\(store.path): \(counts)"
        }
        return "\(store.path): \(flows) flows in \(all.count) hours from \(first) to \(last)"
            + (counts.isEmpty ? "" : ", and \(counts)")
    }

    /// Removes all hours before that of a time, and says how many.
    ///
    /// - Parameter keptCounts: how counts by hour are made that outlive the flows; `nil` where none do, those of earlier times included.
    package func prune(before time: Timestamp, keeping keptCounts: PruningOptions? = nil) throws {
        let hour = Hour(containing: time)
        let hidden = "of which the last three hours' are kept out of sight to tell who began later ones"
        let end = "'flowcensus store vacuum' makes the file smaller\n"
        guard let keptCounts else {
            let (flows, hours) = try store.prune(before: hour)
            let counts = try (store as? any CountKeeping)?.removeKeptCounts(before: hour) ?? 0
            let more = counts > 0 ? ", and the counts of \(counts) hours whose flows were gone" : ""
            return try write(
                "\(store.path): removed \(flows) flows in \(hours) hours before \(hour), \(hidden)\(more); \(end)")
        }
        let keeping = try countKeeping
        let enrichments = try Enrichments(keptCounts.enrichment)
        let (flows, hours) = try enrichments.countKeeper(seesOneWay: keptCounts.seesOneWay).prune(keeping, before: hour)
        let kept = try keeping.keptHours(in: HourRange(from: nil, before: hour)).count
        try write(
            "\(store.path): removed \(flows) flows in \(hours) hours before \(hour), \(hidden); the counts of \(kept) hours are kept by "
                + "origin,hour, by hour\(enrichments.knowsCountries ? ", by country,hour" : ""), and can be regrouped no more; \(end)"
        )
    }

    private var countKeeping: any CountKeeping {
        get throws {
            guard let keeping = store as? any CountKeeping else {
                throw CommandProblem("\(store.path): its engine cannot keep counts without their flows")
            }
            return keeping
        }
    }

    /// What ``erase(host:)`` would remove: a sentence; `nil` where that is nothing.
    package func plan(erasing host: IPAddress) throws -> String? {
        let (flows, hours) = try eraser.records(ofHost: host)
        return flows == 0 ? nil : "\(store.path): \(flows) records of flows of \(host) in \(hours) hours"
    }

    /// Removes every flow of a host and every event that names it, and says how many.
    package func erase(host: IPAddress) throws {
        let (flows, hours, events) = try eraser.erase(host: host)
        let kept = try (store as? any CountKeeping)?.keptHours(in: HourRange()).count ?? 0
        try write(
            "\(store.path): removed \(flows) records of flows of \(host) in \(hours) hours, and \(events) events; it is in no count "
                + "\(kept > 0 ? "that is made of flows " : "")any more, and its packets are in coverage as seen and not as matched. "
                + (kept > 0
                    ? "The counts of \(kept) hours whose flows are gone name no host, so that none can be taken out of them. "
                    : "")
                + "Other stores, copies, exports and captures may still hold it\n")
    }

    private var eraser: any HostErasing {
        get throws {
            guard let eraser = store as? any HostErasing else {
                throw CommandProblem("\(store.path): its engine cannot remove a single host")
            }
            return eraser
        }
    }

    private func write(_ text: String) throws { try Self.write(text) }

    private static func write(_ text: String) throws {
        let output = try TextOutput(path: nil)
        try output.write(text)
        try output.finish()
    }
}
