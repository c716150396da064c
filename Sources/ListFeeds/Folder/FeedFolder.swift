import Foundation
import Glibc
import NetworkTypes
import TextFormats
package import Watchlist

/// The folder of one feed: its versions, the link to the current one, and what is known of it.
package struct FeedFolder: Sendable {
    package let list: ListFolder

    /// - Parameter folder: the folder of all feeds.
    package init(of name: String, in folder: String) {
        list = ListFolder("\(folder)/\(name)")
    }

    package var path: String { list.path }
    package var statePath: String { "\(path)/state.json" }
    /// The last version that was refused, for people to look at.
    package var refusedPath: String { "\(path)/refused" }
    /// What was fetched of a list that comes in parts.
    var partsPath: String { "\(path)/parts" }

    package var state: FeedState { FeedState(file: statePath) }

    /// Makes the folder, and the one of all feeds.
    func makeFolders() throws(FeedError) {
        try PrivateFile.makeFolder(PrivateFile.folder(of: path))
        try PrivateFile.makeFolder(path)
    }

    /// Makes the folders in it, and takes away what an update that was ended left behind. The feed is locked.
    func prepare() throws(FeedError) {
        for folder in [list.versionsPath, partsPath] { try PrivateFile.makeFolder(folder) }
        for folder in [path, list.versionsPath, partsPath] {
            for name in names(in: folder) where PrivateFile.isPartial(name) { _ = unsafe unlink("\(folder)/\(name)") }
        }
    }

    func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }

    func write(_ state: FeedState) throws(FeedError) {
        try PrivateFile.write(Array(state.json.withoutNulls.text(depth: 1).utf8), as: statePath)
    }

    /// Makes a file the current version from `time` on, or from a second after the one before where the clock says less.
    func publish(_ file: PrivateFile, version: String, at time: Timestamp) throws(FeedError) {
        let name = list.versionName(at: time, digest: version)
        try file.publish(as: "\(list.versionsPath)/\(name)")
        try PrivateFile.link(list.currentPath, to: "\(ListFolder.versionsName)/\(name)")
    }

    /// Takes away versions beyond what is kept, the oldest first, and never the current one.
    func prune(keeping feed: Feed, at now: Timestamp) {
        let versions = list.versions
        let oldest = now.adding(seconds: -feed.keptTime)
        for (index, version) in versions.enumerated() {
            let isSuperseded = index + 1 < versions.count && versions[index + 1].begin < oldest
            let isOverNumber = versions.count - index > feed.keptVersions
            guard isSuperseded || isOverNumber, version.path != list.currentTarget else { continue }
            _ = unsafe unlink(version.path)
        }
    }
}

/// Keeps other updates of the same feed away while it lives.
final class FeedLock {
    private let descriptor: CInt

    init(_ folder: FeedFolder) throws(FeedError) {
        let path = "\(folder.path)/lock"
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw PrivateFile.problem(path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw PrivateFile.problem(path) }
            throw .locked(path: folder.path)
        }
    }

    deinit {
        // A process that another thread is starting may still share the descriptor, and would keep the lock.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}

extension Timestamp {
    /// The nearest time that can be stored.
    func adding(seconds: Int) -> Timestamp {
        let (span, isTooLong) = Int64(seconds).multipliedReportingOverflow(by: Self.nanosecondsPerSecond)
        let (sum, isTooFar) = nanoseconds.addingReportingOverflow(span)
        return Timestamp(nanoseconds: isTooLong || isTooFar ? (seconds < 0 ? .min : .max) : sum)
    }
}
