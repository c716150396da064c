import ByteInput
import Digests
import Foundation
import NetworkTypes
import TextFormats

extension ListFolder {
    /// Reads the version in use, or all versions.
    /// - Parameter argument: what it says of format and entries goes before what the folder says.
    func read(_ argument: ListArgument, allVersions: Bool, limits: ListLimits) throws -> ParsedList {
        guard let current = currentTarget else {
            throw WatchlistError(
                list: path, problem: .unreadable(reason: "holds no version yet: run 'flowcensus feeds update'"))
        }
        let facts = facts
        let stated = ListArgument("\(facts.reading):\(current)")
        let reading = VersionReading(
            name: argument.name, format: argument.format ?? stated.format,
            defaults: argument.defaults.completed(by: stated.defaults), limits: limits)
        let versions = versions
        var list =
            allVersions && versions.count > 1
            ? try ListHistory(versions, reading).list(current: current) : try reading.list(current)
        list.folderFacts = facts
        return list
    }
}

/// How every version of a list is read.
struct VersionReading {
    let name: String
    let format: ListFormat?
    let defaults: EntryDefaults
    let limits: ListLimits

    func list(_ path: String) throws -> ParsedList {
        try ListParser.parse(ListFile(path: path), name: name, as: format, defaults: defaults, limits: limits)
    }
}

/// A list over time: each entry holds while versions with it were in use, and within its own dates.
///
/// The first version holds from the beginning of time, for nothing is known of what was before it, and the last one until its
/// end. Memory grows with the entries that differ, not with the number of versions.
struct ListHistory {
    private let versions: [ListFolder.Version]
    private let reading: VersionReading

    init(_ versions: [ListFolder.Version], _ reading: VersionReading) {
        (self.versions, self.reading) = (versions, reading)
    }

    /// An entry, by its number of profile.
    private struct Key: Hashable {
        let prefix: IPPrefix
        let profile: UInt32
    }

    /// - Parameter current: the path of the version in use, whose lines and faults are the list's.
    func list(current: String) throws -> ParsedList {
        var (profiles, history) = (EntryTable(), EntryTable())
        var open: [Key: Timestamp] = [:]
        var latest: ParsedList?
        var digest = SHA256()
        for (index, version) in versions.enumerated() {
            let list = try reading.list(version.path)
            let begin = index == 0 ? Validity.always.from : version.begin
            digest.update(data: Array("\(begin) \(list.version)\n".utf8))
            let numbers = list.table.profiles.map { profiles.number(of: $0) }
            let now = list.table.places.reduce(into: [Key: Timestamp](minimumCapacity: list.table.count)) {
                now, place in
                let key = Key(
                    prefix: list.table.prefix(at: place), profile: numbers[list.table.profileNumber(at: place)])
                now[key] = open[key] ?? begin
            }
            for (key, since) in open where now[key] == nil {
                Self.close(key, Validity(from: since, until: begin), profiles, &history)
            }
            open = now
            try list.checkSize(of: history)
            if version.path == current { latest = list }
        }
        for (key, since) in open {
            Self.close(key, Validity(from: since, until: Validity.always.until), profiles, &history)
        }
        var result = try latest ?? reading.list(current)
        (result.table, result.version) = (history.normalized(), digest.finalize().hexadecimal)
        return result
    }

    /// Notes when an entry held, if that is any time within its dates.
    private static func close(_ key: Key, _ time: Validity, _ profiles: EntryTable, _ history: inout EntryTable) {
        var profile = profiles.profiles[Int(key.profile)]
        profile.validity.from = max(profile.validity.from, time.from)
        profile.validity.until = min(profile.validity.until, time.until)
        guard profile.validity.from < profile.validity.until else { return }
        history.append(key.prefix, profile: history.number(of: profile))
    }
}

extension ParsedList {
    /// Refuses a history that grows beyond what one list may hold.
    fileprivate func checkSize(of history: EntryTable) throws {
        guard history.count <= Self.maximumEntries else {
            throw WatchlistError(list: name, problem: .tooManyEntries(limit: Self.maximumEntries))
        }
        guard history.memory <= limits.memory else {
            throw WatchlistError(list: name, problem: .exceedsMemory(limit: limits.allMemory))
        }
    }
}
