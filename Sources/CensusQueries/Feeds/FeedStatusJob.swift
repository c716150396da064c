import ListFeeds
package import NetworkTypes
import Runtime
import TextFormats
import Watchlist

/// The command `feeds status`: how old each list is, what it holds, and what became of the last attempt.
package struct FeedStatusJob {
    private let choice: FeedChoice
    private let now: Timestamp

    package init(_ choice: FeedChoice, now: Timestamp) {
        (self.choice, self.now) = (choice, now)
    }

    /// Writes the state of the feeds named, or of all that a file or the folder has, to standard output.
    package func write(asJSON: Bool) throws {
        let output = try TextOutput(path: nil)
        let statuses = statuses
        if asJSON {
            let feeds = JSONValue.object([(name: "feeds", value: .array(statuses.map(\.json)))])
            try output.write(feeds.withoutNulls.text(depth: 1))
        } else if statuses.isEmpty {
            try output.write("\(choice.folder): holds no feed; 'flowcensus feeds update NAME' fetches one\n")
        } else {
            for status in statuses { try output.write(status.text) }
        }
        try output.finish()
    }

    private var statuses: [FeedStatus] {
        let feeds = choice.feeds.map { FeedStatus($0.name, $0, in: choice.folder, now: now) }
        guard !choice.isNamed else { return feeds }
        let others = choice.foldersOfFeeds.filter { name in !choice.feeds.contains { $0.name == name } }
        return feeds + others.map { FeedStatus($0, nil, in: choice.folder, now: now) }
    }
}

/// One feed, as its folder has it.
struct FeedStatus {
    private let name: String
    private let feed: Feed?
    private let folder: FeedFolder
    private let state: FeedState
    private let facts: ListFolder.Facts
    private let now: Timestamp

    /// - Parameter feed: `nil` for one that has a folder and is not known otherwise.
    init(_ name: String, _ feed: Feed?, in path: String, now: Timestamp) {
        folder = FeedFolder(of: name, in: path)
        (self.name, self.feed, state, facts, self.now) = (name, feed, folder.state, folder.list.facts, now)
    }

    /// Seconds since the source last said that this is its list.
    private var age: Int64? { facts.age(at: now) }

    private var word: String {
        guard folder.list.currentTarget != nil else { return "no version" }
        return facts.isStale(at: now) ? "stale" : state.lastError == nil ? "fresh" : "fresh, last attempt failed"
    }

    var text: String {
        var lines = ["\(name): \(word)"]
        if let feed { lines.append("  from: \(feed.source.place)") }
        if let age, let confirmed = facts.confirmed {
            lines.append("  confirmed: \(confirmed), \(Self.words(age)) ago")
        }
        if let entries = state.entries {
            let refused = state.refusedLines.flatMap { $0 > 0 ? ", \($0) lines refused" : nil } ?? ""
            lines.append("  entries: \(entries)\(refused)")
        }
        let versions = folder.list.versions
        if !versions.isEmpty {
            let changed = state.lastChange.map { ", the last one since \($0)" } ?? ""
            lines.append("  versions: \(versions.count)\(changed)")
        }
        if let attempt = state.lastAttempt { lines.append("  last attempt: \(attempt)") }
        if let error = state.lastError { lines.append("  last error: \(error)") }
        if let due = state.nextDue { lines.append("  next due: \(due)") }
        return lines.joined(separator: "\n") + "\n"
    }

    var json: JSONValue {
        let time = { (time: Timestamp?) in JSONValue.optional(time) { .text($0.description) } }
        let number = { (number: Int?) in JSONValue.optional(number) { .number(UInt64(clamping: $0)) } }
        return [
            "name": .text(name), "state": .text(word), "kind": .optional(feed?.source.kind, JSONValue.text),
            "source": .optional(feed?.source.place, JSONValue.text),
            "age_seconds": .optional(age) { .number(UInt64(clamping: $0)) },
            "stale": .boolean(facts.isStale(at: now)), "confirmed": time(facts.confirmed),
            "last_attempt": time(state.lastAttempt), "last_success": time(state.lastSuccess),
            "last_change": time(state.lastChange), "last_error": .optional(state.lastError, JSONValue.text),
            "next_due": time(state.nextDue), "entries": number(state.entries),
            "refused_lines": number(state.refusedLines), "version": .optional(state.version, JSONValue.text),
            "versions": number(folder.list.versions.count),
        ]
    }

    /// `45 s`, `12 min`, `5 h`, `3 d`: the largest unit of which there are two or more.
    static func words(_ seconds: Int64) -> String {
        let units: [(Int64, String)] = [(86_400, "d"), (3_600, "h"), (60, "min")]
        guard let (size, name) = units.first(where: { seconds >= 2 * $0.0 }) else { return "\(seconds) s" }
        return "\(seconds / size) \(name)"
    }
}
