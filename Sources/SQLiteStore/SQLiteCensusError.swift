import CensusModel
import HourlyRollup
package import NetworkTypes

/// Why a store cannot be used: which one, and what is wrong.
package struct SQLiteCensusError: StoreFailure, Equatable {
    /// The store as the operator named it.
    package let store: String
    package let problem: Problem

    package var isGone: Bool { problem == .moved }

    package enum Problem: Equatable, Sendable {
        /// An empty name, by which SQLite would keep a database that nobody finds again.
        case unnamed
        case missing
        case isFolder
        /// There is something where a copy is to be made.
        case isThere
        case notAStore
        case newerVersion(found: Int, known: Int)
        /// A store that is only read, and would have to be brought up to date first.
        case olderVersion(found: Int, known: Int)
        /// A database that Flowcensus did not make so; `finding` says what is in it, or not.
        case foreign(finding: String)
        /// The file has another name now, or none.
        case moved
        /// `reason` names the file or the folder, and the system's own text.
        case notWritable(reason: String)
        /// `holders` are processes, as far as they are known.
        case locked(holders: [String])
        case full
        /// A file may not grow as long as it would have to.
        case fileLimit
        /// `finding` is what SQLite found first.
        case damaged(finding: String)
        /// A store whose rows cannot all be true, and which is not merged; the findings are sentences.
        case unsound([String])
        /// It was counted with other internal networks or rules of tunnels than those given.
        case otherBasis(option: String, counted: String, given: String)
        /// It keeps counts of hours whose flows are gone, of which the store to merge into has flows or other counts.
        case otherKeptCounts(first: Hour, hours: Int)
        /// A shipment that does not follow the last one of its sensor.
        case otherSensor(name: String)
        /// The database refused an operation; `reason` is its own text.
        case database(operation: String, reason: String)
    }
}

extension SQLiteCensusError: CustomStringConvertible {
    /// What happened, and how to go on.
    package var description: String {
        switch problem {
        case .unnamed:
            "'': names no store; name a file, or :memory: to keep none"
        case .missing:
            "\(store): there is no such store; 'flowcensus replay', 'sniff' and 'collect' make one"
        case .isFolder:
            "\(store): is a folder, and a store is a file: name one in it, as \(store)/census.db"
        case .isThere:
            "\(store): is there already, and is not replaced; name another file, or remove it first"
        case .notAStore:
            "\(store): is a file, but no store of Flowcensus; nothing was changed in it"
        case .newerVersion(let found, let known):
            "\(store): was written by a newer Flowcensus (store version \(found), this one knows \(known)); "
                + "nothing was changed in it"
        case .olderVersion(let found, let known):
            "\(store): was written by an older Flowcensus (store version \(found), this one writes \(known)); "
                + "'flowcensus store migrate --store \(store)' brings it up to date"
        case .foreign(let finding):
            "\(store): was not made by Flowcensus, or was changed since: \(finding); nothing of it is used"
        case .moved:
            "\(store): was moved, removed or replaced while it was counted into; what was committed before went with it, "
                + "and the same command again counts everything into a new one"
        case .notWritable(let reason):
            "\(store): cannot be written, \(reason); allow that, or name another store"
        case .locked(let holders):
            "\(store): is locked by \(holders.isEmpty ? "another process" : holders.joined(separator: ", ")); "
                + "what was committed stays, run the same command again when that has ended"
        case .full:
            "\(store): no room is left on the device; what was committed stays, make room and run the same command again"
        case .fileLimit:
            "\(store): would grow longer than this process may make a file; what was committed stays, raise the limit with "
                + "'ulimit -f unlimited' and run the same command again"
        case .damaged(let finding):
            "\(store): is damaged (\(finding)); put back a copy of it, or count the captures again into another store; "
                + "'sqlite3 \(store) .recover' writes as SQL what can still be read"
        case .unsound(let findings):
            "\(store): is not sound, and was not merged: \(findings.prefix(3).joined(separator: "; "))"
                + (findings.count > 3 ? " and more" : "") + "; 'flowcensus store check --store \(store)' says all of it"
        case .otherBasis(let option, let counted, let given):
            "\(store): was counted with \(option) \(Self.short(counted)), and not with \(Self.short(given)): one census cannot hold "
                + "both; give the same, or count into another store"
        case .otherKeptCounts(let first, let hours):
            KeptTransfer.refusal(of: store, first: first, hours: hours)
        case .otherSensor(let name):
            "\(store): has another shipment of the sensor \(name) than the one before this; another machine ships as this sensor, or "
                + "one of both stores was put back from a copy"
        case .database(let operation, let reason):
            "\(store): cannot \(operation): \(reason)"
        }
    }
}

extension SQLiteCensusError {
    /// A value of an option as a sentence has room for it.
    private static func short(_ value: String) -> String {
        value.isEmpty ? "(none)" : value.count > 200 ? value.prefix(200) + "…" : value
    }
}
