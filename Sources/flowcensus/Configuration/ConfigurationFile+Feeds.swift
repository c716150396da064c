import ListFeeds
import Runtime

extension ConfigurationFile {
    /// What is wrong with the feeds that the file describes.
    var feedProblems: [SettingProblem] {
        FeedFile.examine(feeds).problems.map { problem in
            SettingProblem(
                .file(path: path, line: problem.line, key: "\(Self.feedsName): \(problem.feed)"), problem.reason)
        }
    }
}
