import Foundation
package import ListFeeds
package import Runtime
import Watchlist

/// Which feeds a command is about: those of a file, presets by name, and the folder that holds their lists.
package struct FeedChoice: Sendable {
    /// The folder of all feeds.
    package let folder: String
    package let feeds: [Feed]
    /// Whether feeds were named, which then are meant whether they are due or not.
    package let isNamed: Bool

    /// - Parameters:
    ///   - names: feeds of the file, or presets; none for all of the file.
    ///   - file: a file of feeds; `nil` for those that the configuration describes.
    /// - Throws: what is wrong with the file, or which name says nothing.
    package init(_ names: [String], file: String?, configuration: ConfigurationFile?, folder: String) throws {
        self.folder = folder
        isNamed = !names.isEmpty
        let known: [Feed] =
            if let file {
                try FeedFile.read(file)
            } else if let configuration {
                try FeedFile.read(configuration.feeds, path: configuration.path)
            } else {
                []
            }
        guard isNamed else {
            feeds = known
            return
        }
        feeds = try names.map { name in
            if let feed = known.first(where: { $0.name == name }) { return feed }
            guard let preset = FeedPreset.named(name) else {
                let place = (file ?? configuration?.path).map { "\($0) holds no feed '\(name)', and" } ?? "'\(name)':"
                throw CommandProblem("\(place) there is no preset of that name; 'flowcensus feeds presets' shows them")
            }
            return try preset.feed()
        }
    }

    /// The names of feeds that have a folder, whether a file names them or not.
    var foldersOfFeeds: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { Feed.isName($0) && FeedFolder(of: $0, in: folder).list.isThere }.sorted()
    }
}
