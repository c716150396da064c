import CensusModel
import NetworkTypes
import TextFormats
import Watchlist

/// One list, told to a person: what it holds, and what was done to it.
struct ListReport {
    private let list: ParsedList
    private let now: Timestamp

    init(_ list: ParsedList, now: Timestamp) {
        (self.list, self.now) = (list, now)
    }

    var text: String {
        var lines = ["\(list.name): \(list.format.rawValue), \(list.table.count) entries, version \(list.version)"]
        if list.table.isEmpty { lines.append("  EMPTY: nothing can match it") }
        let counts = EntryCounts(list.table, now: now)
        for (heading, values) in counts.headings where !values.isEmpty {
            lines.append("  \(heading): " + values.map { "\($0.name) \($0.count)" }.joined(separator: ", "))
        }
        for (heading, log) in [
            ("refused, do not parse", list.refusals), ("left out", list.drops), ("left out, as asked", list.exclusions),
            ("passed over", list.skips), ("taken with a change", list.changes), ("kept, but odd", list.notices),
        ] where log.count > 0 {
            lines.append("  \(heading): \(log.count)")
            lines += log.first.map { "    \($0)" }
            if log.unnamedCount > 0 { lines.append("    and \(log.unnamedCount) more") }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// How many entries there are of each kind.
struct EntryCounts {
    typealias Counts = [(name: String, count: Int)]
    let headings: [(heading: String, values: Counts)]

    /// How many sources are told apart.
    private static let maximumSources = 20

    init(_ table: EntryTable, now: Timestamp) {
        var (families, lengths, profileCounts) = ([0, 0], [String: Int](), [Int: Int]())
        for place in table.places {
            let prefix = table.prefix(at: place)
            let isV4 = if case .v4 = place { true } else { false }
            families[isV4 ? 0 : 1] += 1
            lengths["\(isV4 ? "IPv4" : "IPv6") /\(prefix.length)", default: 0] += 1
            profileCounts[table.profileNumber(at: place), default: 0] += 1
        }
        var (classes, sources, ages) = ([String: Int](), [String: Int](), [String: Int]())
        for (number, count) in profileCounts {
            let profile = table.profiles[number]
            classes[profile.threatClass.name, default: 0] += count
            for source in profile.sources { sources[source, default: 0] += count }
            ages[Self.age(of: profile, now: now), default: 0] += count
        }
        let shownSources = Self.largestFirst(sources).prefix(Self.maximumSources)
        headings = [
            ("family", zip(["IPv4", "IPv6"], families).map { ($0, $1) }), ("prefix length", Self.largestFirst(lengths)),
            ("class", Self.largestFirst(classes)), ("source", Array(shownSources)),
            ("age", Self.ages.compactMap { name in ages[name].map { (name, $0) } }),
        ]
    }

    private static let ages = [
        "not yet valid", "under 7 days", "under 30 days", "under a year", "a year and more", "expired", "without date",
    ]

    /// How long ago an entry began to hold.
    private static func age(of profile: EntryProfile, now: Timestamp) -> String {
        let validity = profile.validity
        if validity.until <= now { return "expired" }
        if validity.from == Validity.always.from { return "without date" }
        if validity.from > now { return "not yet valid" }
        // Whole seconds first: the two may lie further apart than nanoseconds can say.
        let seconds = { (time: Timestamp) in time.nanoseconds.floorQuotient(by: Timestamp.nanosecondsPerSecond) }
        let days = (seconds(now) - seconds(validity.from)) / 86_400
        return days < 7 ? "under 7 days" : days < 30 ? "under 30 days" : days < 365 ? "under a year" : "a year and more"
    }

    private static func largestFirst(_ counts: [String: Int]) -> Counts {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }
}
