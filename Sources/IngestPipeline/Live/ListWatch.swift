import NetworkTypes
import Watchlist

/// Notices new versions in folders that `flowcensus feeds` fills, and lists there that grow old.
///
/// A look costs a call or two a folder, so that it can be taken every second. Made before the lists are loaded, it misses no
/// version that comes while they are.
struct ListWatch {
    private var folders: [WatchedFolder]

    private struct WatchedFolder {
        let folder: ListFolder
        /// The version that is loaded, or is about to be.
        var target: String?
        /// Whether its age was said.
        var isSaid = false
    }

    struct Findings: Equatable {
        /// Whether there is a version that was not there at the last look.
        var hasNewVersion = false
        /// What has become stale since, a sentence each.
        var stale: [String] = []
    }

    init(_ options: ListOptions) {
        folders = options.folders.map { WatchedFolder(folder: $0, target: $0.currentTarget) }
    }

    mutating func look(at now: Timestamp) -> Findings {
        var findings = Findings()
        for index in folders.indices {
            let folder = folders[index].folder
            // While there is no current version, the one that was loaded stays.
            if let target = folder.currentTarget, target != folders[index].target {
                folders[index].target = target
                findings.hasNewVersion = true
            }
            let staleness = folder.staleness(at: now)
            if let staleness, !folders[index].isSaid { findings.stale.append(staleness) }
            folders[index].isSaid = staleness != nil
        }
        return findings
    }
}
