package import CensusModel
import Foundation
package import NetworkTypes
import Runtime

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

    /// What ``prune(before:)`` would remove: a sentence; `nil` where that is nothing.
    package func plan(before time: Timestamp) throws -> String? {
        let hour = Hour(containing: time)
        let hours = HourRange(from: nil, before: hour)
        var flows: UInt64 = 0
        var all = Set(try store.coverage(in: hours).keys)
        try store.forEachFlow(FlowFilter(hours: hours)) { flow in
            flows += 1
            all.insert(flow.key.hour)
        }
        guard let first = all.min(), let last = all.max() else { return nil }
        return "\(store.path): \(flows) flows in \(all.count) hours from \(first) to \(last)"
    }

    /// Removes all hours before that of a time, and says how many.
    package func prune(before time: Timestamp) throws {
        let hour = Hour(containing: time)
        let (flows, hours) = try store.prune(before: hour)
        try write(
            "\(store.path): removed \(flows) flows in \(hours) hours before \(hour), of which the last three hours' are kept out "
                + "of sight to tell who began later ones; 'flowcensus store vacuum' makes the file smaller\n")
    }

    /// What ``erase(host:)`` would remove: a sentence; `nil` where that is nothing.
    package func plan(erasing host: IPAddress) throws -> String? {
        let (flows, hours) = try eraser.records(ofHost: host)
        return flows == 0 ? nil : "\(store.path): \(flows) records of flows of \(host) in \(hours) hours"
    }

    /// Removes every flow of a host and every event that names it, and says how many.
    package func erase(host: IPAddress) throws {
        let (flows, hours, events) = try eraser.erase(host: host)
        try write(
            "\(store.path): removed \(flows) records of flows of \(host) in \(hours) hours, and \(events) events; it is in no count "
                + "any more, and its packets are in coverage as seen and not as matched. Other stores, copies, exports and captures may still hold it\n"
        )
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
