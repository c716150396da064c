import CensusModel
package import TextFormats

/// A list as it was read: its entries, and everything that had to be refused, left out or changed.
package struct ParsedList: Sendable {
    /// The list as the operator named it.
    package let name: String
    package let format: ListFormat
    /// SHA-256 of its bytes, in hexadecimal: the list's version; with defaults, SHA-256 of that and of them.
    package internal(set) var version = ""
    package internal(set) var table = EntryTable()
    /// Lines that do not parse.
    package private(set) var refusals = LineLog()
    /// Lines that are well formed and no matter of a watchlist: domains, hashes, what the list itself takes back.
    package private(set) var skips = LineLog()
    /// Lines that hygiene leaves out because no foreign origin can have such an address, or because they are too wide.
    package private(set) var drops = LineLog()
    /// Lines that were left out at the request of the operator.
    package private(set) var exclusions = LineLog()
    /// Lines that were taken with a change.
    package private(set) var changes = LineLog()
    /// Lines that were taken, and are odd.
    package private(set) var notices = LineLog()
    /// The name that the list gives itself.
    package internal(set) var title: String?
    /// What is known of the folder of versions that the list was read from; `nil` for any other list.
    package internal(set) var folderFacts: ListFolder.Facts?
    /// The names of categories, where the list is one of those.
    package internal(set) var categories: [Int: String] = [:]
    /// What entries say that state nothing themselves.
    let defaults: EntryDefaults
    private let problemLimit: Int
    /// What the list may take of memory.
    let limits: ListLimits

    /// How many lines of a kind are named by default; the others are only counted.
    package static let maximumProblems = 20

    init(
        name: String, format: ListFormat, defaults: EntryDefaults = EntryDefaults(), limits: ListLimits = ListLimits()
    ) {
        (self.name, self.format, self.defaults, self.limits) = (name, format, defaults, limits)
        problemLimit = limits.problems
    }

    /// An entry that states nothing but its address.
    var blank: EntryProfile {
        var profile = EntryProfile()
        profile.threatClass = defaults.threatClass ?? format.defaultClass
        return profile
    }

    /// Completes entries that state no label or no confidence.
    mutating func complete(version: String) {
        self.version = defaults.version(of: version)
        guard defaults.label != nil || defaults.confidence != nil else { return }
        table.changeProfiles { profile in
            if let label = defaults.label, profile.labels.isEmpty { profile.labels = [label] }
            profile.confidence = profile.confidence ?? defaults.confidence
        }
    }

    package var entries: [WatchlistEntry] { table.entries }
    package var refusedCount: Int { refusals.count }
    package var refused: [LineProblem] { refusals.first }
    package var changedCount: Int { changes.count }
    package var changed: [LineProblem] { changes.first }

    /// Makes the list the source of entries that state none.
    package mutating func nameSource() {
        let source = title ?? name.split(separator: "/").last.map(String.init) ?? name
        table.changeProfiles { profile in
            if profile.sources.isEmpty { profile.sources = [source] }
        }
    }

    /// Gives the categories of an IP reputation list their names, and says so when there are none.
    package mutating func nameCategories(_ names: [Int: String]) {
        ReputationFormat.name(names, in: &table)
        guard names.isEmpty else { return }
        let reason = "no category file says what its categories are: all count as \(blank.threatClass.name)"
        notice(1, reason: reason, reason)
    }

    mutating func refuse(_ line: Int, _ message: String) {
        refusals.note(line, reason: "does not parse", limit: problemLimit) { message }
    }

    mutating func noteChange(_ line: Int, reason: String, _ message: @autoclosure () -> String) {
        changes.note(line, reason: reason, limit: problemLimit, message)
    }

    /// - Parameter text: what is passed over.
    mutating func skip(_ line: Int, reason: String, _ text: @autoclosure () -> String) {
        skips.note(line, reason: reason, limit: problemLimit) { "'\(text().prefix(80))': \(reason)" }
    }

    mutating func drop(_ line: Int, reason: String, _ message: @autoclosure () -> String) {
        drops.note(line, reason: reason, limit: problemLimit, message)
    }

    mutating func exclude(_ line: Int, reason: String, _ message: @autoclosure () -> String) {
        exclusions.note(line, reason: reason, limit: problemLimit, message)
    }

    mutating func notice(_ line: Int, reason: String, _ message: @autoclosure () -> String) {
        notices.note(line, reason: reason, limit: problemLimit, message)
    }

    /// Says that of two fields with addresses one is read.
    mutating func noticeOtherEnd(_ line: Int, read: String, _ other: String) {
        notice(
            line, reason: "the addresses of the other end",
            "the addresses in '\(read)' are read, those in '\(other)' are not")
    }

    /// Says that ports are those of the end whose addresses are not read.
    mutating func noticeOtherPort(_ line: Int, read: String, _ other: String) {
        notice(
            line, reason: "the ports of the other end",
            "the ports in '\(other)' are not those of the addresses in '\(read)', and are not used")
    }
}
